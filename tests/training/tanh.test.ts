import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tanh } from '../../src/training/tanh.ts';
import { powersOfTen } from './experiments.ts';

/** How far apart in units of the last place of the second. */
function ulps(a: number, b: number): number {
  if (a === b) return 0;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(b))), -1022);
  return Math.abs(a - b) / 2 ** (exponent - 52);
}

it('is Math.tanh to a few units in the last place, from the smallest number to saturation', () => {
  const sized = fc.oneof(fc.double({ min: -25, max: 25, noNaN: true }), powersOfTen(-320, 2));
  fc.assert(
    fc.property(sized, fc.constantFrom(1, -1), (size, sign) => {
      expect(ulps(tanh(sign * size), Math.tanh(sign * size))).toBeLessThanOrEqual(6);
    }),
    { numRuns: 20_000 },
  );
});

it('is odd, never beyond ±1, and never falls by more than its last place', () => {
  const anywhere = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(anywhere, (v) => {
      expect(tanh(-v)).toBe(-tanh(v));
      expect(Math.abs(tanh(v))).toBeLessThanOrEqual(1);
      const further = tanh(v + Math.abs(v) * 1e-14);
      if (further < tanh(v)) expect(ulps(further, tanh(v))).toBeLessThanOrEqual(2);
    }),
    { numRuns: 5000 },
  );
});

it.each([
  0,
  -0,
  Infinity,
  -Infinity,
  NaN,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  1e-310,
  1e-20,
  Number.MAX_VALUE,
  22,
  -22,
])('says of %s what Math.tanh says', (v) => {
  expect(tanh(v)).toBe(Math.tanh(v));
});
