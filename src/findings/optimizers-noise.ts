import type { Experiment } from '../training/experiment.ts';
import type { History } from '../training/history.ts';
import type { NoiseStudy } from './optimizers.ts';

/**
 * Where Adam's L2 is shown to decay unevenly: steps short enough that the noise itself moves the weights little, and
 * enough of them for decay to take a quarter. (The task is beside the point; its gradients are not used.)
 */
const NOISE_SETTINGS: Experiment = {
  task: 'ridge',
  hidden: [],
  activation: 'tanh',
  optimizer: 'adam',
  momentum: 0,
  nesterov: false,
  lr: 0.001,
  wd: 0.1,
  decayBiases: true,
  schedule: 'constant',
  batch: 'all',
  steps: 3_000,
  seeds: 1,
};

/** Adam with L2 and AdamW, each to be told on noise alone. */
export const NOISE_EXPERIMENTS: readonly [Experiment, Experiment] = [
  NOISE_SETTINGS,
  { ...NOISE_SETTINGS, optimizer: 'adamw' },
];

/** @param histories of NOISE_EXPERIMENTS, each with leftOnNoise. */
export function noiseStudy([adam, adamw]: readonly (readonly History[])[]): NoiseStudy {
  const { lr, wd, steps } = NOISE_SETTINGS;
  return {
    experiment: NOISE_SETTINGS,
    adam: adam![0]!.leftOnNoise!,
    adamw: adamw![0]!.leftOnNoise!,
    theory: (1 - lr * wd) ** steps,
  };
}
