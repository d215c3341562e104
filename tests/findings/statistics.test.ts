import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreement, median } from '../../src/findings/statistics.ts';

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
