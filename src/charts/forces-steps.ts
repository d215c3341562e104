import { type Axis, logAxis } from './axis.ts';
import { numbersFit, stepNumbers } from './panel.ts';
import { stepsAxis } from './steps-axis.ts';
import type { MeasureText } from './text-widths.ts';

/** Shorter runs have no orders of magnitude to show. */
const SHORT = 50;

/**
 * Steps on a log scale from the first on: the forces meet early, and a linear scale would leave that to its first
 * tenth. Of a short run, a linear one.
 */
export function forcesStepsAxis(last: number, width: number, measure: MeasureText): Axis {
  if (last < SHORT) return stepsAxis(last, width, measure);
  const powers = logAxis(1, last, Math.floor(Math.log10(last)) + 1).ticks.filter((tick) =>
    Number.isInteger(Math.log10(tick)),
  );
  for (let kept = powers; ; kept = kept.slice(0, -1)) {
    const axis: Axis = { type: 'log', domain: [1, last], ticks: [...kept.filter((tick) => tick !== last), last] };
    if (kept.length === 0 || numbersFit(axis, stepNumbers(axis), width, measure)) return axis;
  }
}

/** The part of a way that such an axis can show: none has a place for step 0. */
export function shownSteps<Way extends { readonly x: readonly number[]; readonly y: readonly number[] }>(
  way: Way,
  { domain: [first] }: Axis,
): Way {
  const from = way.x.findIndex((step) => step >= first);
  return { ...way, x: way.x.slice(from), y: way.y.slice(from) };
}
