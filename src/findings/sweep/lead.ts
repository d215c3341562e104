import type { Experiment } from '../../training/experiment.ts';
import { baselineWords } from '../baseline-words.ts';
import { count, figure } from '../figures.ts';
import { againstNone, againstSentences } from './against-none.ts';
import { LEARNT } from './basin.ts';
import { bestCell, type Cell } from './grid.ts';
import { named } from './named.ts';

/** How a map came to its end, if that was before it was full. */
export type Cut = 'stopped' | 'late' | null;

/** What a map's title and its first paragraph are made of. */
export interface SoFar {
  readonly cells: readonly Cell[];
  readonly best: Cell | null;
  /** How many cells the whole map has. */
  readonly all: number;
  readonly shared: Experiment;
  readonly mean: number;
  readonly cut: Cut;
}

export function isPartial({ cells, all }: SoFar): boolean {
  return cells.length < all;
}

export function titleOf(soFar: SoFar): string {
  const { best, cells } = soFar;
  const part = partOf(soFar);
  if (best === null) return isPartial(soFar) ? `${part}: every one diverged` : 'Every cell diverged';
  const { lr, wd } = best.experiment;
  const none = bestCell(cells.filter(({ experiment }) => experiment.wd === 0));
  const compared = wd === 0 || none === null ? '' : `, without decay ${figure(none.loss)}`;
  const start = isPartial(soFar) ? `${part}, best` : 'Best';
  const where = wd === 0 ? `lr ${named(lr)}, no decay` : `lr ${named(lr)}, wd ${named(wd)}`;
  return `${start} at ${where}: ${figure(best.loss)}${compared}`;
}

/** A best loss above this share of predict-the-mean's says first of all that little was learnt. */
const NEAR_MEAN = 0.75;

/** The best cell, and how far it beats none. */
export function leadSentences(soFar: SoFar): string[] {
  const { best, cells, shared, mean } = soFar;
  const ended = isPartial(soFar) ? ` (${[HOW[soFar.cut ?? 'going'], partOf(soFar)].filter(Boolean).join(' ')})` : '';
  if (best === null) {
    return [
      `**Every cell diverged**${ended}: the loss grew beyond all bounds in half the seeds or more. ` +
        'Try smaller lrs, such as lrs:0.001..0.1.',
    ];
  }
  const { lr, wd } = best.experiment;
  const which = wd === 0 ? `lr ${named(lr)} without decay` : `lr ${named(lr)} with wd ${named(wd)}`;
  if (best.loss >= LEARNT * mean) {
    const { noun, always } = baselineWords(shared);
    return [
      `**Nothing on this map learnt much more than ${noun}**${ended}: the best, ${which}, ends at validation loss ` +
        `${figure(best.loss)}; ${always} scores ${figure(mean)}.`,
    ];
  }
  return [
    `**Best ${isPartial(soFar) ? 'so far' : 'of the map'}: ${which}**${ended}.`,
    ...againstSentences(best, againstNone(best, cells)),
    ...(best.loss < NEAR_MEAN * mean
      ? []
      : [`Mind that ${baselineWords(shared).always} scores ${figure(mean)} already.`]),
  ];
}

const HOW = { going: '', stopped: 'stopped at', late: 'time ran out at' } as const;

function partOf({ cells, all }: SoFar): string {
  return `${count(cells.length)} of ${count(all)} cells`;
}

/** Of so few cells nothing can be said. */
export function tooFew({ cells, all, cut }: SoFar): { title: string; text: string } {
  const how = cut === 'late' ? 'Time ran out' : 'Stopped';
  const there = cells.length === 0 ? 'before the first cell was done' : `with one of ${count(all)} cells done`;
  return {
    title: `${how} ${there}`,
    text:
      `**${how} ${there}**: too early to say anything. Start it again and let it run a little longer, ` +
      'or ask for a smaller map, such as lrs:0.01..0.1 x5 wds:0.001..0.1 x5.',
  };
}
