import { type Course, divergedStep } from '../training/history.ts';
import { type Axis, linearAxis, within } from './axis.ts';
import { type Band, medianRun } from './median-run.ts';
import { numbersFit, stepNumbers } from './panel.ts';
import type { ChartArm } from './spec.ts';
import type { MeasureText } from './text-widths.ts';

/** How far the runs went: to their last step, or, if every arm diverged, some way past the last run that did. */
export function lastStep(arms: readonly ChartArm[]): number {
  const histories = arms.flatMap((arm) => arm.histories);
  if (arms.every((arm) => medianRun(arm.histories, 'validationLoss').diverged)) {
    const pastTheLast = roundUp(3 * Math.max(1, ...histories.map((history) => divergedStep(history) ?? 0)));
    return Math.min(pastTheLast, roundUp(Math.max(...histories.map(({ experiment }) => experiment.steps))));
  }
  return Math.max(1, ...histories.map(reached));
}

/** To the next of 1, 2, 3, 4, 5, 6, 8 × 10ᵏ: numbers that have round numbers between them and zero. */
function roundUp(steps: number): number {
  const power = 10 ** Math.floor(Math.log10(steps));
  return Math.ceil(([1, 2, 3, 4, 5, 6, 8].find((m) => m * power >= steps) ?? 10) * power);
}

/** A band within a plot that ends at `last` and at the ends of its upright axis. */
export function bandWithin({ steps, low, high }: Band, last: number, y: Axis): Band {
  const count = steps.findLastIndex((step) => step <= last) + 1;
  const kept = (edge: readonly number[]) => edge.slice(0, count).map((value) => within(y, value));
  return { steps: steps.slice(0, count), low: kept(low), high: kept(high) };
}

function reached(history: Course): number {
  return Math.max(history.steps.at(-1) ?? 0, history.divergedAt ?? 0);
}

/** As many numbers along the steps as stand clear of each other, at most four intervals; the last step among them. */
export function stepsAxis(last: number, width: number, measure: MeasureText): Axis {
  for (let count = 4; count > 0; count--) {
    const axis = linearAxis(0, last, Math.min(count, last));
    if (axis.ticks.at(-1) === last && numbersFit(axis, stepNumbers(axis), width, measure)) return axis;
  }
  // Of 1,234 steps no round number is the last; and of a long one in a narrow plot there is room for that alone.
  const ends: Axis = { type: 'linear', domain: [0, last], ticks: [0, last] };
  return numbersFit(ends, stepNumbers(ends), width, measure) ? ends : { ...ends, ticks: [last] };
}
