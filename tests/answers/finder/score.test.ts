import { expect, test } from 'vitest';
import type { Found } from '../../../src/answers/finder/finder.ts';
import { scoreOf } from '../../../src/answers/finder/score.ts';

function asked(answers: readonly string[], confidence: Found['confidence'], ranked: string) {
  return {
    question: { text: '', answers, batch: '' },
    found: { confidence, onTopic: 0.5, ranked: [...ranked].map((id) => ({ id, score: 0.25 })) },
  };
}

test('every share is what it says, worked out by hand', () => {
  const score = scoreOf([
    asked(['a'], 'sure', 'abcd'), // right
    asked(['a', 'b'], 'sure', 'bacd'), // the one that would serve as well
    asked(['a'], 'sure', 'bcda'), // wrong, and not among three
    asked(['a'], 'sure', 'abcd'), // right
    asked(['a'], 'unsure', 'cbad'), // third of those offered
    asked(['d'], 'unsure', 'abcd'), // not offered
    asked(['a'], 'unsure', 'abcd'), // first of those offered
    asked(['a'], 'lost', 'abcd'), // refused, though it was ranked rightly
    asked([], 'lost', 'abcd'),
    asked([], 'unsure', 'abcd'), // answered though about something else
    asked([], 'lost', 'abcd'),
    asked([], 'sure', 'abcd'), // so is this
    asked([], 'lost', 'abcd'),
  ]);
  expect(score).toEqual({
    inScope: 8,
    top1: 4 / 8,
    top1Also: 5 / 8,
    top3Also: 6 / 8,
    direct: 4 / 8,
    directRight: 3 / 4,
    offeredRight: 2 / 3,
    outOfScope: 5,
    answeredOutOfScope: 2 / 5,
    refusedInScope: 1 / 8,
    balancedAccuracy: 1 - (2 / 5 + 1 / 8) / 2,
  });
});

test('of nothing, all was right', () => {
  expect(scoreOf([])).toMatchObject({ inScope: 0, outOfScope: 0, top1Also: 1, directRight: 1, offeredRight: 1 });
  expect(scoreOf([asked([], 'lost', 'a')])).toMatchObject({ outOfScope: 1, answeredOutOfScope: 0, top1: 1 });
});
