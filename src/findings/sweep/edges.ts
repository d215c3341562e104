import type { Experiment } from '../../training/experiment.ts';
import { baselineWords } from '../baseline-words.ts';
import { count, figure } from '../figures.ts';
import { LEARNT } from './basin.ts';
import { type Cell, doneCells, type Grid, isDiverged } from './grid.ts';
import { named } from './named.ts';

/** Where the map ends: in divergence towards large lr, in collapse towards large wd. */

/** How many cells diverged, from which lr on, and whether decay had a hand in it. */
export function divergenceSentence(grid: Grid): string {
  const cells = doneCells(grid);
  const lost = cells.filter(isDiverged);
  const partly = cells.filter((cell) => cell.lost > 0 && !isDiverged(cell)).length;
  if (lost.length === cells.length) return '';
  if (lost.length === 0) {
    return partly === 0 ? 'No cell diverged.' : `${cellCount(partly)} lost some of their seeds to divergence.`;
  }
  const first = lowestLr(lost);
  // Of a row with holes it is not known that all of it diverged.
  const isLost = (row: Grid['cells'][number]) => row.every((cell) => cell !== null && isDiverged(cell));
  const highest = Math.max(...grid.lrs.filter((_, row) => !isLost(grid.cells[row]!)));
  const beyond = lost.filter(({ experiment }) => experiment.lr > highest);
  const without = cells.filter(({ experiment }) => experiment.wd === 0);
  const lostWithout = without.filter(isDiverged);
  const isTold = lostWithout.length > 0 && [first, lowestLr(beyond)].includes(lowestLr(lostWithout));
  return `${[
    `${count(lost.length)} of ${cellCount(cells.length)} diverged (grey)${
      lowestLr(beyond) === first
        ? `, all of those with lr ${named(first)} or more`
        : `, the first at lr ${named(first)}`
    }`,
    ...(beyond.length === 0 || lowestLr(beyond) === first ? [] : [`from lr ${named(lowestLr(beyond))} on all of them`]),
    ...(without.length === 0 || isTold ? [] : [aboutNone(lostWithout)]),
    ...(partly === 0 ? [] : [`${count(partly)} more lost some of their seeds`]),
  ].join('; ')}.`;
}

function aboutNone(lost: readonly Cell[]): string {
  return lost.length === 0 ? 'none of them without decay' : `without decay from lr ${named(lowestLr(lost))} on`;
}

/** Infinite for none. */
function lowestLr(cells: readonly Cell[]): number {
  return Math.min(...cells.map(({ experiment }) => experiment.lr));
}

function cellCount(number: number): string {
  return `${count(number)} ${number === 1 ? 'cell' : 'cells'}`;
}

/** From which wd on nothing was learnt, at whatever lr. */
export function collapseSentence(grid: Grid, shared: Experiment, mean: number): string {
  const decayed = doneCells(grid).filter((cell) => cell.experiment.wd > 0 && !isDiverged(cell));
  const learnt = decayed.filter(({ loss }) => loss < LEARNT * mean).map(({ experiment }) => experiment.wd);
  if (learnt.length === 0) return '';
  const beyond = decayed.map(({ experiment }) => experiment.wd).filter((wd) => wd > Math.max(...learnt));
  if (beyond.length === 0) return '';
  return `From wd ${named(Math.min(...beyond))} on, no cell did more than 5\u00a0% better than ${baselineWords(shared).always} (${figure(mean)}): the pull to zero leaves nothing to learn with.`;
}
