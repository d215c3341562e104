import type { Experiment } from '../../training/experiment.ts';
import { count, figure } from '../figures.ts';
import { ENOUGH_SEEDS } from '../verdict.ts';
import { stepsWord } from '../wording.ts';
import { type Basin, type Drift, directionOf, driftOf, isSettled, productOf } from './basin.ts';
import { bestCell, type Grid } from './grid.ts';
import { named } from './named.ts';

/**
 * What the map shows in this regime. Where runs stop long before they settle, what decay has done by then goes with
 * lr·wd·steps, and the basin is a diagonal; where they have settled, the data's push balances decay's pull whatever the
 * lr, and the basin stands upright. Which it is, is measured.
 */
export function regimeSentences(grid: Grid, shared: Experiment, mean: number): string[] {
  const drift = driftOf(grid, mean);
  return [finishedSentence(grid, shared), drift === null ? noBasins(grid) : basinSentence(drift, shared)];
}

function basinSentence(drift: Drift, shared: Experiment): string {
  const { basins, slope, seedSlopes } = drift;
  const [low, high] = [basins[0]!, basins.at(-1)!];
  const rows = `over the ${basins.length} lrs with a clear basin, ${named(low.lr)} to ${named(high.lr)}`;
  const factor = `ten times the lr goes with ${figure(10 ** slope)} times the wd in its middle`;
  const inSeeds = `in ${seedSlopes.length} of ${shared.seeds} seeds`;
  switch (directionOf(drift, shared.seeds)) {
    case 'stays':
      return `**The best wd stays put as lr changes**: ${rows}, ${factor} (${inSeeds}). ${whyUpright(basins)}`;
    case 'product':
      return (
        `**The best wd moves with lr**, along a line of equal lr·wd, about ${figure(productOf(basins))}: ${rows}, ` +
        `${factor} (${inSeeds}). ${whyDiagonal(basins)}`
      );
    case 'unclear':
      return `Whether the best wd moves with lr is not clear: ${rows}, ${factor}${whyUnclear(drift, shared.seeds)}.`;
  }
}

/** Smaller maps were not made to tell. */
const LARGE = { rows: 4, columns: 5 } as const;

function noBasins({ lrs, wds }: Grid): string {
  if (lrs.length < LARGE.rows || wds.length < LARGE.columns) return '';
  return 'Whether the best wd moves with lr, this map does not tell: too few of its rows have a clear basin.';
}

/** Seeds whose slopes differ by more do not agree. */
const APART = 0.6;

function whyUnclear({ seedSlopes }: Drift, seeds: number): string {
  if (seeds < ENOUGH_SEEDS) return ', and fewer than three seeds cannot tell';
  const spread = Math.max(...seedSlopes) - Math.min(...seedSlopes);
  if (seedSlopes.length < seeds || spread > APART) return ', but single seeds go other ways';
  return ' (once, if lr did not matter; a tenth, if only lr·wd did)';
}

function whyUpright(basins: readonly Basin[]): string {
  const settled = basins.filter((basin) => basin.settled).length;
  if (settled <= basins.length / 2) return '';
  return 'Such runs end where the data’s push balances decay’s pull, and lr scales both alike. In training that stops long before that it is the product lr·wd that counts, and the basin is a diagonal.';
}

function whyDiagonal(basins: readonly Basin[]): string {
  const settled = basins.filter((basin) => basin.settled).length;
  if (settled > basins.length / 2) return '';
  return 'Such runs stop while still learning, so what decay has done by then goes by lr·wd times the steps. Trained to the end, the best wd can stay put.';
}

/** Whether the runs had finished learning, or up to which lr they had not: told by the best cell of each row. */
function finishedSentence({ cells, lrs }: Grid, { steps }: Experiment): string {
  const rows = cells.flatMap((row, index) => {
    const best = bestCell(row.filter((cell) => cell !== null));
    return best === null ? [] : [{ lr: lrs[index]!, isFalling: !isSettled(best) }];
  });
  const falling = rows.filter(({ isFalling }) => isFalling);
  const last = falling.at(-1);
  const within = `after ${count(steps)} ${stepsWord(steps)}`;
  if (last === undefined)
    return `Within ${count(steps)} ${stepsWord(steps)} training loss had all but stopped falling, at the best of every lr.`;
  if (falling.length === rows.length) {
    return `Training loss was still falling ${within}, whatever the lr: this is short training, and a longer one may look different.`;
  }
  if (rows[falling.length - 1] === last) {
    return `With lr ${named(last.lr)} or less, training loss was still falling ${within}.`;
  }
  return `At ${falling.length} of ${rows.length} lrs, training loss was still falling ${within}.`;
}
