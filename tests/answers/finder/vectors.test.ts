import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined, type Vector, vectorOf, vocabularyOf } from '../../../src/answers/finder/vectors.ts';

function counts(of: Record<string, number>) {
  return new Map(Object.entries(of));
}

function lengthOf({ weight }: Vector): number {
  return Math.hypot(...weight);
}

const DOCUMENTS = [
  counts({ decay: 1, weight: 2 }),
  counts({ decay: 1, rate: 1 }),
  counts({ decay: 3, rate: 2, once: 1 }),
] as const;

test('the vocabulary has the features seen in enough documents, the rarer telling the more', () => {
  const { index, idf } = vocabularyOf(DOCUMENTS, 2);
  expect([...index]).toEqual([
    ['decay', 0],
    ['rate', 1],
  ]);
  // idf = 1 + ln((1 + 3) / (1 + df)): decay is in all three, rate in two.
  expect(idf[0]).toBeCloseTo(1, 6);
  expect(idf[1]).toBeCloseTo(1 + Math.log(4 / 3), 6);
  expect([...vocabularyOf(DOCUMENTS, 1).index.keys()].sort()).toEqual(['decay', 'once', 'rate', 'weight']);
});

test('a vector has length 1, and of its features those seen more often weigh more, but not as much more', () => {
  const vocabulary = vocabularyOf(DOCUMENTS, 2);
  const { at, weight } = vectorOf(counts({ rate: 1, decay: 3 }), vocabulary);
  const [rate, decay] = [1 + Math.log(4 / 3), 1 + Math.log(3)];
  const length = Math.hypot(rate, decay);
  expect([...at]).toEqual([1, 0]);
  expect(weight[0]).toBeCloseTo(rate / length, 6);
  expect(weight[1]).toBeCloseTo(decay / length, 6);
});

test('whatever is counted, the length is 1, or 0 where nothing is known of it', () => {
  const vocabulary = vocabularyOf(DOCUMENTS, 1);
  const anyCounts = fc.dictionary(
    fc.oneof(fc.constantFrom('decay', 'rate', 'weight', 'once'), fc.string()),
    fc.integer({ min: 1, max: 1_000 }),
  );
  fc.assert(
    fc.property(anyCounts, (of) => {
      const known = Object.keys(of).some((name) => vocabulary.index.has(name));
      expect(lengthOf(vectorOf(counts(of), vocabulary))).toBeCloseTo(known ? 1 : 0, 5);
    }),
  );
});

test('features that are not known change nothing', () => {
  const vocabulary = vocabularyOf(DOCUMENTS, 2);
  const known = vectorOf(counts({ decay: 2, rate: 1 }), vocabulary);
  expect(vectorOf(counts({ decay: 2, once: 5, constructor: 1, rate: 1 }), vocabulary)).toEqual(known);
});

test('vectors side by side stay apart, each in its place and scaled', () => {
  const first: Vector = { at: Int32Array.of(0, 2), weight: Float32Array.of(1, 2) };
  const second: Vector = { at: Int32Array.of(1), weight: Float32Array.of(3) };
  const both = joined([
    { vector: first, size: 3, factor: 1 },
    { vector: second, size: 2, factor: 0.5 },
  ]);
  expect([...both.at]).toEqual([0, 2, 4]);
  expect([...both.weight]).toEqual([1, 2, 1.5]);
});
