import { describe, expect, test } from 'vitest';
import { divergedSteps } from '../../src/charts/divergence.ts';
import { band, medianRun } from '../../src/charts/median-run.ts';
import { history } from './made-up.ts';

const runs = (...validation: number[]) => validation.map((end, i) => history({ wd: 0, seed: i + 1, validation: end }));
const diverged = (divergedAt: number, seed: number) => history({ wd: 0, seed, divergedAt });

describe('the line of an arm', () => {
  test('is the run that ends in the middle, of an odd count', () => {
    const histories = runs(0.5, 0.1, 0.3);
    expect(medianRun(histories, 'validationLoss').values).toEqual(histories[2]!.validationLoss);
  });

  test('is the mean of the two middle runs, of an even count', () => {
    const histories = runs(0.5, 0.1, 0.3, 0.2);
    const line = medianRun(histories, 'validationLoss');
    expect(line.values.at(-1)).toBe(0.25);
    expect(line.values[7]).toBe((histories[2]!.validationLoss[7]! + histories[3]!.validationLoss[7]!) / 2);
  });

  test('is ranked anew for each series', () => {
    const histories = [0.3, 0.2, 0.1].map((training, i) =>
      history({ wd: 0, seed: i, training, validation: [0.1, 0.3, 0.2][i]! }),
    );
    expect(medianRun(histories, 'dataLoss').values.at(-1)).toBe(0.2);
    expect(medianRun(histories, 'validationLoss').values.at(-1)).toBe(0.2);
    expect(medianRun(histories, 'validationLoss').values).toEqual(histories[2]!.validationLoss);
  });

  test('ends at the median even where a pointwise one would jump between runs on the way', () => {
    const crossing = runs(0.5, 0.1, 0.3).map((run, i) => ({
      ...run,
      validationLoss: [
        [1, 0.5],
        [3, 0.1],
        [2, 0.3],
      ][i]!,
    }));
    expect(medianRun(crossing, 'validationLoss').values).toEqual([2, 0.3]);
  });

  test('takes diverged runs for worse than any other', () => {
    const two = [diverged(40, 1), ...runs(0.2, 0.4)];
    expect(medianRun(two, 'validationLoss')).toMatchObject({ diverged: false });
    expect(medianRun(two, 'validationLoss').values.at(-1)).toBe(0.4);
  });

  test('is a diverged one when half of the runs diverged, and ends where that did', () => {
    const line = medianRun([diverged(1500, 1), ...runs(0.2)], 'validationLoss');
    expect(line.diverged).toBe(true);
    expect(line.steps.at(-1)).toBeLessThan(1500);
    expect(line.values).toHaveLength(line.steps.length);
  });

  test('stays a number where the sum of two losses would not', () => {
    const huge = runs(1, 1).map((run) => ({ ...run, validationLoss: run.validationLoss.map(() => 1.5e308) }));
    expect(medianRun(huge, 'validationLoss').values.at(-1)).toBe(1.5e308);
  });

  test('of no runs has no points', () => {
    expect(medianRun([], 'dataLoss')).toEqual({ steps: [], values: [], diverged: false });
  });
});

describe('the band', () => {
  test('spans all seeds at each step, and only those still going', () => {
    const histories = [...runs(0.2, 0.4), diverged(1500, 3)];
    const { steps, low, high } = band(histories, 'validationLoss');
    const early = steps.findIndex((step) => step > 1000);
    expect(high[early]).toBe(histories[2]!.validationLoss[early]);
    expect([low.at(-1), high.at(-1)]).toEqual([0.2, 0.4]);
  });
});

describe('a run whose loss explodes but stays finite', () => {
  const exploding = (seed: number) => ({ ...history({ wd: 0, seed, divergedAt: 400 }), divergedAt: null });

  test('counts as diverged, like one that left the numbers', () => {
    const histories = [exploding(1), exploding(2), history({ wd: 0, seed: 3 })];
    expect(medianRun(histories, 'validationLoss').diverged).toBe(true);
  });

  test('is marked at its last step', () => {
    const run = exploding(1);
    expect(divergedSteps({ label: 'no decay', wd: 0, histories: [run] })).toEqual([run.steps.at(-1)]);
  });
});
