import type { Experiment } from '../../training/experiment.ts';
import { mediansOf } from '../arm.ts';
import { count, figure } from '../figures.ts';
import { stepsWord } from '../wording.ts';
import { againstSentence } from './against-none.ts';
import { bestCell, type Cell, type Grid } from './grid.ts';
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

export function gainSentences(grid: Grid, { steps }: Experiment, best: Cell): string[] {
  const rows = rowsOf(grid);
  const most = rows.reduce<Row | null>((least, row) => (least === null || row.ratio < least.ratio ? row : least), null);
  if (most === null || most.ratio >= WORTH) return [];
  const isLead = most.decayed === best;
  return [
    isLead ? '' : `Decay gains most at lr ${named(most.lr)}: ${againstSentence(most.decayed, most.none)}.`,
    steadySentence(grid, rows),
    enoughSentence(rows, steps),
  ];
}

function rowsOf({ lrs, cells }: Grid): Row[] {
  return lrs.flatMap((lr, row) => {
    const [none, ...others] = cells[row]!;
    const decayed = bestCell(others.filter((cell) => cell !== null));
    if (none === null || none === undefined || none.lost > 0 || decayed === null) return [];
    return [{ lr, none, decayed, ratio: decayed.loss / none.loss }];
  });
}

/** The wd whose worst loss over these rows is lowest, if that is much below the worst without decay. */
function steadySentence({ wds, cells, lrs }: Grid, rows: readonly Row[]): string {
  if (rows.length < 3) return '';
  const column = (index: number) =>
    rows.map(({ lr }) => cells[lrs.indexOf(lr)]![index]?.loss ?? Number.POSITIVE_INFINITY);
  const worst = wds.map((_, index) => Math.max(...column(index)));
  const index = worst.indexOf(Math.min(...worst));
  if (index === 0 || worst[index]! >= WORTH ** 2 * worst[0]!) return '';
  const range = (losses: readonly number[]) =>
    [...new Set([Math.min(...losses), Math.max(...losses)].map(figure))].join(' to ');
  return (
    `With wd ${named(wds[index]!)} the lr matters less: over lr ${named(rows[0]!.lr)} to ${named(rows.at(-1)!.lr)} its loss is ` +
    `${range(column(index))}; without decay, ${range(column(0))}.`
  );
}

/** Up to which lr no decay does as well, where larger ones need it: their steps go further towards learning the noise. */
function enoughSentence(rows: readonly Row[], steps: number): string {
  const first = rows.findIndex(({ ratio }) => ratio < WORTH);
  const last = rows[first - 1];
  if (last === undefined || rows.slice(0, first).some(({ ratio }) => ratio < SAME)) return '';
  const training = (row: Row) => mediansOf(row.none.histories).dataLoss;
  const largest = rows.at(-1)!;
  const start = `With lr ${named(last.lr)} or less, no decay is needed`;
  if (training(largest) > 0.6 * training(last)) return `${start}.`;
  return (
    `${start}: ${count(steps)} ${stepsWord(steps)} so small follow the noise less closely (without decay, training loss ends ` +
    `at ${figure(training(last))} there, at ${figure(training(largest))} with lr ${named(largest.lr)}).`
  );
}
