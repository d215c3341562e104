import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { expect, it } from 'vitest';
import type { Experiment } from '../../../src/training/experiment.ts';
import { createKernel } from '../../../src/training/kernel.ts';
import { networkOf } from '../../../src/training/network.ts';
import { taskOf } from '../../../src/training/tasks/index.ts';
import { ridge } from '../../../src/training/tasks/ridge.ts';
import { linearTheory, ridgeSolution } from '../../../src/training/theory/linear.ts';
import { RIDGE_BEST_WD } from '../../../src/training/theory/ridge.ts';
import { train, trainFrom } from '../../../src/training/train.ts';
import { relativeGap, ridgeRegression, samplesOf } from '../experiments.ts';

const seeds = fc.integer({ min: 1, max: 1000 });

it('gradient descent on a linear model ends at the ridge solution', () => {
  fc.assert(
    fc.property(seeds, fc.double({ min: 0.3, max: 2, noNaN: true }), fc.boolean(), (seed, wd, momentum) => {
      const experiment = { ...ridgeRegression, wd, momentum: momentum ? 0.5 : 0, steps: 1500 };
      const { finalWeights } = train(experiment, seed);
      const solution = ridgeSolution(linearTheory(experiment, ridge.draw(seed).training)!);
      expect(relativeGap(finalWeights, solution)).toBeLessThan(1e-12);
    }),
    { numRuns: 25 },
  );
});

it('the ridge solution has no slope left: Xᵀ(Xw − y)/n + wd·w is zero, a spared bias undecayed', () => {
  const line: Experiment = { ...ridgeRegression, task: 'curve', decayBiases: false, wd: 0.7 };
  fc.assert(
    fc.property(seeds, fc.constantFrom(ridgeRegression, line), (seed, experiment) => {
      const task = taskOf(experiment);
      const { training } = task.draw(seed);
      const { weights, gradient, lossAndGradient } = createKernel(networkOf(experiment), 30, task.loss);
      weights.set(ridgeSolution(linearTheory(experiment, training)!));
      lossAndGradient(training);
      for (const [index, w] of weights.entries()) {
        const decay = experiment === line && index === 1 ? 0 : experiment.wd;
        expect(Math.abs(gradient[index]! + decay * w)).toBeLessThan(1e-13);
      }
    }),
    { numRuns: 40 },
  );
});

it('along each axis of the curvature, the distance to the end shrinks by 1 − lr(λ + wd) a step', () => {
  fc.assert(
    fc.property(
      seeds,
      fc.double({ min: 0.01, max: 0.3, noNaN: true }),
      fc.double({ min: 0.05, max: 2, noNaN: true }),
      fc.integer({ min: 1, max: 600 }),
      (seed, lr, wd, steps) => {
        const experiment = { ...ridgeRegression, lr, wd, steps };
        const theory = linearTheory(experiment, ridge.draw(seed).training)!;
        const { firstWeights, finalWeights } = train(experiment, seed);
        const solution = ridgeSolution(theory);
        const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(theory.curvature, {
          assumeSymmetric: true,
        });
        const along = (weights: Float64Array) =>
          eigenvectorMatrix.transpose().mmul(Matrix.columnVector([...weights].map((w, i) => w - solution[i]!)));
        const [before, after] = [along(firstWeights).to1DArray(), along(finalWeights).to1DArray()];
        for (const [axis, curvature] of realEigenvalues.entries()) {
          const expected = before[axis]! * (1 - lr * (curvature + wd)) ** steps;
          expect(Math.abs(after[axis]! - expected)).toBeLessThan(1e-13);
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('a sweep over wd validates best at σ²d/(n‖w*‖²) = 0.667, and worse the farther from it', () => {
  expect(RIDGE_BEST_WD).toBeCloseTo(2 / 3, 15);
  const sweep = [0, 1 / 5, 2 / 5, 2 / 3, 10 / 9, 2, 5];
  const unit = (place: number) => Array.from({ length: 20 }, (_, index) => (index === place ? 1 : 0));
  // One validation sample: the excess error is known without any, ‖w − w*‖² for standard normal features.
  const validation = samplesOf([unit(0)], [0]);
  const totals = sweep.map(() => 0);
  for (let seed = 1; seed <= 100; seed++) {
    const { training, truth } = ridge.draw(seed);
    const start = train({ ...ridgeRegression, steps: 1 }, seed).firstWeights;
    for (const [index, wd] of sweep.entries()) {
      const experiment = { ...ridgeRegression, wd, steps: 300 };
      const { finalWeights } = trainFrom(experiment, seed, { training, validation }, start);
      const excess = finalWeights.reduce((sum, w, place) => sum + (w - truth!(unit(place))) ** 2, 0);
      totals[index]! += excess;
    }
  }
  const best = sweep[totals.indexOf(Math.min(...totals))];
  expect(best).toBe(2 / 3);
  const at = sweep.indexOf(2 / 3);
  expect(totals.slice(0, at + 1)).toEqual(totals.slice(0, at + 1).toSorted((a, b) => b - a));
  expect(totals.slice(at)).toEqual(totals.slice(at).toSorted((a, b) => a - b));
});
