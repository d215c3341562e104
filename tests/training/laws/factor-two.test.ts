import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKernel } from '../../../src/training/kernel.ts';
import { MEAN_SQUARE } from '../../../src/training/loss.ts';
import { networkOf } from '../../../src/training/network.ts';
import { curve } from '../../../src/training/tasks/curve.ts';
import { train } from '../../../src/training/train.ts';
import { smallCurve } from '../experiments.ts';

it('a penalty wd·Σw² with wd is one of (wd/2)·Σw² with twice the wd: the same weights, to the last bit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (seed, lr, wd) => {
        const twice = train({ ...smallCurve, lr, wd: 2 * wd }, seed);
        // The other convention, by hand: ∂(wd·Σw²)/∂w = 2·wd·w.
        const { training } = curve.draw(seed);
        const { weights, gradient, lossAndGradient } = createKernel(networkOf(smallCurve), training.count, MEAN_SQUARE);
        weights.set(twice.firstWeights);
        for (let step = 0; step < smallCurve.steps; step++) {
          lossAndGradient(training);
          for (let i = 0; i < weights.length; i++) weights[i]! -= lr * (gradient[i]! + 2 * wd * weights[i]!);
        }
        expect(weights).toEqual(twice.finalWeights);
      },
    ),
    { numRuns: 25 },
  );
});
