import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/training/experiment.ts';
import { trainWithForces } from '../../src/training/forces.ts';
import { createKernel } from '../../src/training/kernel.ts';
import { networkOf } from '../../src/training/network.ts';
import { BETA1, BETA2, EPSILON } from '../../src/training/optimizers.ts';
import { taskOf } from '../../src/training/tasks/index.ts';
import { restSlope } from '../../src/training/theory/rest.ts';
import { train } from '../../src/training/train.ts';
import { anyExperiment, ridgeRegression, smallCurve } from './experiments.ts';

const decayed: Experiment = { ...smallCurve, momentum: 0.9, wd: 0.01, steps: 300 };

describe('the forces of a run', () => {
  it('leave the run as it is', () => {
    fc.assert(
      fc.property(anyExperiment, (experiment) => {
        const { forces, ...history } = trainWithForces(experiment, 1);
        expect(history).toEqual(train(experiment, 1));
        expect(forces === undefined).toBe(history.divergedAt !== null);
      }),
      { numRuns: 30 },
    );
  });

  it('push each weight by how fast the data loss falls along it, as small steps to either side tell', () => {
    const { forces, finalWeights } = trainWithForces(decayed, 1);
    const task = taskOf(decayed);
    const { training } = task.draw(1);
    const kernel = createKernel(networkOf(decayed), training.count, task.loss);
    const lossAt = (index: number, change: number) => {
      kernel.weights.set(finalWeights);
      kernel.weights[index]! += change;
      return kernel.loss(training);
    };
    for (const [index, push] of forces!.push.entries()) {
      expect(push).toBeCloseTo((lossAt(index, -1e-5) - lossAt(index, 1e-5)) / 2e-5, 8);
    }
  });

  it('of AdamW push by −m̂/(√v̂ + ε), as its averages of the gradients tell', () => {
    const experiment: Experiment = { ...smallCurve, optimizer: 'adamw', lr: 0.01, wd: 1, steps: 60, hidden: [3] };
    const { forces, firstWeights } = trainWithForces(experiment, 2);
    const task = taskOf(experiment);
    const { training } = task.draw(2);
    const kernel = createKernel(networkOf(experiment), training.count, task.loss);
    kernel.weights.set(firstWeights);
    let [mean, square] = [Array.from(firstWeights, () => 0), Array.from(firstWeights, () => 0)];
    let push: number[] = [];
    for (let step = 1; step <= experiment.steps; step++) {
      kernel.lossAndGradient(training);
      mean = mean.map((m, i) => BETA1 * m + (1 - BETA1) * kernel.gradient[i]!);
      square = square.map((v, i) => BETA2 * v + (1 - BETA2) * kernel.gradient[i]! ** 2);
      push = mean.map((m, i) => -m / (1 - BETA1 ** step) / (Math.sqrt(square[i]! / (1 - BETA2 ** step)) + EPSILON));
      for (const [i, u] of push.entries()) {
        kernel.weights[i] = (1 - experiment.lr * experiment.wd) * kernel.weights[i]! + experiment.lr * u;
      }
    }
    for (const [index, u] of push.entries()) expect(forces!.push[index]).toBeCloseTo(u, 9);
  });

  it('follow weights along the way that the same run takes when it ends earlier', () => {
    const { forces } = trainWithForces(decayed, 1);
    const { steps } = forces!.courses[0]!;
    for (const at of [0, 1, 30, 70, steps.length - 1]) {
      const shorter = trainWithForces({ ...decayed, steps: Math.max(1, steps[at]!) }, 1);
      const then = steps[at] === 0 ? shorter.firstWeights : shorter.finalWeights;
      for (const { index, values, push } of forces!.courses) {
        expect(values[at]).toBe(then[index]);
        if (steps[at]! > 0) expect(push[at]).toBe(shorter.forces!.push[index]);
      }
    }
  });

  it('follow the weights that changed most, each way, and only such as decay', () => {
    const spared = { ...decayed, decayBiases: false };
    const { forces, firstWeights, finalWeights } = trainWithForces(spared, 1);
    const { layers } = networkOf(spared);
    const isBias = (i: number) => layers.some(({ biases, outputs }) => i >= biases! && i < biases! + outputs);
    const growth = (i: number) => Math.abs(finalWeights[i]!) - Math.abs(firstWeights[i]!);
    const all = [...finalWeights.keys()].filter((i) => !isBias(i)).map(growth);
    const followed = forces!.courses.map(({ index }) => growth(index));
    const ranked = all.toSorted((a, b) => b - a);
    expect(followed).toEqual([...ranked.slice(0, 3), ...ranked.slice(-3).reverse()]);
    expect(forces!.courses.some(({ index }) => isBias(index))).toBe(false);
  });

  it('follow none upwards where none grew', () => {
    const crushed = trainWithForces({ ...ridgeRegression, wd: 1_000, lr: 0.001 }, 1);
    expect(crushed.forces!.courses).toHaveLength(3);
  });
});

describe('where training comes to rest', () => {
  const short = { ...ridgeRegression, steps: 4_000, lr: 0.05 };
  it.each<[string, Experiment]>([
    ['sgd', short],
    ['sgd with momentum', { ...short, momentum: 0.9 }],
    ['sgdw', { ...short, optimizer: 'sgdw' }],
    ['sgdw with momentum', { ...short, optimizer: 'sgdw', momentum: 0.9 }],
    ['sgdw with nesterov momentum', { ...short, optimizer: 'sgdw', momentum: 0.9, nesterov: true }],
    // At a constant lr Adam's steps stay long however small the gradient, and it hovers around.
    ['adam', { ...short, optimizer: 'adam', lr: 0.03, schedule: 'cosine' }],
  ])('under %s, push is restSlope·w', (_, experiment) => {
    const { forces, finalWeights } = trainWithForces(experiment, 1);
    for (const [index, push] of forces!.push.entries()) {
      expect(push).toBeCloseTo(restSlope(experiment) * finalWeights[index]!, 8);
    }
    expect(Math.max(...forces!.push)).toBeGreaterThan(0.01);
  });

  it('under adamw, the push that has been divided by its size is wd·w, and −g is far from it', () => {
    const experiment: Experiment = { ...short, optimizer: 'adamw', lr: 0.03, wd: 1, steps: 8_000 };
    const { forces, finalWeights } = trainWithForces(experiment, 1);
    const task = taskOf(experiment);
    const { training } = task.draw(1);
    const kernel = createKernel(networkOf(experiment), training.count, task.loss);
    kernel.weights.set(finalWeights);
    kernel.lossAndGradient(training);
    const gap = (push: Float64Array) => {
      const length = (values: Float64Array) => Math.hypot(...values);
      return length(push.map((u, i) => u - finalWeights[i]!)) / length(finalWeights);
    };
    // It hovers there, in steps whose last bits decide how far it is at any one of them.
    expect(gap(forces!.push)).toBeLessThan(0.05);
    expect(gap(kernel.gradient.map((g) => -g))).toBeGreaterThan(0.5);
  });
});
