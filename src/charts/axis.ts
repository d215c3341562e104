import { round } from './numbers.ts';
import type { MeasureText } from './text-widths.ts';
import { SIZE } from './theme.ts';

/** A range of values and the numbers written along it. */
export interface Axis {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** Where a value falls, as a share of the axis from 0 to 1; outside of them where it is outside of the domain. */
export function share(axis: Axis, value: number): number {
  const f = axis.type === 'log' ? Math.log10 : (v: number) => v;
  const [low, high] = axis.domain;
  return (f(value) - f(low)) / (f(high) - f(low));
}

/** The nearest value within the axis. */
export function within(axis: Axis, value: number): number {
  return Math.min(axis.domain[1], Math.max(axis.domain[0], value));
}

/** Room the numbers of an upright axis take at its left. */
export function axisWidth(axis: Axis, measure: MeasureText): number {
  return Math.ceil(Math.max(0, ...axis.ticks.map((tick) => measure(round(tick), SIZE.axis)))) + 8;
}

/** A linear axis over a range, ends included, with about `count` numbers, two at the least, at steps of 1, 2 or 5. */
export function linearAxis(low: number, high: number, count: number): Axis {
  const step = niceStep((high - low) / Math.max(1, count));
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k <= high / step + 1e-9; k++)
    ticks.push(Number((k * step).toPrecision(12)));
  if (ticks.length < 2 && count < 16) return linearAxis(low, high, count * 2);
  return { type: 'linear', domain: [low, high], ticks };
}

/** The smallest of 1, 2, 5 × 10ᵏ that is no less than a rough step. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((m) => m * power >= rough * 0.999) ?? 10) * power;
}

/**
 * A log axis over a range. Readers find 0.02, 0.05, 0.1, 0.2 where they look for them: 1, 2 and 5 of each power of ten,
 * or every so manieth power when the range holds too many.
 */
export function logAxis(low: number, high: number, most: number): Axis {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const inside = (values: number[]) => values.filter((v) => v >= low * 0.9999 && v <= high * 1.0001);
  const times = (factors: number[]) => inside(powers.flatMap((k) => factors.map((m) => Number(`${m}e${k}`))));
  const every = (n: number) => inside(powers.filter((k) => k % n === 0).map((k) => Number(`1e${k}`)));

  for (const factors of [
    [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 5],
  ]) {
    const ticks = times(factors);
    const roomy = factors.length === 3 || times([1, 2, 5]).length < 3;
    if (roomy && ticks.length <= most) return { type: 'log', domain: [low, high], ticks };
  }
  // At most 617 powers of ten lie within a double's range.
  const n = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((n) => every(n).length <= most) ?? 1000;
  return { type: 'log', domain: [low, high], ticks: every(n) };
}
