import type { Experiment } from '../../training/experiment.ts';
import { taskOf } from '../../training/tasks/index.ts';
import { mediansOf } from '../arm.ts';
import { count, figure } from '../figures.ts';
import { ENOUGH_SEEDS } from '../verdict.ts';
import { stepsWord } from '../wording.ts';
import { againstSentence } from './against-none.ts';
import { LEARNT } from './basin.ts';
import { bestCell, type Cell, type Grid, lossOf } from './grid.ts';
import { named } from './named.ts';

/** Where on the map decay gains, and where none is needed. Only rows count whose runs without decay all finished. */

interface Row {
  readonly lr: number;
  readonly none: Cell;
  /** The best with decay. */
  readonly decayed: Cell;
  /** Its loss as a share of that without. */
  readonly ratio: number;
}

/** A loss this much lower is worth a learner's attention; one this near is not. */
const WORTH = 0.95;
const SAME = 0.98;

/** @param mean what predicting the mean scores: of a map that learnt no more, nothing is said. */
export function gainSentences(grid: Grid, shared: Experiment, best: Cell, mean: number): string[] {
  const rows = rowsOf(grid);
  const most = rows
    .filter(isLowerInMost)
    .reduce<Row | null>((least, row) => (least === null || row.ratio < least.ratio ? row : least), null);
  if (most === null || most.ratio >= WORTH || best.loss >= LEARNT * mean) return [];
  const isLead = most.decayed === best;
  const few = shared.seeds < ENOUGH_SEEDS;
  return [
    isLead ? '' : `Decay gains most at lr ${named(most.lr)}: ${againstSentence(most.decayed, most.none)}.`,
    few ? '' : steadySentence(grid, rows),
    few ? '' : enoughSentence(rows, shared, mean),
  ];
}

/** In four seeds of five: a median that fell in fewer may be chance. */
function isLowerInMost({ none, decayed }: Row): boolean {
  const lower = none.histories.filter((history, seed) => lossOf(decayed.histories[seed]!) < lossOf(history)).length;
  return lower >= 0.8 * none.histories.length;
}

function rowsOf({ lrs, cells }: Grid): Row[] {
  return lrs.flatMap((lr, row) => {
    const [none, ...others] = cells[row]!;
    const decayed = bestCell(others.filter((cell) => cell !== null));
    if (none === null || none === undefined || none.lost > 0 || decayed === null) return [];
    return [{ lr, none, decayed, ratio: decayed.loss / none.loss }];
  });
}

/** The wd whose worst loss over these rows is lowest, if that is much below the worst without decay and varies less. */
function steadySentence({ wds, cells, lrs }: Grid, rows: readonly Row[]): string {
  if (rows.length < 3) return '';
  const column = (index: number) =>
    rows.map(({ lr }) => cells[lrs.indexOf(lr)]![index]?.loss ?? Number.POSITIVE_INFINITY);
  const worst = wds.map((_, index) => Math.max(...column(index)));
  const index = worst.indexOf(Math.min(...worst));
  if (index === 0 || worst[index]! >= WORTH ** 2 * worst[0]!) return '';
  const spread = (losses: readonly number[]) => Math.max(...losses) / Math.min(...losses);
  if (spread(column(index)) >= WORTH * spread(column(0))) return '';
  const range = (losses: readonly number[]) =>
    [...new Set([Math.min(...losses), Math.max(...losses)].map(figure))].join(' to ');
  return (
    `With wd ${named(wds[index]!)} the lr matters less: over lr ${named(rows[0]!.lr)} to ${named(rows.at(-1)!.lr)} its loss is ` +
    `${range(column(index))}; without decay, ${range(column(0))}.`
  );
}

/** Up to which lr no decay does as well, where larger ones need it: their steps go further towards learning the noise. */
function enoughSentence(rows: readonly Row[], shared: Experiment, mean: number): string {
  const { steps } = shared;
  const first = rows.findIndex(({ ratio }) => ratio < WORTH);
  const last = rows[first - 1];
  if (last === undefined || rows.slice(0, first).some(({ ratio }) => ratio < SAME)) return '';
  // Where nothing is learnt yet, nothing is there for decay to mend.
  if (last.none.loss >= LEARNT * mean) return '';
  const training = (row: Row) => mediansOf(row.none.histories).dataLoss;
  const largest = rows.at(-1)!;
  const start = `With lr ${named(last.lr)} or less, no decay is needed`;
  // Far below the noise, the one follows it as closely as the other.
  const noise = taskOf(shared).noiseFloor ?? mean / 10;
  if (training(largest) > 0.6 * training(last) || training(last) < noise / 2) return `${start}.`;
  return (
    `${start}: ${count(steps)} ${stepsWord(steps)} so small follow the noise less closely (without decay, training loss ends ` +
    `at ${figure(training(last))} there, at ${figure(training(largest))} with lr ${named(largest.lr)}).`
  );
}
