import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, figure, percent } from '../../src/findings/figures.ts';

const NBSP = '\u00a0';

describe('a figure', () => {
  it('has three significant digits', () => {
    expect([0.1184, 12.64, 4.5, 0.6, 1_360, 3.21e-7, 1.5e45].map(figure)).toEqual([
      '0.118',
      '12.6',
      '4.50',
      '0.600',
      '1360',
      '3.21e-7',
      '1.5e45',
    ]);
  });

  it('reads back as the number, to half a unit of its last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (value) => {
        expect(Math.abs(Number(figure(value)) / value - 1)).toBeLessThanOrEqual(0.00501);
      }),
    );
  });
});

describe('a change', () => {
  it('is in per cent below twofold, and times from there on', () => {
    expect(change(0.194, 0.123)).toBe(`−37${NBSP}%`);
    expect(change(1, 1.5)).toBe(`+50${NBSP}%`);
    expect(change(1, 1.004)).toBe(`+0.4${NBSP}%`);
    expect(change(1, 1)).toBe(`±0.0${NBSP}%`.replace('0.0', '0'));
    expect(change(1, 2.4)).toBe('×2.40');
  });

  it('never rounds something left to nothing left', () => {
    expect(percent(1, 0.0004)).toBe(`99.9${NBSP}%`);
    expect(percent(1, 0.0035)).toBe(`99.7${NBSP}%`);
    expect(percent(2, 4.58e13)).toBe(`2.29e15${NBSP}%`);
  });
});
