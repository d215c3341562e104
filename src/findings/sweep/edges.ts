import type { Experiment } from '../../training/experiment.ts';
import { baselineWords } from '../baseline-words.ts';
import { count, figure } from '../figures.ts';
import { LEARNT } from './basin.ts';
import { type Cell, doneCells, type Grid, isDiverged } from './grid.ts';
import { named } from './named.ts';

/** Where the map ends: in divergence towards large lr, in collapse towards large wd. */

/** How many cells diverged, and from which lr on. */
export function divergenceSentence(cells: readonly Cell[]): string {
  const lost = cells.filter(isDiverged);
  const partly = cells.filter((cell) => cell.lost > 0 && !isDiverged(cell)).length;
  const also = partly === 0 ? '' : `${partly} more lost some of their seeds`;
  if (lost.length === cells.length) return '';
  if (lost.length === 0)
    return partly === 0
      ? 'No cell diverged.'
      : `${count(partly)} cells lost some of their seeds to divergence, none most of them.`;
  const first = Math.min(...lost.map(({ experiment }) => experiment.lr));
  const kept = cells.filter((cell) => !isDiverged(cell)).map(({ experiment }) => experiment.lr);
  const highest = Math.max(...kept);
  const whole = lost.map(({ experiment }) => experiment.lr).filter((lr) => lr > highest);
  const from = whole.length === 0 ? '' : `, all of those with lr ${named(Math.min(...whole))} or more`;
  const where =
    whole.length > 0 && Math.min(...whole) === first
      ? `${from} and none below`
      : `, the first at lr ${named(first)}${from}`;
  return `${count(lost.length)} of ${count(cells.length)} cells diverged (grey)${where}${also && `; ${also}`}.`;
}

/** From which wd on nothing was learnt, at whatever lr. */
export function collapseSentence(grid: Grid, shared: Experiment, mean: number): string {
  const decayed = doneCells(grid).filter((cell) => cell.experiment.wd > 0 && !isDiverged(cell));
  const learnt = decayed.filter(({ loss }) => loss < LEARNT * mean).map(({ experiment }) => experiment.wd);
  if (learnt.length === 0) return '';
  const beyond = decayed.map(({ experiment }) => experiment.wd).filter((wd) => wd > Math.max(...learnt));
  if (beyond.length === 0) return '';
  return `From wd ${named(Math.min(...beyond))} on, no cell did better than ${baselineWords(shared).always} (${figure(mean)}): the pull to zero leaves nothing to learn with.`;
}
