import type { Extent } from './panel.ts';

/** Where the cells of a map lie, in plot units: columns by wd to the right, rows by lr upwards. */
export interface Geometry {
  readonly plot: Extent;
  readonly cell: Extent;
  /** The left edge of a column, the top edge of a row. */
  left(column: number): number;
  top(row: number): number;
  /** How many columns are no decay, set apart at the left: one or none. */
  readonly apart: number;
  /** Where an lr or a wd lies between the cells, going by logarithms; null beyond them, or where there is no spacing. */
  y(lr: number): number | null;
  x(wd: number): number | null;
  /** The wd at a place right of the column of no decay, and the lr at a height. */
  wdAt(x: number): number;
  lrAt(y: number): number;
}

/** Between no decay and the first wd: a log scale never gets to 0. */
const APART = 12;

export function geometryOf(lrs: readonly number[], wds: readonly number[], plot: Extent): Geometry {
  const apart = wds[0] === 0 ? 1 : 0;
  const gap = apart === 1 && wds.length > 1 ? APART : 0;
  const cell = { width: (plot.width - gap) / wds.length, height: plot.height / lrs.length };
  const rows = logSteps(lrs);
  const columns = logSteps(wds.slice(apart));
  const start = apart * cell.width + gap;
  return {
    plot,
    cell,
    apart,
    left: (column) => column * cell.width + (column >= apart ? gap : 0),
    top: (row) => plot.height - (row + 1) * cell.height,
    y: (lr) => mapped(rows?.indexOf(lr), (index) => plot.height - (index + 0.5) * cell.height),
    x: (wd) => mapped(columns?.indexOf(wd), (index) => start + (index + 0.5) * cell.width),
    wdAt: (x) => columns?.at((x - start) / cell.width - 0.5) ?? Number.NaN,
    lrAt: (y) => rows?.at((plot.height - y) / cell.height - 0.5) ?? Number.NaN,
  };
}

function mapped(index: number | null | undefined, to: (index: number) => number): number | null {
  return index === null || index === undefined ? null : to(index);
}

interface LogSteps {
  /** The index, with its fraction, of a value; null more than half a cell beyond the ends. */
  indexOf(value: number): number | null;
  at(index: number): number;
}

/** Straight in the logarithm between neighbours, and half a cell on beyond the ends. Null for fewer than two. */
function logSteps(values: readonly number[]): LogSteps | null {
  const logs = values.map(Math.log);
  const last = logs.length - 1;
  if (last < 1) return null;
  const segment = (index: number) => Math.min(last - 1, Math.max(0, Math.floor(index)));
  return {
    indexOf(value) {
      const log = Math.log(value);
      const after = logs.findIndex((each) => each > log);
      const i = segment((after === -1 ? last : after) - 1);
      const index = i + (log - logs[i]!) / (logs[i + 1]! - logs[i]!);
      return index >= -0.5 - 1e-9 && index <= last + 0.5 + 1e-9 ? index : null;
    },
    at(index) {
      const i = segment(index);
      return Math.exp(logs[i]! + (index - i) * (logs[i + 1]! - logs[i]!));
    },
  };
}
