import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sigmoid, softplus } from '../../src/training/exponential.ts';
import { powersOfTen } from './experiments.ts';

const logits = fc
  .tuple(fc.oneof(fc.double({ min: 0, max: 40, noNaN: true }), powersOfTen(-300, 2.8)), fc.constantFrom(1, -1))
  .map(([size, sign]) => sign * size);

it('sigmoid is 1/(1 + e⁻ᶻ) to a few units in the last place, as small as it may be', () => {
  fc.assert(
    fc.property(logits, (z) => {
      const exact = z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z));
      expect(Math.abs(sigmoid(z) / exact - 1)).toBeLessThan(2e-15);
    }),
    { numRuns: 10_000 },
  );
});

it('softplus is ln(1 + eᶻ) to a few units in the last place, as small as it may be', () => {
  fc.assert(
    fc.property(logits, (z) => {
      const exact = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      expect(Math.abs(softplus(z) / exact - 1)).toBeLessThan(2e-15);
    }),
    { numRuns: 10_000 },
  );
});

it('neither overflows, and neither hides a logit that is not a number', () => {
  expect([sigmoid(1e308), sigmoid(Infinity)]).toEqual([1, 1]);
  expect(sigmoid(-1e308)).toBeLessThan(1e-300);
  expect([softplus(1e308), softplus(Infinity)]).toEqual([1e308, Infinity]);
  expect(softplus(-1e308)).toBeLessThan(1e-300);
  expect([sigmoid(NaN), softplus(NaN)]).toEqual([NaN, NaN]);
});
