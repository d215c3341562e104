import type { Arm } from '../findings/arm.ts';
import type { Experiment } from '../training/experiment.ts';
import { final, type History } from '../training/history.ts';
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
export function sensitivities({ experiment, histories }: Arm, moved: Arm): Sensitivity[] {
  return histories.map((history, index) => {
    const other = moved.histories[index]!;
    const both = (name: (typeof LAST)[number]) => difference(history, other, name);
    return {
      dataLoss: Math.max(both('dataLoss'), roundingOf(experiment, history)),
      validationLoss: both('validationLoss'),
      weightLength: both('weightLength'),
    };
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

/**
 * Predictions of order one are rounded to about ε, and so is their error. Of a mean square L, errors are about √L: it
 * is known to 2ε/√L only, which is little where next to nothing of it is left.
 */
function roundingOf(experiment: Experiment, { divergedAt, dataLoss }: History): number {
  if (divergedAt !== null || taskOf(experiment).loss.kind !== 'squared') return 0;
  return (2 * Number.EPSILON) / Math.sqrt(final(dataLoss));
}
