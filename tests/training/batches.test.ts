import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Experiment } from '../../src/training/experiment.ts';
import { trainFrom } from '../../src/training/train.ts';
import { ridgeRegression, samplesOf } from './experiments.ts';

/*
 * Twenty samples with one feature each, all of target 1, learnt from zero: a step in a batch of b shrinks the error of
 * each weight whose sample is in it by 1 − lr/b and moves no other, so the weights tell who was visited.
 */
const COUNT = 20;
const rows = Array.from({ length: COUNT }, (_, sample) =>
  Array.from({ length: COUNT }, (_, f) => (f === sample ? 1 : 0)),
);
const oneEach = samplesOf(rows, new Array(COUNT).fill(1));
const LR = 0.5;

/** The error left of each sample after so many steps. */
function errorsAfter(steps: number, batch: Experiment['batch'], seed: number): number[] {
  const experiment = { ...ridgeRegression, wd: 0, lr: LR, batch, steps };
  const data = { training: oneEach, validation: oneEach };
  return Array.from(trainFrom(experiment, seed, data, new Float64Array(COUNT)).finalWeights, (w) => 1 - w);
}

const sizes = fc.integer({ min: 1, max: COUNT - 1 });
const seeds = fc.integer({ min: 1, max: 1e6 });

it('each epoch visits every sample once, the last batch taking what is left over', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 4 }), seeds, (batch, epochs, seed) => {
      const rest = COUNT % batch;
      const before = errorsAfter((epochs - 1) * Math.ceil(COUNT / batch) || 1, batch, seed);
      const after = errorsAfter(epochs * Math.ceil(COUNT / batch), batch, seed);
      const ratios = after.map((error, sample) => (epochs === 1 ? error : error / before[sample]!));
      const inFull = ratios.filter((ratio) => Math.abs(ratio - (1 - LR / batch)) < 1e-12).length;
      const inShort = rest === 0 ? 0 : ratios.filter((ratio) => Math.abs(ratio - (1 - LR / rest)) < 1e-12).length;
      expect([inFull, inShort]).toEqual([COUNT - rest, rest]);
    }),
  );
});

it('a step visits as many samples as the batch has', () => {
  fc.assert(
    fc.property(sizes, seeds, (batch, seed) => {
      expect(errorsAfter(1, batch, seed).filter((error) => error < 1)).toHaveLength(batch);
    }),
  );
});

it('the order is shuffled: another seed and another epoch have other batches', () => {
  const visited = (steps: number, seed: number) => errorsAfter(steps, 5, seed).map((error) => error < 1);
  expect(visited(1, 1)).not.toEqual(visited(1, 2));
  const firstOfSecondEpoch = errorsAfter(5, 5, 1).map((error, sample) => error < errorsAfter(4, 5, 1)[sample]! - 1e-12);
  expect(firstOfSecondEpoch).not.toEqual(visited(1, 1));
  expect(visited(1, 1)).not.toEqual(Array.from({ length: COUNT }, (_, sample) => sample < 5));
});

it('a batch as large as the data, or larger, is all of it: the same bits', () => {
  fc.assert(
    fc.property(fc.integer({ min: COUNT, max: 10 * COUNT }), seeds, (batch, seed) => {
      expect(errorsAfter(30, batch, seed)).toEqual(errorsAfter(30, 'all', seed));
    }),
  );
});
