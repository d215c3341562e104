import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/training/random.ts';

const DRAWS = 100_000;
const drawn = (draw: () => number) => Float64Array.from({ length: DRAWS }, draw);
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const moment = (values: Float64Array, power: number) => mean(values.map((value) => value ** power));

describe('a random stream', () => {
  it('gives on every machine the numbers it gave when this was written', () => {
    const first = (purpose: 'data' | 'start' | 'batches') => {
      const random = randomStream(1, purpose);
      return [random.uniform(), random.uniform(), random.uniform()].map((u) => u * 2 ** 32);
    };
    expect({ data: first('data'), start: first('start'), batches: first('batches') }).toEqual(PINNED);
  });

  it('is uniform on [0, 1)', () => {
    const values = drawn(randomStream(7, 'data').uniform);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    // Five standard errors of a mean of 1/2 and a variance of 1/12.
    expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / DRAWS));
    expect(Math.abs(moment(values, 2) - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / DRAWS));
    const tenths = new Array<number>(10).fill(0);
    for (const value of values) tenths[Math.floor(value * 10)]! += 1;
    for (const count of tenths) expect(Math.abs(count - DRAWS / 10)).toBeLessThan(5 * Math.sqrt(DRAWS * 0.09));
  });

  it('has normal numbers with the moments of a normal', () => {
    const values = drawn(randomStream(7, 'data').normal);
    expect(Math.abs(mean(values))).toBeLessThan(5 / Math.sqrt(DRAWS));
    expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / DRAWS));
    expect(Math.abs(moment(values, 3))).toBeLessThan(5 * Math.sqrt(15 / DRAWS));
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / DRAWS));
  });

  it('differs from those of other seeds and purposes, however near', () => {
    const firsts = new Set<number>();
    for (let seed = 1; seed <= 1000; seed++) {
      for (const purpose of ['data', 'start', 'batches'] as const) firsts.add(randomStream(seed, purpose).uniform());
    }
    expect(firsts.size).toBeGreaterThanOrEqual(2998);
    const values = Float64Array.from(
      { length: 10_000 },
      (_, seed) => randomStream(seed + 1, 'start').uniform() - 1 / 2,
    );
    const products = values.subarray(1).map((value, index) => 12 * value * values[index]!);
    expect(Math.abs(mean(products))).toBeLessThan(5 / Math.sqrt(values.length));
  });

  it('shuffles: nothing lost, nothing twice, every place as likely', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1 }), (length, seed) => {
        const numbers = Int32Array.from({ length }, (_, index) => index);
        randomStream(seed, 'batches').shuffle(numbers);
        expect(numbers.toSorted()).toEqual(Int32Array.from({ length }, (_, index) => index));
      }),
    );
    const random = randomStream(3, 'batches');
    const counts = new Array<number>(16).fill(0);
    for (let round = 0; round < 20_000; round++) {
      const numbers = Int32Array.of(0, 1, 2, 3);
      random.shuffle(numbers);
      for (const [place, number] of numbers.entries()) counts[place * 4 + number]! += 1;
    }
    for (const count of counts) expect(Math.abs(count - 5000)).toBeLessThan(5 * Math.sqrt(20_000 * (3 / 16)));
  });
});

/** The first three numbers of seed 1, in units of 2⁻³²; tests/golden/random_stream.py gives the same. */
const PINNED = {
  data: [2007541689, 2028749521, 2046527171],
  start: [1003938855, 1258076216, 1448011787],
  batches: [3639314944, 244748790, 2921379417],
};
