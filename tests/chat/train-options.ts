import fc from 'fast-check';
import { ACTIVATIONS, OPTIMIZERS, SCHEDULES, TASKS } from '../../src/training/experiment.ts';

const number = (max: number, constraints: fc.DoubleConstraints = {}) =>
  fc.double({ min: 0, max, noNaN: true, ...constraints }).map((value) => value + 0);

const anyExperiment = {
  lr: number(1_000, { minExcluded: true }),
  wd: fc.uniqueArray(number(1_000), { minLength: 1, maxLength: 5 }),
  task: fc.constantFrom(...TASKS),
  optimizer: fc.constantFrom(...OPTIMIZERS),
  momentum: number(0.999),
  steps: fc.integer({ min: 1, max: 100_000 }),
  batch: fc.oneof(fc.constant('all' as const), fc.integer({ min: 1, max: 40 })),
  schedule: fc.constantFrom(...SCHEDULES),
  seeds: fc.integer({ min: 1, max: 20 }),
  hidden: fc.array(fc.integer({ min: 1, max: 256 }), { maxLength: 4 }),
  activation: fc.constantFrom(...ACTIVATIONS),
  nesterov: fc.boolean(),
  'decay-biases': fc.boolean(),
};

/** The options of an experiment as they stand after reading, whether or not they go together. */
export const anyExperimentOptions = fc.record(anyExperiment, { requiredKeys: [] });

/** The same with what else /train takes. */
export const anyTrainOptions = fc.record({ ...anyExperiment, private: fc.boolean() }, { requiredKeys: [] });
