import type { History } from '../training/history.ts';
import { type Axis, linearAxis } from './axis.ts';
import { numbersFit, stepNumbers } from './panel.ts';
import type { ChartArm } from './spec.ts';
import type { MeasureText } from './text-widths.ts';

/** How far the runs went: to their last step, or, if every one diverged, to a little after the last that did. */
export function lastStep(arms: readonly ChartArm[]): number {
  const histories = arms.flatMap((arm) => arm.histories);
  const ended = Math.max(1, ...histories.map(reached));
  return histories.every((history) => history.divergedAt !== null) ? Math.ceil(ended * 1.3) : ended;
}

function reached(history: History): number {
  return Math.max(history.steps.at(-1) ?? 0, history.divergedAt ?? 0);
}

/** As many numbers along the steps as stand clear of each other, at most four intervals; the last step among them. */
export function stepsAxis(last: number, width: number, measure: MeasureText): Axis {
  for (let count = 4; count > 0; count--) {
    const axis = linearAxis(0, last, Math.min(count, last));
    if (axis.ticks.at(-1) === last && numbersFit(axis, stepNumbers(axis), width, measure)) return axis;
  }
  // Of 1,234 steps no round number is the last.
  return { type: 'linear', domain: [0, last], ticks: [0, last] };
}
