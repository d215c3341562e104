import { element } from './elements.ts';
import { type IconName, icon } from './icons.ts';
import type { Turn } from './model.ts';

type Outcome = NonNullable<Turn['outcome']>;

/** How each end but an answer is told apart: by its words and drawing, then by its look. */
const ENDS: Readonly<Record<Exclude<Outcome, 'answered'>, readonly [IconName, string]>> = {
  mistake: ['pencil', 'Needs a change'],
  refused: ['barred', 'Not taken'],
  broken: ['warning', 'Our fault'],
  late: ['clock', 'Took too long'],
  unavailable: ['clock', 'Cannot be reached just now'],
  stopped: ['square', 'Stopped'],
};

export function outcomeLine(outcome: Exclude<Outcome, 'answered'>): HTMLElement {
  const [drawing, words] = ENDS[outcome];
  return element('p', { className: 'outcome' }, icon(drawing), words);
}
