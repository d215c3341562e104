import { change, figure, setting } from '../figures.ts';
import { type Comparison, compare, ENOUGH_SEEDS } from '../verdict.ts';
import { divergedPhrase } from '../wording.ts';
import type { Yardstick } from '../yardstick.ts';
import { bestCell, type Cell, isDiverged } from './grid.ts';

/** The best cell held against one without decay, seed by seed. */
export interface AgainstNone {
  readonly cell: Cell;
  /** Of the seeds that finished both ways; null where they are none. */
  readonly comparison: Comparison | null;
  /** Median validation loss without decay; null where it diverged. */
  readonly loss: number | null;
  /** A sentence. */
  readonly words: string;
}

/**
 * How far the best wd beats none: at the same lr, and against the best lr without decay, one after the other; once where
 * both are the same cell. Where no decay was best itself, the best decay is told instead. Nothing where neither is done.
 */
export function againstNone(best: Cell, cells: readonly Cell[], yardstick: Yardstick): AgainstNone[] {
  if (best.experiment.wd === 0) return bestDecay(best, cells, yardstick);
  const without = cells.filter(({ experiment }) => experiment.wd === 0);
  const same = without.find(({ experiment }) => experiment.lr === best.experiment.lr);
  const best0 = bestCell(without);
  const told: AgainstNone[] = [];
  if (same !== undefined) {
    const both = same === best0 ? 'Without decay this lr is the best as well, and' : 'The same lr without decay';
    told.push(held(best, same, both, yardstick));
  }
  if (best0 !== null && best0 !== same) {
    told.push(held(best, best0, `The best lr without decay, ${setting(best0.experiment.lr)},`, yardstick));
  }
  return told;
}

function bestDecay(best: Cell, cells: readonly Cell[], yardstick: Yardstick): AgainstNone[] {
  const decayed = bestCell(cells.filter(({ experiment }) => experiment.wd > 0));
  if (decayed === null) return [];
  const { lr, wd } = decayed.experiment;
  return [
    held(
      best,
      decayed,
      `No decay came out best: the best cell with decay, lr ${setting(lr)} and wd ${setting(wd)},`,
      yardstick,
    ),
  ];
}

function held(best: Cell, cell: Cell, subject: string, yardstick: Yardstick): AgainstNone {
  if (isDiverged(cell)) {
    return { cell, comparison: null, loss: null, words: `${subject} diverged: ${divergedPhrase(cell.histories)}.` };
  }
  const comparison = compare(cell, best, yardstick);
  const { without, with: with_ } = comparison.end;
  const words = `${subject} ended at ${figure(cell.loss)}: ${verdictOf(comparison, change(without.validationLoss, with_.validationLoss))}.`;
  return { cell, comparison, loss: cell.loss, words };
}

/** The best cell's loss against the other's: `the best cell's is −31 %, lower in 3 of 3 seeds`. */
function verdictOf({ agreement, pairs, logRatios }: Comparison, changed: string): string {
  const lower = logRatios.filter((ratio) => ratio < 0).length;
  const inSeeds = `lower in ${lower} of ${pairs.length} ${pairs.length === 1 ? 'seed' : 'seeds'}`;
  if (pairs.length < ENOUGH_SEEDS) return `against that the best is ${changed}, ${inSeeds}, which may be chance`;
  return `against that the best is ${changed}, ${inSeeds}${agreement.clear ? '' : ', no clear difference'}`;
}
