import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../src/training/experiment.ts';
import { train } from '../../../src/training/train.ts';
import { relativeGap, ridgeRegression, smallCurve } from '../experiments.ts';

/* "Decoupled Weight Decay Regularization", arXiv 1711.05101, propositions 1 and 2. */

/** 200 steps, each rounding 1 − lr·wd and a few sums at 1e-16. */
const ROUNDING = 1e-13;

const settings = fc.record({
  seed: fc.integer({ min: 1, max: 1000 }),
  lr: fc.double({ min: 0.001, max: 0.05, noNaN: true }),
  wd: fc.double({ min: 0.001, max: 1, noNaN: true }),
});

/** ‖w_a − w_b‖ / ‖w_b‖ after the last step, of the same run by two optimizers. */
function gap(experiment: Experiment, a: Experiment['optimizer'], b: Experiment['optimizer'], seed: number): number {
  const [one, two] = [a, b].map((optimizer) => train({ ...experiment, optimizer }, seed).finalWeights);
  return relativeGap(one!, two!);
}

describe('L2 in the gradient and decay of the weights', () => {
  it('are one and the same under plain SGD, all along', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom(smallCurve, ridgeRegression), ({ seed, lr, wd }, base) => {
        const experiment = { ...base, lr, wd, steps: 200 };
        const l2 = train(experiment, seed);
        const decoupled = train({ ...experiment, optimizer: 'sgdw' }, seed);
        expect(relativeGap(l2.finalWeights, decoupled.finalWeights)).toBeLessThan(ROUNDING);
        expect(relativeGap(l2.dataLoss, decoupled.dataLoss)).toBeLessThan(ROUNDING);
        expect(relativeGap(l2.weightLength, decoupled.weightLength)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['momentum', { momentum: 0.9 }, 'sgd', 'sgdw'],
    ['nesterov', { momentum: 0.9, nesterov: true }, 'sgd', 'sgdw'],
    ['Adam', { lr: 0.01, wd: 0.1 }, 'adam', 'adamw'],
  ] as const)('part under %s, by a tenth and more within 200 steps', (_, change, l2, decoupled) => {
    for (let seed = 1; seed <= 5; seed++) {
      expect(gap({ ...smallCurve, wd: 0.05, ...change }, l2, decoupled, seed)).toBeGreaterThan(0.1);
    }
  });

  it('do not part where there is nothing to decay', () => {
    for (const [l2, decoupled] of [
      ['sgd', 'sgdw'],
      ['adam', 'adamw'],
    ] as const) {
      expect(gap({ ...smallCurve, momentum: 0.9, wd: 0 }, l2, decoupled, 1)).toBe(0);
    }
  });
});
