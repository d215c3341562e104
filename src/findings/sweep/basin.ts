import { median } from '../statistics.ts';
import { ENOUGH_SEEDS, isStillLearning } from '../verdict.ts';
import { type Cell, type Grid, lossOf } from './grid.ts';

/**
 * Where the best wd of each lr lies, and whether it moves with lr. In a row, the basin is the run of cells around the
 * lowest within a tenth of it. It is clear where no seed diverged in it or beside it, where the loss rises on both sides before the row of decays ends, and where
 * more was learnt than the mean. Its place is the mean of ln wd over it, the deeper cells counting more.
 */
export interface Basin {
  readonly lr: number;
  readonly wd: number;
  /** Whether most of the runs at its bottom had stopped improving on their training data. */
  readonly settled: boolean;
}

const RIM = Math.log(1.1);
/** A network within this share of predict-the-mean has learnt nothing worth the name. */
export const LEARNT = 0.95;

/** @param losses of the grid's cells, [row][column], infinite where diverged or not done. */
function basinsOf({ lrs, wds, cells }: Grid, losses: readonly (readonly number[])[], mean: number): Basin[] {
  return lrs.flatMap((lr, row) => {
    const line = losses[row]!;
    // The first column is no decay: it has no place on a log axis, but the loss may rise towards it.
    const lowest = Math.min(...line);
    const bottom = line.indexOf(lowest);
    if (bottom === 0 || !(lowest < LEARNT * mean)) return [];
    const inside = (column: number) => Math.log(line[column]! / lowest) < RIM;
    let [first, last] = [bottom, bottom];
    while (first > 0 && inside(first - 1)) first--;
    while (last < wds.length - 1 && inside(last + 1)) last++;
    if (first === 0 || last === wds.length - 1) return [];
    // Nor is a rim made by divergence a rim of the loss.
    if (cells[row]!.slice(first - 1, last + 2).some((cell) => cell === null || cell.lost > 0)) return [];
    let [sum, weights] = [0, 0];
    for (let column = first; column <= last; column++) {
      const weight = RIM - Math.log(line[column]! / lowest);
      sum += weight * Math.log(wds[column]!);
      weights += weight;
    }
    return [{ lr, wd: Math.exp(sum / weights), settled: isSettled(cells[row]![bottom]!) }];
  });
}

export function isSettled({ histories }: Cell): boolean {
  return histories.filter(isStillLearning).length <= histories.length / 2;
}

/** How the best wd moves with lr. */
export interface Drift {
  readonly basins: readonly Basin[];
  /** The slope of ln(best wd) against ln(lr): −1 where only lr·wd matters, 0 where lr does not. */
  readonly slope: number;
  /** The same of each seed's own map; of those whose basins are clear. */
  readonly seedSlopes: readonly number[];
}

/** Fewer rows, or rows closer together, show no direction. */
const LEAST_ROWS = 3;
const LEAST_SPAN = 3;

/** Null where the map has too few clear basins to tell. */
export function driftOf(grid: Grid, mean: number): Drift | null {
  const medians = grid.cells.map((row) => row.map((cell) => cell?.loss ?? Number.POSITIVE_INFINITY));
  const basins = basinsOf(grid, medians, mean);
  const slope = slopeOf(basins);
  if (slope === null) return null;
  const seeds = Math.max(...grid.cells.flat().map((cell) => cell?.histories.length ?? 0));
  const seedSlopes = Array.from({ length: seeds }, (_, seed) => {
    const losses = grid.cells.map((row) =>
      row.map((cell) => (cell === null ? Number.POSITIVE_INFINITY : lossOf(cell.histories[seed]!))),
    );
    return slopeOf(basinsOf(grid, losses, mean));
  });
  return { basins, slope, seedSlopes: seedSlopes.filter((each) => each !== null) };
}

/** Least squares. Null for too few. */
function slopeOf(basins: readonly Basin[]): number | null {
  const [low, high] = [basins[0]?.lr ?? 1, basins.at(-1)?.lr ?? 1];
  if (basins.length < LEAST_ROWS || high / low < LEAST_SPAN) return null;
  const xs = basins.map(({ lr }) => Math.log(lr));
  const ys = basins.map(({ wd }) => Math.log(wd));
  const [x, y] = [meanOf(xs), meanOf(ys)];
  const covariance = xs.reduce((sum, value, i) => sum + (value - x) * (ys[i]! - y), 0);
  return covariance / xs.reduce((sum, value) => sum + (value - x) ** 2, 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * - product: along a line of equal lr·wd, in the median and in every seed.
 * - stays: hardly moved by lr, in the median and in every seed.
 * - unclear: neither, or not in every seed; fewer than three seeds never tell.
 */
export type Direction = 'product' | 'stays' | 'unclear';

export function directionOf({ slope, seedSlopes }: Drift, seeds: number): Direction {
  if (seeds < ENOUGH_SEEDS || seedSlopes.length < seeds) return 'unclear';
  const all = (holds: (slope: number) => boolean) => seedSlopes.every(holds);
  if (slope > -1.4 && slope < -0.6 && all((each) => each < -0.5)) return 'product';
  if (Math.abs(slope) < 0.2 && all((each) => Math.abs(each) < 0.35)) return 'stays';
  return 'unclear';
}

/** The typical product lr·wd of the basins. */
export function productOf(basins: readonly Basin[]): number {
  return median(basins.map(({ lr, wd }) => lr * wd));
}
