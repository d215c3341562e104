import type { Experiment } from '../../src/training/experiment.ts';

/** A run of a few milliseconds. */
export const short: Experiment = {
  task: 'curve',
  hidden: [8],
  activation: 'tanh',
  optimizer: 'sgd',
  momentum: 0.9,
  nesterov: false,
  lr: 0.05,
  wd: 0.01,
  decayBiases: true,
  schedule: 'constant',
  batch: 'all',
  steps: 200,
  seeds: 2,
};

/** A run that nobody would wait for: half a minute. It tells its first progress within a second. */
export const endless: Experiment = { ...short, hidden: [64, 64], steps: 40_000, seeds: 1 };
