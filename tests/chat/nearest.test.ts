import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest, slipsBetween } from '../../src/chat/nearest.ts';

const OPTIONS = ['lr', 'wd', 'task', 'optimizer', 'momentum', 'steps', 'seeds', 'hidden', 'nesterov', 'decay-biases'];

describe('the nearest word', () => {
  test.for([
    ['momentun', 'momentum'],
    ['optimiser', 'optimizer'],
    ['setps', 'steps'],
    ['seed', 'seeds'],
    ['decay_biases', 'decay-biases'],
    ['decaybiases', 'decay-biases'],
    ['ld', 'lr'],
    ['rl', 'lr'],
    ['hiden', 'hidden'],
  ] as const)('to %s is %s', ([typed, word]) => {
    expect(nearest(typed, OPTIONS)).toBe(word);
  });

  test.for(['speed', 'x', '', 'dropout', 'lrwd'])('to %j is none', (typed) => {
    expect(nearest(typed, OPTIONS)).toBeUndefined();
  });
});

describe('the slips between two words', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

  test('are none only for the same word, as many in either direction, and no more than its letters', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const slips = slipsBetween(a, b);
        expect(slips === 0).toBe(a === b);
        expect(slips).toBe(slipsBetween(b, a));
        expect(slips).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  test('are one for a letter too many, too few, wrong, or two swapped', () => {
    expect(['stepps', 'step', 'stebs', 'setps'].map((typed) => slipsBetween(typed, 'steps'))).toEqual([1, 1, 1, 1]);
  });
});
