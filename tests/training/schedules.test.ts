import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SCHEDULES } from '../../src/training/experiment.ts';
import { lrFactor } from '../../src/training/schedules.ts';

const lengths = fc.integer({ min: 1, max: 5000 });
const factors = (schedule: (typeof SCHEDULES)[number], steps: number) =>
  Array.from({ length: steps }, (_, step) => lrFactor(schedule, step, steps));

it.each(SCHEDULES)('%s never leaves (0, 1], whatever the length of the run', (schedule) => {
  fc.assert(
    fc.property(lengths, (steps) => {
      expect(factors(schedule, steps).every((factor) => factor > 0 && factor <= 1 + 1e-15)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it('constant leaves lr alone', () => {
  expect(new Set(factors('constant', 100))).toEqual(new Set([1]));
});

it('cosine starts at 1, is ½ half-way, ends at all but 0 and never rises', () => {
  const cosine = factors('cosine', 1000);
  expect(cosine[0]).toBe(1);
  expect(cosine[500]).toBeCloseTo(0.5, 14);
  expect(cosine[999]).toBeLessThan(1e-5);
  expect(cosine).toEqual(cosine.toSorted((a, b) => b - a));
});

it('warmup-cosine climbs in equal steps to its peak at a tenth of the run, then never rises', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 3000 }), (steps) => {
      const warm = factors('warmup-cosine', steps);
      const warmup = Math.ceil(steps / 10);
      for (let step = 0; step < warmup; step++) expect(warm[step]).toBeCloseTo((step + 1) / warmup, 14);
      expect(warm[warmup - 1]).toBe(1);
      const rest = warm.slice(warmup);
      expect(rest[0]).toBe(1);
      expect(rest).toEqual(rest.toSorted((a, b) => b - a));
    }),
    { numRuns: 40 },
  );
});

it('one-cycle rises from 1/25 to its peak three tenths in, and ends at 1/250,000', () => {
  const cycle = factors('one-cycle', 1000);
  const peak = cycle.indexOf(Math.max(...cycle));
  expect(cycle[0]).toBeCloseTo(1 / 25, 14);
  expect(peak).toBe(299);
  expect(cycle[peak]).toBeCloseTo(1, 14);
  expect(cycle.at(-1)! * 250_000).toBeCloseTo(1, 9);
  expect(cycle.slice(0, peak)).toEqual(cycle.slice(0, peak).toSorted((a, b) => a - b));
  expect(cycle.slice(peak)).toEqual(cycle.slice(peak).toSorted((a, b) => b - a));
});
