import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../src/training/experiment.ts';
import { createKernel } from '../../../src/training/kernel.ts';
import { networkOf } from '../../../src/training/network.ts';
import { taskOf } from '../../../src/training/tasks/index.ts';
import { train, trainFrom } from '../../../src/training/train.ts';
import { ridgeRegression, samplesOf, smallCurve } from '../experiments.ts';

/** ∂L/∂w of the data loss, at these weights. */
function dataGradient(experiment: Experiment, seed: number, at: Float64Array): Float64Array {
  const { training } = taskOf(experiment).draw(seed);
  const { weights, gradient, lossAndGradient } = createKernel(
    networkOf(experiment),
    training.count,
    taskOf(experiment).loss,
  );
  weights.set(at);
  lossAndGradient(training);
  return gradient;
}

describe('at the end of L2 training', () => {
  it.each([
    ['a linear model', { ...ridgeRegression, wd: 0.5, steps: 2000 }],
    ['a network', { ...smallCurve, hidden: [8], momentum: 0.9, lr: 0.1, wd: 0.01, steps: 20_000 }],
  ] as const)('of %s, the data pushes each weight as hard as the decay pulls: g = −wd·w', (_, experiment) => {
    for (let seed = 1; seed <= 3; seed++) {
      const { finalWeights, weightLength } = train(experiment, seed);
      const gradient = dataGradient(experiment, seed, finalWeights);
      for (const [index, w] of finalWeights.entries()) {
        expect(Math.abs(gradient[index]! + experiment.wd * w)).toBeLessThan(1e-9);
      }
      // Not the empty balance of a collapsed model, whose pushes and pulls are both zero.
      expect(weightLength.at(-1)).toBeGreaterThan(0.3);
    }
  });

  it.each([0.1, 1, 5])(
    'a single weight with true value 3 and curvature 1 has grown from 0 to 3/(1 + wd) at wd %d',
    (wd) => {
      const axis = Array.from({ length: 20 }, (_, index) => (index === 0 ? 1 : 0));
      const data = samplesOf([axis], [3]);
      const experiment = { ...ridgeRegression, wd, lr: 0.1, steps: 1000 };
      const { finalWeights } = trainFrom(experiment, 1, { training: data, validation: data }, new Float64Array(20));
      expect(finalWeights[0]).toBeCloseTo(3 / (1 + wd), 13);
    },
  );
});

it('weights do grow against the decay, wherever the data pushes harder', () => {
  const { firstWeights, finalWeights } = train(ridgeRegression, 1);
  const grew = finalWeights.filter((w, index) => Math.abs(w) > Math.abs(firstWeights[index]!)).length;
  expect(grew).toBeGreaterThan(0);
  expect(grew).toBeLessThan(20);
});
