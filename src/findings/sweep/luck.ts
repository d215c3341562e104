import { count, figure } from '../figures.ts';
import { median } from '../statistics.ts';
import { ENOUGH_SEEDS } from '../verdict.ts';
import { type Cell, lossOf } from './grid.ts';

/** The best of many is partly the luckiest: how much so, from the runs themselves. */

/** Cells within this share of the best could have come out best as well. */
const NEAR = 1.05;
/** Of fewer there is little to be lucky among. */
const MANY = 10;

export function luckSentence(best: Cell, cells: readonly Cell[]): string {
  if (cells.length < MANY) return '';
  const near = cells.filter((cell) => cell !== best && cell.loss <= NEAR * best.loss).length;
  const others =
    near === 0 ? 'none of the others comes' : `${count(near)} ${near === 1 ? 'other comes' : 'others come'}`;
  const unseen = leftOut(cells);
  const honest =
    unseen === null || !Number.isFinite(unseen)
      ? ''
      : `; chosen by all seeds but one and tried on that one, a best cell scores ${figure(unseen)}`;
  return `The best of ${count(cells.length)} cells may be partly luck: ${others} within 5\u00a0%${honest}.`;
}

/** Each seed's loss in the cell that the other seeds would choose: what the choice is worth on a seed it has not seen. */
export function leftOut(cells: readonly Cell[]): number | null {
  const losses = cells.map(({ histories }) => histories.map(lossOf));
  const seeds = losses[0]?.length ?? 0;
  if (seeds < ENOUGH_SEEDS) return null;
  const unseen = Array.from({ length: seeds }, (_, seed) => {
    const byOthers = losses.map((each) => median(each.filter((_, other) => other !== seed)));
    return losses[byOthers.indexOf(Math.min(...byOthers))]![seed]!;
  });
  return median(unseen);
}
