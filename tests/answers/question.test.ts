import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openKnowledge } from '../../src/answers/knowledge.ts';
import { type Asked, readQuestion, writeQuestion } from '../../src/answers/question.ts';
import { anyCharacter } from '../chat/any-character.ts';

const knowledge = openKnowledge(new URL('../../src/answers/', import.meta.url));
const ids = knowledge.answers.map(({ id }) => id);

test.for([
  ['momentum', { kind: 'answer', id: 'momentum' }],
  [' Momentum. ', { kind: 'answer', id: 'momentum' }],
  ['L1 or L2 regularisation: what is the difference?', { kind: 'answer', id: 'l1-vs-l2' }],
  ['What is weight decay, and what is it for?', { kind: 'answer', id: 'what-is-weight-decay' }],
  ['momentum, batch-size', { kind: 'choice', ids: ['momentum', 'batch-size'] }],
  ['momentum, why?', { kind: 'words', text: 'momentum, why?' }],
  ['why, oh why', { kind: 'words', text: 'why, oh why' }],
  [',', { kind: 'words', text: ',' }],
] as const)('%j is asked as %j', ([text, asked]) => {
  expect(readQuestion(text, knowledge)).toEqual(asked);
});

test('what a button sends is read back as what it meant', () => {
  const meant = fc.oneof(
    fc.constantFrom(...ids).map((id): Asked => ({ kind: 'answer', id })),
    fc
      .uniqueArray(fc.constantFrom(...ids), { minLength: 2, maxLength: 3 })
      .map((some): Asked => ({ kind: 'choice', ids: some })),
  );
  fc.assert(
    fc.property(meant, (asked) => {
      expect(readQuestion(writeQuestion(asked), knowledge)).toEqual(asked);
    }),
  );
});

test('any words stay as they were typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 100 }), (text) => {
      const asked = readQuestion(text, knowledge);
      expect(asked).toEqual({ kind: 'words', text });
      expect(writeQuestion(asked)).toBe(text);
    }),
  );
});
