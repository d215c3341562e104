import { BUDGET, costOf, stepsThatFit } from '../lab/budget.ts';
import { type Experiment, withoutDecay } from '../training/experiment.ts';
import { withDefaults } from './experiment-defaults.ts';
import { UserError } from './user-error.ts';

/** Throws UserError where these are more work than one request may take, and names the nearest that fits. */
export function checkBudget(experiments: readonly Experiment[]): void {
  const cost = costOf(experiments);
  if (cost <= BUDGET) return;
  const plain = withDefaults({});
  const usual = costOf([withoutDecay(plain), plain]);
  const steps = stepsThatFit(experiments);
  const fitting =
    steps > 0 ? `steps:${steps} would fit, or fewer seeds` : 'fewer hidden units would fit, such as hidden:32-32';
  throw new UserError(
    `that is ${Math.round(cost / usual)} times the work of a plain /train: ` +
      `one request may take ${Math.floor(BUDGET / usual)} times; ${fitting}`,
  );
}
