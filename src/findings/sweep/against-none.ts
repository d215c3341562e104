import { change, figure } from '../figures.ts';
import { agreement } from '../statistics.ts';
import { ENOUGH_SEEDS } from '../verdict.ts';
import { divergedPhrase } from '../wording.ts';
import { bestCell, type Cell, isDiverged, lossOf } from './grid.ts';
import { named } from './named.ts';

/** The best cell held against another, seed by seed. */
export interface Against {
  readonly cell: Cell;
  /** In how many seeds the best cell's loss is lower; one that finished is lower than one that diverged. */
  readonly lower: number;
  /** Whether the seeds that finished both ways agree on a direction. */
  readonly clear: boolean;
  /** `(−28 %, lower in 3 of 3 seeds)` */
  readonly inBrackets: string;
  /** `0.165 at the same lr without decay (−28 %, lower in 3 of 3 seeds)`; a clause of its own where it diverged. */
  readonly words: string;
}

/**
 * How far the best wd beats none: at the same lr, and against the best lr without decay; once where both are the same
 * cell. Where no decay was best itself, the best decay is told instead. Nothing of what is not done.
 */
export function againstNone(best: Cell, cells: readonly Cell[]): Against[] {
  const lr = (cell: Cell) => named(cell.experiment.lr);
  if (best.experiment.wd === 0) {
    const decayed = bestCell(cells.filter(({ experiment }) => experiment.wd > 0));
    if (decayed === null) return [];
    const where = `at the best with decay, lr ${lr(decayed)} and wd ${named(decayed.experiment.wd)}`;
    return [held(best, decayed, where)];
  }
  const without = cells.filter(({ experiment }) => experiment.wd === 0);
  const same = without.find(({ experiment }) => experiment.lr === best.experiment.lr);
  const bestWithout = bestCell(without);
  return [
    ...(same === undefined ? [] : [held(best, same, 'at the same lr without decay')]),
    ...(bestWithout === null || bestWithout === same
      ? []
      : [held(best, bestWithout, `at the best lr without decay, ${lr(bestWithout)}`)]),
  ];
}

function held(best: Cell, cell: Cell, where: string): Against {
  const pairs = cell.histories.map((history, i) => [lossOf(history), lossOf(best.histories[i]!)] as const);
  const lower = pairs.filter(([other, mine]) => mine < other).length;
  const ratios = pairs.map(([other, mine]) => Math.log(mine / other)).filter(Number.isFinite);
  const clear = ratios.length >= ENOUGH_SEEDS && agreement(ratios).clear;
  const inSeeds = `lower in ${lower} of ${pairs.length} ${pairs.length === 1 ? 'seed' : 'seeds'}`;
  const doubt = pairs.length < ENOUGH_SEEDS ? ': may be chance' : clear ? '' : `: ${whyUnclear(lower, pairs.length)}`;
  const inBrackets = `(${change(cell.loss, best.loss)}, ${inSeeds}${doubt})`;
  const words = isDiverged(cell)
    ? `${where}, ${divergedPhrase(cell.histories)}`
    : `${figure(cell.loss)} ${where} ${inBrackets}`;
  return { cell, lower, clear, inBrackets, words };
}

function whyUnclear(lower: number, seeds: number): string {
  return lower === 0 || lower === seeds ? 'too few seeds to be sure' : 'no clear difference';
}

/** `from 0.168 without to 0.115 with wd 0.0034 (−31 %, lower in 3 of 3 seeds)` */
export function againstSentence(decayed: Cell, none: Cell): string {
  const { inBrackets } = held(decayed, none, '');
  return `from ${figure(none.loss)} without to ${figure(decayed.loss)} with wd ${named(decayed.experiment.wd)} ${inBrackets}`;
}

/** `Validation loss is 0.118, against 0.165 … and 0.150 ….` */
export function againstSentences(best: Cell, against: readonly Against[]): string[] {
  const losses = against.filter(({ cell }) => !isDiverged(cell)).map(({ words }) => words);
  const lost = against.filter(({ cell }) => isDiverged(cell)).map(({ words }) => words);
  const compared = losses.length === 0 ? '' : `, against ${losses.join(' and ')}`;
  return [
    `Validation loss is ${figure(best.loss)}${compared}.`,
    ...lost.map((words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`),
  ];
}
