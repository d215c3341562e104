import type { Experiment } from '../../training/experiment.ts';
import { taskOf } from '../../training/tasks/index.ts';
import { theoryBestWd } from '../explain.ts';
import { count, figure, setting } from '../figures.ts';
import { ENOUGH_SEEDS } from '../verdict.ts';
import { seeds as seedsPhrase } from '../wording.ts';
import { medianBaseline, yardstickOf } from '../yardstick.ts';
import { type AgainstNone, againstNone } from './against-none.ts';
import { LEARNT } from './basin.ts';
import { collapseSentence, divergenceSentence } from './edges.ts';
import { bestCell, type Cell, doneCells, type Grid } from './grid.ts';
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

/** How the map came to its end, if that was before it was full. */
export type Cut = 'stopped' | 'late' | null;

/** Fewer cells say nothing of a map. */
const LEAST_CELLS = 2;

/** @param shared the settings all cells share. */
export function sweepFindings(grid: Grid, shared: Experiment, cut: Cut = null): SweepFindings {
  const yardstick = yardstickOf(shared);
  const mean = medianBaseline(yardstick);
  const cells = doneCells(grid);
  const best = bestCell(cells);
  const scale = { best, meanBaseline: mean, theoryWd: theoryBestWd(shared) };
  const all = grid.lrs.length * grid.wds.length;
  const part = cells.length < all ? `${count(cells.length)} of ${count(all)} cells` : null;
  if (cells.length < LEAST_CELLS) return { ...tooFew(cells.length, all, cut), ...scale };
  const against = best === null ? [] : againstNone(best, cells, yardstick);
  const paragraphs = [
    [...lead(best, against, mean, part, cut)],
    part === null
      ? regimeSentences(grid, shared, mean)
      : ['The map has holes: where its basin runs, and whether a better cell hides in them, cannot be told.'],
    [divergenceSentence(cells), collapseSentence(grid, mean)],
    [scaleSentence(shared, mean, scale.theoryWd), best === null ? '' : luckSentence(best, cells)],
  ];
  return { title: titleOf(best, against, part), text: written(paragraphs), ...scale };
}

function tooFew(done: number, all: number, cut: Cut) {
  const how = cut === 'late' ? 'Time ran out' : 'Stopped';
  const there = done === 0 ? 'before the first cell was done' : `with one of ${count(all)} cells done`;
  return {
    title: `${how} ${there}`,
    text: `**${how} ${there}**: too early to say anything. Start it again and let it run a little longer, or ask for a smaller map, such as lrs:0.01..1 x5 wds:0.001..0.1 x5.`,
  };
}

function titleOf(best: Cell | null, against: readonly AgainstNone[], part: string | null): string {
  if (best === null) return part === null ? 'Every cell diverged' : `Every cell so far diverged (${part})`;
  const { lr, wd } = best.experiment;
  const none = against.at(-1);
  const compared = none === undefined || none.loss === null ? '' : `, without decay at best ${figure(none.loss)}`;
  const which = part === null ? 'Best' : `Best of ${part}`;
  return `${which}: lr ${setting(lr)}, ${wd === 0 ? 'no decay' : `wd ${setting(wd)}`}: validation loss ${figure(best.loss)}${wd === 0 ? '' : compared}`;
}

function lead(
  best: Cell | null,
  against: readonly AgainstNone[],
  mean: number,
  part: string | null,
  cut: Cut,
): string[] {
  const how = cut === 'late' ? 'time ran out at' : cut === 'stopped' ? 'stopped at' : '';
  const so = part === null ? '' : ` (${[how, part].filter(Boolean).join(' ')})`;
  if (best === null) {
    return [
      `**Every cell diverged**${so}: the loss grew beyond all bounds in half the seeds or more. Try smaller lrs, such as lrs:0.001..0.1.`,
    ];
  }
  const { lr, wd } = best.experiment;
  const which = wd === 0 ? `lr ${setting(lr)} without decay` : `lr ${setting(lr)} with wd ${setting(wd)}`;
  const soFar = part === null ? 'Best of the map' : 'Best so far';
  if (best.loss >= LEARNT * mean) {
    return [
      `**Nothing on this map learnt more than the mean**${so}: the best, ${which}, ends at validation loss ${figure(best.loss)}; always predicting the mean scores ${figure(mean)}.`,
    ];
  }
  return [
    `**${soFar}: ${which}**${so}, validation loss ${figure(best.loss)}${against.length === 0 ? '.' : ''}`,
    ...against.map(({ words }) => words),
  ];
}

function scaleSentence(shared: Experiment, mean: number, theoryWd: number | null): string {
  const { noiseFloor } = taskOf(shared);
  const noise = noiseFloor === null ? '' : `; the noise alone is ${setting(noiseFloor)}`;
  const over = shared.seeds === 1 ? 'one seed' : `the median of ${seedsPhrase(shared.seeds)}`;
  const few = shared.seeds < ENOUGH_SEEDS ? ', too few to claim anything from' : '';
  const theory =
    theoryWd === null
      ? ''
      : ` Theory’s best wd here, on average over data sets and once converged, is ${figure(theoryWd)}.`;
  return `For scale: always predicting the mean scores ${figure(mean)}${noise}. Each cell is ${over}${few}.${theory}`;
}

function written(paragraphs: readonly (readonly string[])[]): string {
  return paragraphs
    .map((paragraph) => paragraph.filter((sentence) => sentence !== '').join(' '))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}
