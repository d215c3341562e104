import type { Arm } from '../findings/arm.ts';
import type { Experiment } from '../training/experiment.ts';
import { final, type History, hasDiverged } from '../training/history.ts';
import { taskOf } from '../training/tasks/index.ts';

/**
 * How closely another program can agree. At the edge of stability, and wherever training is chaotic, a difference in
 * the last bit grows until it shows; then no two right programs end alike. Whether it does is seen by training each
 * run once more with lr one bit larger.
 */

/** The same experiment with the last bit of its lr moved. */
export function nudged(experiment: Experiment): Experiment {
  return { ...experiment, lr: experiment.lr * (1 + Number.EPSILON) };
}

/** For each of a run's last numbers, the relative difference that rounding alone may make to it. */
export type Sensitivity = Readonly<Record<(typeof LAST)[number], number>>;

const LAST = ['dataLoss', 'validationLoss', 'weightLength'] as const;

/** Of each run of an arm, seed 1 first. */
export function sensitivities(arm: Arm, moved: Arm): Sensitivity[] {
  return arm.histories.map((history, index) => {
    const other = moved.histories[index]!;
    const rounding = roundingOf(arm.experiment, history);
    const of = (name: (typeof LAST)[number]) => Math.max(rounding[name], difference(history, other, name));
    return { dataLoss: of('dataLoss'), validationLoss: of('validationLoss'), weightLength: of('weightLength') };
  });
}

/** The largest for any of a run's numbers. */
export function most(sensitivity: Sensitivity): number {
  return Math.max(...LAST.map((name) => sensitivity[name]));
}

/** Infinite where only one of the two diverged, or at another step. */
function difference(a: History, b: History, name: (typeof LAST)[number]): number {
  if (a.divergedAt !== b.divergedAt) return Number.POSITIVE_INFINITY;
  if (a.divergedAt !== null) return 0;
  const [x, y] = [final(a[name]), final(b[name])];
  return x === y ? 0 : Math.abs(x - y) / Math.max(x, y);
}

const NONE: Sensitivity = { dataLoss: 0, validationLoss: 0, weightLength: 0 };
const ALL: Sensitivity = { dataLoss: 1, validationLoss: 1, weightLength: 1 };

/**
 * What does not show by moving lr. Predictions of order one are rounded to about ε, and so is their error: a mean square
 * L, of errors about √L, is known to 2ε/√L, which is little where next to nothing of it is left; of weights that decay
 * has brought next to zero, too, ε remains. And of a run that blew up no digit is sure: its units are all but
 * saturated, and whether 1 − tanh² is zero or ε is rounding.
 */
function roundingOf(experiment: Experiment, history: History): Sensitivity {
  if (history.divergedAt !== null) return NONE;
  if (hasDiverged(history)) return ALL;
  const squared = taskOf(experiment).loss.kind === 'squared';
  const ofLoss = (loss: number) => (squared && loss > 0 ? (2 * Number.EPSILON) / Math.sqrt(loss) : 0);
  const length = final(history.weightLength);
  return {
    dataLoss: ofLoss(final(history.dataLoss)),
    validationLoss: ofLoss(final(history.validationLoss)),
    weightLength: length > 0 ? Number.EPSILON / length : 0,
  };
}
