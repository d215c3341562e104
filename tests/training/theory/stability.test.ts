import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../../src/training/experiment.ts';
import { taskOf } from '../../../src/training/tasks/index.ts';
import { curvatures, linearTheory } from '../../../src/training/theory/linear.ts';
import { stabilityEdge } from '../../../src/training/theory/stability.ts';
import { train } from '../../../src/training/train.ts';
import { ridgeRegression, smallCurve } from '../experiments.ts';

const seeds = fc.integer({ min: 1, max: 1000 });
const decays = fc.constantFrom(0, 0.01, 0.3, 1, 5);
const momenta = fc.double({ min: 0.1, max: 0.9, noNaN: true });
const line: Experiment = { ...ridgeRegression, task: 'curve' };

const trainingOf = (experiment: Experiment, seed: number) => taskOf(experiment).draw(seed).training;
const edgeOf = (experiment: Experiment, seed: number) => stabilityEdge(experiment, trainingOf(experiment, seed))!;

/** The length of the weights over the last third of a run of so many times the edge. */
function lengths(experiment: Experiment, seed: number, share: number): number[] {
  const { steps, weightLength, divergedAt } = train(
    { ...experiment, lr: share * edgeOf(experiment, seed), steps: 3000 },
    seed,
  );
  if (divergedAt !== null) return [Number.POSITIVE_INFINITY];
  return weightLength.filter((_, index) => steps[index]! >= 2000);
}

describe('the stability edge', () => {
  it.each([
    ['sgd, plain', { optimizer: 'sgd' }],
    ['sgd, momentum', { optimizer: 'sgd', momentum: 0.9 }],
    ['sgd, nesterov', { optimizer: 'sgd', momentum: 0.9, nesterov: true }],
    ['sgdw, plain', { optimizer: 'sgdw' }],
    ['sgdw, momentum', { optimizer: 'sgdw', momentum: 0.9 }],
    ['sgdw, nesterov', { optimizer: 'sgdw', momentum: 0.9, nesterov: true }],
    ['sgd, its bias spared', { optimizer: 'sgd', decayBiases: false }],
  ] as const)('of %s: at 0.99 of it training settles, at 1.01 it explodes', (_, change) => {
    fc.assert(
      fc.property(seeds, decays, momenta, fc.constantFrom(ridgeRegression, line), (seed, wd, momentum, base) => {
        const setting: Partial<Experiment> = change;
        const experiment = { ...base, ...setting, wd, momentum: setting.momentum === undefined ? 0 : momentum };
        const below = lengths(experiment, seed, 0.99);
        expect(Math.max(...below) / Math.min(...below) - 1).toBeLessThan(1e-3);
        const above = lengths(experiment, seed, 1.01);
        expect(above.at(-1)! / below.at(-1)!).toBeGreaterThan(1e3);
      }),
      { numRuns: 10 },
    );
  });

  it('of plain SGD is 2/(λmax + wd)', () => {
    fc.assert(
      fc.property(seeds, decays, (seed, wd) => {
        const experiment = { ...ridgeRegression, wd };
        const largest = curvatures(linearTheory(experiment, trainingOf(experiment, seed))!).at(-1)!;
        expect(edgeOf(experiment, seed)).toBeCloseTo(2 / (largest + wd), 12);
      }),
      { numRuns: 30 },
    );
  });

  it('is lowered by decay, whatever the optimizer: on a quadratic, decay never rescues', () => {
    const optimizers = fc.constantFrom('sgd' as const, 'sgdw' as const);
    fc.assert(
      fc.property(seeds, optimizers, momenta, fc.boolean(), (seed, optimizer, momentum, nesterov) => {
        const edges = [0, 0.1, 1, 10].map((wd) =>
          edgeOf({ ...ridgeRegression, optimizer, momentum, nesterov, wd }, seed),
        );
        for (let index = 1; index < edges.length; index++) expect(edges[index]).toBeLessThan(edges[index - 1]!);
      }),
      { numRuns: 30 },
    );
  });

  it('is unknown with hidden layers, Adam, mini-batches, and SGDW with spared biases', () => {
    const unknown: Partial<Experiment>[] = [
      { hidden: [4] },
      { optimizer: 'adam' },
      { optimizer: 'adamw' },
      { batch: 5 },
      { optimizer: 'sgdw', decayBiases: false },
    ];
    for (const change of unknown) {
      const experiment = { ...ridgeRegression, ...change };
      expect(stabilityEdge(experiment, trainingOf(experiment, 1))).toBeNull();
    }
    expect(stabilityEdge({ ...ridgeRegression, batch: 30 }, trainingOf(ridgeRegression, 1))).not.toBeNull();
    expect(stabilityEdge(smallCurve, trainingOf(smallCurve, 1))).toBeNull();
  });
});
