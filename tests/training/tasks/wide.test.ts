import { describe, expect, test } from 'vitest';
import { final } from '../../../src/training/history.ts';
import { networkOf, startWeights } from '../../../src/training/network.ts';
import { randomStream } from '../../../src/training/random.ts';
import { wide } from '../../../src/training/tasks/wide.ts';
import { meanBaseline } from '../../../src/training/theory/baseline.ts';
import { train, trainFrom } from '../../../src/training/train.ts';
import { wide as experiment } from '../../experiments.ts';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const validationOf = (wd: number) =>
  mean(seeds.map((seed) => final(train({ ...experiment, wd }, seed).validationLoss)));
const baseline = mean(
  seeds.map((seed) => {
    const { training, validation } = wide.draw(seed);
    return meanBaseline(training, validation, wide.loss);
  }),
);

describe('what the textbook’s example hides', () => {
  test('decay about halves validation loss, and predicting the mean does as well', () => {
    const [without, decayed] = [validationOf(0), validationOf(3)];
    expect(decayed / without).toBeLessThan(0.65);
    expect(decayed / baseline).toBeGreaterThan(0.95);
    expect(decayed / baseline).toBeLessThan(1.1);
  });

  test('started from zero there is nothing for decay to erase', () => {
    const fromZero = (wd: number) =>
      mean(
        seeds.map((seed) => {
          const start = new Float64Array(networkOf(experiment).size);
          return final(trainFrom({ ...experiment, wd }, seed, wide.draw(seed), start).validationLoss);
        }),
      );
    expect(fromZero(3) / fromZero(0)).toBeGreaterThan(0.97);
  });

  test('its start is as long as the true weights', () => {
    const start = startWeights(networkOf(experiment), randomStream(1, 'start'), wide.startWidth);
    const deviation = Math.sqrt(mean([...start].map((weight) => weight ** 2)));
    expect(deviation).toBeGreaterThan(0.009);
    expect(deviation).toBeLessThan(0.011);
  });
});
