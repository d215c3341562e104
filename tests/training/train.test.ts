import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfRun } from '../../src/training/cost.ts';
import { final, type History } from '../../src/training/history.ts';
import { randomStream } from '../../src/training/random.ts';
import { recordedSteps, startOf, train, trainFrom } from '../../src/training/train.ts';
import { WORK_BETWEEN_PAUSES } from '../../src/training/work.ts';
import { anyExperiment, normalSamples, ridgeRegression, samplesOf, smallCurve } from './experiments.ts';

const series = ({ steps, dataLoss, penalty, validationLoss, weightLength }: History) => [
  steps,
  dataLoss,
  penalty,
  validationLoss,
  weightLength,
];

describe('a run', () => {
  it('is the same to the last bit each time, whatever is trained', () => {
    fc.assert(
      fc.property(anyExperiment, fc.integer({ min: 1, max: 1000 }), (experiment, seed) => {
        expect(train(experiment, seed)).toEqual(train(experiment, seed));
      }),
      { numRuns: 40 },
    );
  });

  it('of another seed has other data and another start', () => {
    const [one, two] = [train(smallCurve, 1), train(smallCurve, 2)];
    expect(one.firstWeights).not.toEqual(two.firstWeights);
    expect(one.dataLoss).not.toEqual(two.dataLoss);
    expect(one.finalWeights).not.toEqual(two.finalWeights);
  });

  it('with decay has the data and the start of the run without it', () => {
    const [decayed, plain] = [train(smallCurve, 1), train({ ...smallCurve, wd: 0 }, 1)];
    expect(decayed.firstWeights).toEqual(plain.firstWeights);
    expect(decayed.dataLoss[0]).toBe(plain.dataLoss[0]);
    expect(decayed.validationLoss[0]).toBe(plain.validationLoss[0]);
  });

  it('leaves the start it was given as it is', () => {
    const { training, validation } = { training: samplesOf([[1]], [1]), validation: samplesOf([[2]], [2]) };
    const start = Float64Array.of(0.5, 0.25);
    const history = trainFrom({ ...smallCurve, hidden: [] }, 1, { training, validation }, start);
    expect(start).toEqual(Float64Array.of(0.5, 0.25));
    expect(history.firstWeights).toEqual(start);
    expect(history.firstWeights).not.toBe(start);
  });

  it('without hidden layers and steps small enough only falls in loss + penalty', () => {
    const { dataLoss, penalty } = train({ ...ridgeRegression, lr: 0.1, wd: 0.3 }, 1);
    const total = dataLoss.map((loss, index) => loss + penalty[index]!);
    for (let index = 1; index < total.length; index++) {
      expect(total[index]).toBeLessThanOrEqual(total[index - 1]! * (1 + 1e-15));
    }
  });
});

describe('a history', () => {
  it('holds finite numbers only, however extreme the settings, and stops no later than it diverged', () => {
    let diverged = 0;
    fc.assert(
      fc.property(anyExperiment, fc.integer({ min: 1, max: 1000 }), (experiment, seed) => {
        const history = train(experiment, seed);
        const records = recordedSteps(experiment.steps);
        for (const values of series(history)) {
          expect(values).toHaveLength(history.steps.length);
          expect(values.every(Number.isFinite)).toBe(true);
        }
        expect(history.steps).toEqual(records.slice(0, history.steps.length));
        if (history.divergedAt === null) expect(final(history.steps)).toBe(experiment.steps);
        else expect(final(history.steps)).toBeLessThan(history.divergedAt);
        if (history.divergedAt !== null) diverged++;
      }),
      { numRuns: 250 },
    );
    // Else the settings were not extreme, and the test says nothing.
    expect(diverged).toBeGreaterThan(5);
  });

  it('ends at the first loss that is not a finite number, and names its step', () => {
    const line = { ...smallCurve, hidden: [], lr: 5.5 / 2, wd: 0, steps: 1000 };
    const only = samplesOf([[1]], [0]);
    const history = trainFrom(line, 1, { training: only, validation: only }, Float64Array.of(0.5, 0.5));
    // w + b is one number z, z ← (1 − 4·lr)·z = −10·z from z = 1: z² passes 1.8e308 first at step 155.
    expect(history.divergedAt).toBe(155);
    expect(history.finalWeights.every((w) => Number.isFinite(w) && Math.abs(w) > 1e154)).toBe(true);
  });

  it('ends at the first record whose validation loss is not finite, though the training loss still is', () => {
    const line = { ...smallCurve, hidden: [], lr: 5.5 / 2, wd: 0, steps: 1000 };
    const data = { training: samplesOf([[1]], [0]), validation: samplesOf([[1e100]], [0]) };
    const history = trainFrom(line, 1, data, Float64Array.of(0.5, 0.5));
    // As above, with w = z/2: (1e100·w)² passes the largest number at step 55, long before z² does.
    expect(history.divergedAt).toBe(recordedSteps(line.steps).find((step) => step >= 55));
    expect(final(history.dataLoss)).toBeLessThan(1e120);
  });

  it('of data beyond the largest number has no record, and diverged at step 0', () => {
    const huge = samplesOf([[1e200]], [1]);
    const history = trainFrom(
      { ...smallCurve, hidden: [] },
      1,
      { training: huge, validation: huge },
      Float64Array.of(1, 1),
    );
    expect(history.divergedAt).toBe(0);
    expect(history.steps).toEqual([]);
    expect(final(history.dataLoss)).toBeNaN();
  });
});

describe('onProgress', () => {
  it('hears shares that never fall, from 0 to 1, one a record', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (steps) => {
        const shares: number[] = [];
        const history = train({ ...smallCurve, hidden: [2], steps }, 1, { onProgress: (share) => shares.push(share) });
        expect(shares[0]).toBe(0);
        expect(shares.at(-1)).toBe(1);
        expect(shares).toEqual(shares.toSorted((a, b) => a - b));
        expect(shares).toHaveLength(history.steps.length);
      }),
      { numRuns: 25 },
    );
  });

  it('stops the run by throwing, at once and with its own error', () => {
    const stop = new Error('enough');
    let calls = 0;
    const run = () =>
      train({ ...smallCurve, steps: 100_000_000 }, 1, {
        onProgress: () => {
          calls++;
          if (calls === 3) throw stop;
        },
      });
    // Its third call comes after milliseconds, where all of the hundred million steps take ten minutes.
    expect(run).toThrow(stop);
    expect(calls).toBe(3);
  });

  it.each(['wasm', 'reference'] as const)(
    'hears from a %s run every few milliseconds, though it records little',
    (engine) => {
      const experiment = { ...smallCurve, hidden: [24, 24], steps: 1000 };
      const shares: number[] = [];
      const history = train(experiment, 1, { records: 2, engine, onProgress: (share) => shares.push(share) });
      expect(history.steps).toEqual([0, 1000]);
      expect(shares.length).toBeGreaterThan(costOfRun(experiment) / WORK_BETWEEN_PAUSES / 2);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(new Set(shares).size).toBeGreaterThan(4);
      expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
    },
  );

  it('hears from the midst of a step that takes a second, and of the look at it', () => {
    const large = { ...smallCurve, task: 'ridge' as const, hidden: [220, 220], steps: 1 };
    const { normal } = randomStream(1, 'data');
    const data = { training: normalSamples(normal, 20, 20_000), validation: normalSamples(normal, 20, 100) };
    const start = startOf(large, 1);
    let calls = 0;
    const history = trainFrom(large, 1, data, start, { onProgress: () => calls++ });
    // Fifty thousand weights and twenty thousand samples: they do fit, and take some hundred calls.
    expect(history.steps).toEqual([0, 1]);
    expect(calls).toBeGreaterThan(100);
  });

  it('does not change the run', () => {
    expect(train(smallCurve, 1, { onProgress: () => {} })).toEqual(train(smallCurve, 1));
  });
});
