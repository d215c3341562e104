import { type Axis, share } from './axis.ts';
import type { Box } from './label-placement.ts';
import type { Label, Layer, Scales } from './marks.ts';
import { round, thousands } from './numbers.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, SIZE } from './theme.ts';

/** A plot with the room its words take around it. */
export interface Panel {
  readonly plot: Extent;
  readonly margin: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  readonly layers: readonly Layer[];
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** The room a panel is given. */
export interface Frame extends Extent {
  /** Of `height`, what lies above the plot: the same for neighbours, so that their plots start level. */
  readonly above: number;
  /** The least room left of the plot: panels one above another share their left edge. */
  readonly left: number;
}

/** Room above a plot for its title, for title and key, and below it for an axis's numbers. */
export const TITLE_ROOM = 32;
export const KEY_ROOM = 60;
export const NUMBERS_ROOM = 30;

export function panelTitle(text: string, left: number, above: number): Label {
  return { text, x: -left, y: -above + 12, size: SIZE.panel, colour: COLOUR.title, bold: true };
}

/** Between plot units and data. */
export interface Coordinates {
  x(value: number): number;
  y(value: number): number;
  readonly frame: Box;
}

export function coordinates(x: Axis, y: Axis, plot: Extent): Coordinates {
  return {
    x: (value) => share(x, value) * plot.width,
    y: (value) => (1 - share(y, value)) * plot.height,
    frame: { left: 0, top: 0, right: plot.width, bottom: plot.height },
  };
}

export function scales(x: Axis, y: Axis, xNumbers: (tick: number) => string): Scales {
  return { x: encoding('x', x, xNumbers, false), y: encoding('y', y, round, true) };
}

function encoding(field: string, axis: Axis, numbers: (tick: number) => string, grid: boolean): object {
  const words = Object.fromEntries(axis.ticks.map((tick) => [String(tick), numbers(tick)]));
  return {
    field,
    type: 'quantitative',
    scale: { type: axis.type, domain: axis.domain, nice: false, ...(axis.type === 'linear' && { zero: false }) },
    axis: { grid, domain: !grid, values: axis.ticks, labelExpr: `(${JSON.stringify(words)})[datum.value]` },
  };
}

/** How the numbers along the steps are written: the last one says what they count. */
export function stepNumbers(axis: Axis): (tick: number) => string {
  const last = axis.ticks.at(-1);
  return (tick) => (tick === last ? `${thousands(tick)} ${tick === 1 ? 'step' : 'steps'}` : thousands(tick));
}

/** Whether the numbers below a plot of this width stand clear of each other. */
export function numbersFit(
  axis: Axis,
  numbers: (tick: number) => string,
  width: number,
  measure: MeasureText,
): boolean {
  let free = Number.NEGATIVE_INFINITY;
  for (const tick of axis.ticks) {
    const half = measure(numbers(tick), SIZE.axis) / 2;
    const middle = share(axis, tick) * width;
    if (middle - half < free) return false;
    free = middle + half + 10;
  }
  return true;
}
