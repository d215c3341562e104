import type { Experiment } from '../../training/experiment.ts';
import { taskOf } from '../../training/tasks/index.ts';
import { baselineWords } from '../baseline-words.ts';
import { figure } from '../figures.ts';
import { noiseWords, theoryBestWd, unitOf } from '../scale.ts';
import { ENOUGH_SEEDS } from '../verdict.ts';
import { seeds } from '../wording.ts';
import { medianBaseline, yardstickOf } from '../yardstick.ts';
import { collapseSentence, divergenceSentence } from './edges.ts';
import { gainSentences } from './gain.ts';
import { bestCell, type Cell, doneCells, type Grid } from './grid.ts';
import { type Cut, isPartial, leadSentences, type SoFar, titleOf, tooFew } from './lead.ts';
import { luckSentence } from './luck.ts';
import { regimeSentences } from './regime.ts';

/** What a map of lr against wd shows, in words; the numbers behind them are in its cells' histories. */
export interface SweepFindings {
  /** Plain text for the chart's title. */
  readonly title: string;
  /** Markdown, paragraphs parted by empty lines. */
  readonly text: string;
  /** Null while no cell has finished. */
  readonly best: Cell | null;
  readonly meanBaseline: number;
  /** Null where theory does not know it. */
  readonly theoryWd: number | null;
}

/** Fewer cells say nothing of a map. */
export const LEAST_CELLS = 2;

const HOLES = 'The map has holes: where its basin runs, and whether a better cell hides in them, cannot be told.';

/** @param shared the settings all cells share. */
export function sweepFindings(grid: Grid, shared: Experiment, cut: Cut = null): SweepFindings {
  const mean = medianBaseline(yardstickOf(shared));
  const cells = doneCells(grid);
  const best = bestCell(cells);
  const soFar = { cells, best, all: grid.lrs.length * grid.wds.length, shared, mean, cut };
  const scale = { best, meanBaseline: mean, theoryWd: theoryBestWd(shared) };
  if (cells.length < LEAST_CELLS) return { ...tooFew(soFar), ...scale };
  const paragraphs = [
    leadSentences(soFar),
    ...(best === null ? [] : shapeOf(grid, best, soFar)),
    [divergenceSentence(grid), collapseSentence(grid, shared, mean)],
    [scaleSentence(shared, mean, scale.theoryWd), best === null ? '' : luckSentence(best, cells)],
  ];
  return { title: titleOf(soFar), text: written(paragraphs), ...scale };
}

/** What the whole map shows; of one with holes, that they are there. */
function shapeOf(grid: Grid, best: Cell, soFar: SoFar): string[][] {
  if (isPartial(soFar)) return [[HOLES]];
  return [gainSentences(grid, soFar.shared, best, soFar.mean), regimeSentences(grid, soFar.shared, soFar.mean)];
}

function scaleSentence(shared: Experiment, mean: number, theoryWd: number | null): string {
  const { noiseFloor } = taskOf(shared);
  const noise = noiseFloor === null ? '' : `; the noise alone is ${noiseWords(noiseFloor)}`;
  const over = shared.seeds === 1 ? 'one seed' : `the median of ${seeds(shared.seeds)}`;
  const few = shared.seeds < ENOUGH_SEEDS ? ', too few to claim anything from' : '';
  return [
    `For scale: ${baselineWords(shared).always} scores ${figure(mean)}${noise}.`,
    unitOf(shared),
    `Each cell is ${over}${few}.`,
    theoryWd === null
      ? ''
      : `Theory’s best wd here, on average over data sets and once converged, is ${figure(theoryWd)}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function written(paragraphs: readonly (readonly string[])[]): string {
  return paragraphs
    .map((paragraph) => paragraph.filter((sentence) => sentence !== '').join(' '))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}
