import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreement, meanInterval, median } from '../../src/findings/statistics.ts';
import { randomStream } from '../../src/training/random.ts';

describe('the median', () => {
  it('is the middle value, or the mean of the two middle ones', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});

describe('a direction may be claimed', () => {
  it('of five seeds only when all agree, however wild one of them is', () => {
    expect(agreement([-0.4, -0.38, -0.41, -2.6, -0.36])).toEqual({ count: 5, of: 5, clear: true });
    expect(agreement([-0.4, -0.38, -0.41, -2.6, 0.01]).clear).toBe(false);
  });

  it('of ten seeds when nine agree, of twenty when sixteen do', () => {
    const mixed = (agreeing: number, all: number) =>
      agreement(Array.from({ length: all }, (_, index) => (index < agreeing ? 0.1 : -0.1))).clear;
    expect([mixed(9, 10), mixed(8, 10), mixed(16, 20), mixed(15, 20)]).toEqual([true, false, true, false]);
  });

  it('of three seeds only when they also lie close together', () => {
    expect(agreement([0.3, 0.31, 0.29]).clear).toBe(true);
    expect(agreement([0.3, 0.9, 0.1]).clear).toBe(false);
  });

  it('never of one seed, of two, of none, or where nothing differs', () => {
    expect(agreement([0.7]).clear).toBe(false);
    expect(agreement([0.3, 0.3001]).clear).toBe(false);
    expect(agreement([]).clear).toBe(false);
    expect(agreement([0, 0, 0, 0, 0]).clear).toBe(false);
  });

  it('seldom where chance alone decides', () => {
    // Of seeds that differ by nothing but noise, few may be called a difference: 2/32 by the sign test.
    let seed = 1;
    const noise = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647 - 0.5;
    };
    const claims = Array.from({ length: 4_000 }, () => agreement([noise(), noise(), noise(), noise(), noise()]));
    expect(claims.filter(({ clear }) => clear).length / 4_000).toBeLessThan(0.08);
  });

  it('is the same claim for the opposite differences', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
        expect(agreement(values.map((value) => -value)).clear).toBe(agreement(values).clear);
      }),
    );
  });
});

describe('the 95 % interval of a mean', () => {
  it('is Student’s', () => {
    // Worked out apart: the mean ± 2.776445·s/√5, with s = 0.1204159 by n − 1.
    const { mean, low, high } = meanInterval([0.1, 0.2, 0.4, 0.15, 0.3]);
    expect([mean, low, high].map((value) => value.toFixed(4))).toEqual(['0.2300', '0.0805', '0.3795']);
  });

  it('holds the true mean in about 95 of 100 draws', () => {
    const random = randomStream(1, 'data');
    const holds = (count: number) => {
      const { low, high } = meanInterval(Array.from({ length: count }, () => 3 + random.normal()));
      return low <= 3 && 3 <= high;
    };
    for (const count of [3, 10, 20]) {
      const held = Array.from({ length: 4_000 }, () => holds(count)).filter(Boolean).length;
      expect(held / 4_000).toBeGreaterThan(0.938);
      expect(held / 4_000).toBeLessThan(0.962);
    }
  });

  it('moves and scales with the values', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.double({ min: -10, max: 10, noNaN: true }), (drawn, factor) => {
        const one = meanInterval(drawn);
        const other = meanInterval(drawn.map((value) => factor * value + 7));
        const ends = [factor * one.low + 7, factor * one.high + 7].sort((a, b) => a - b);
        expect(other.low).toBeCloseTo(ends[0]!, 6);
        expect(other.high).toBeCloseTo(ends[1]!, 6);
      }),
    );
  });
});
