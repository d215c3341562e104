import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_POINTS } from '../../src/training/history.ts';
import { recordedSteps } from '../../src/training/train.ts';

it('runs from 0 to the last step, always forward, in at most MAX_POINTS records', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 1_000_000 })), (steps) => {
      const records = recordedSteps(steps);
      expect(records[0]).toBe(0);
      expect(records.at(-1)).toBe(steps);
      expect(records.length).toBeLessThanOrEqual(MAX_POINTS);
      expect(records.every(Number.isInteger)).toBe(true);
      for (let index = 1; index < records.length; index++) {
        expect(records[index]).toBeGreaterThan(records[index - 1]!);
      }
    }),
    { numRuns: 300 },
  );
});

it('is denser at the start, where the loss falls fastest', () => {
  const records = recordedSteps(3000);
  const beforeMiddle = records.filter((step) => step < 1500).length;
  expect(beforeMiddle / records.length).toBeGreaterThan(0.6);
});

it('records every step of a run of one or two', () => {
  expect(recordedSteps(1)).toEqual([0, 1]);
  expect(recordedSteps(2)).toContain(2);
});
