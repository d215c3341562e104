import { type Course, divergedStep, final, hasDiverged } from '../training/history.ts';

export type Series = 'dataLoss' | 'validationLoss' | 'weightLength';

/** The line that stands for an arm. */
export interface MedianRun {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Whether the middle run diverged: then the line ends early. */
  readonly diverged: boolean;
}

export interface Band {
  readonly steps: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * The run that ends in the middle: runs ranked by their own final value, the middle one of an odd count, the mean of
 * the two middle ones of an even count. It ends exactly at the median of the final values; the median taken step by
 * step would too, but jumps from run to run on its way, and its kinks look like something training did.
 * Diverged runs rank last, those that held out longest first.
 */
export function medianRun(histories: readonly Course[], series: Series): MedianRun {
  const ranked = histories.toSorted((a, b) => compareFinals(a, b, series));
  const upper = ranked[ranked.length >> 1];
  const lower = ranked[(ranked.length - 1) >> 1];
  if (!upper || !lower) return { steps: [], values: [], diverged: false };
  const diverged = hasDiverged(upper);
  if (upper === lower) return { steps: upper.steps, values: upper[series], diverged };
  const both = commonLength(lower.steps, upper.steps);
  return {
    steps: upper.steps.slice(0, both),
    // Halved before they are added: the sum of two losses of 1e308 is no number.
    values: upper[series].slice(0, both).map((value, i) => value / 2 + lower[series][i]! / 2),
    diverged,
  };
}

/** From the lowest to the highest of the runs still going, at each recorded step. */
export function band(histories: readonly Course[], series: Series): Band {
  const range = new Map<number, { low: number; high: number }>();
  for (const history of histories) {
    for (const [i, step] of history.steps.entries()) {
      const value = history[series][i];
      if (value === undefined) continue;
      const known = range.get(step);
      if (!known) range.set(step, { low: value, high: value });
      else {
        known.low = Math.min(known.low, value);
        known.high = Math.max(known.high, value);
      }
    }
  }
  const steps = [...range.keys()].sort((a, b) => a - b);
  return {
    steps,
    low: steps.map((step) => range.get(step)!.low),
    high: steps.map((step) => range.get(step)!.high),
  };
}

function compareFinals(a: Course, b: Course, series: Series): number {
  if (hasDiverged(a) || hasDiverged(b)) {
    return (divergedStep(b) ?? Number.MAX_VALUE) - (divergedStep(a) ?? Number.MAX_VALUE);
  }
  return final(a[series]) - final(b[series]);
}

/** How many records two runs share from their start: a diverged one ends early. */
function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
