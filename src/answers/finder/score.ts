import type { Question } from '../examples.ts';
import type { Found } from './finder.ts';

/** Shares from 0 to 1. A question is answered rightly by the answer it is labelled with, or one that serves as well. */
export interface Score {
  /** Questions that one of the answers serves. */
  readonly inScope: number;
  /** Of these: the labelled answer is ranked first. */
  readonly top1: number;
  /** One that serves is ranked first; among the first three. */
  readonly top1Also: number;
  readonly top3Also: number;
  /** Answered straight away; and of those, rightly. */
  readonly direct: number;
  readonly directRight: number;
  /** Of those that were offered choices: one that serves is among them. */
  readonly offeredRight: number;
  /** Messages about something else. */
  readonly outOfScope: number;
  /** Of these: those that got an answer or an offer. */
  readonly answeredOutOfScope: number;
  /** Of the questions in scope: those that were told that nothing is known of it. */
  readonly refusedInScope: number;
  /** The mean of what is right of both: 1 − (answeredOutOfScope + refusedInScope) / 2. */
  readonly balancedAccuracy: number;
}

const OFFERED = 3;

export function scoreOf(questions: readonly { readonly question: Question; readonly found: Found }[]): Score {
  const inside = questions.filter(({ question }) => question.answers.length > 0);
  const outside = questions.filter(({ question }) => question.answers.length === 0);
  const firstIs = (among: (question: Question) => readonly string[]) => (each: Asked) =>
    among(each.question).includes(each.found.ranked[0]!.id);
  const right = firstIs(({ answers }) => answers);
  const rightInThree = ({ question, found }: Asked) =>
    found.ranked.slice(0, OFFERED).some(({ id }) => question.answers.includes(id));
  const is = (confidence: Found['confidence']) => (each: Asked) => each.found.confidence === confidence;
  const direct = inside.filter(is('sure'));
  const offered = inside.filter(is('unsure'));
  const refusedInScope = share(inside, is('lost'));
  const answeredOutOfScope = share(outside, (each) => !is('lost')(each));
  return {
    inScope: inside.length,
    top1: share(
      inside,
      firstIs(({ answers }) => answers.slice(0, 1)),
    ),
    top1Also: share(inside, right),
    top3Also: share(inside, rightInThree),
    direct: share(inside, is('sure')),
    directRight: share(direct, right),
    offeredRight: share(offered, rightInThree),
    outOfScope: outside.length,
    answeredOutOfScope,
    refusedInScope,
    balancedAccuracy: 1 - (answeredOutOfScope + refusedInScope) / 2,
  };
}

type Asked = { readonly question: Question; readonly found: Found };

/** Of none, all: nothing was got wrong. */
function share<Item>(items: readonly Item[], fits: (item: Item) => boolean): number {
  return items.length === 0 ? 1 : items.filter(fits).length / items.length;
}
