import type { Experiment } from './experiment.ts';
import { createUpdate } from './optimizers.ts';
import { randomStream } from './random.ts';

/** How loud the gradients are, weight by weight. */
export const NOISE_SCALES = [0.1, 1, 10] as const;

/** Averaged over so many weights for each scale. */
const WEIGHTS = 60;

/**
 * What is left on average of weights of 1 that no data push, only noise: gradients drawn anew each step from a normal
 * distribution of each of NOISE_SCALES as standard deviation, under the experiment's optimizer, lr, wd and steps. Where
 * decay does not depend on the gradient, (1 − lr·wd)^steps is left whatever the scale.
 */
export function leftOnNoise(experiment: Experiment, seed: number): number[] {
  const { lr, steps } = experiment;
  const { normal } = randomStream(seed, 'data');
  return NOISE_SCALES.map((scale) => {
    const update = createUpdate(experiment, new Float64Array(WEIGHTS).fill(1));
    const weights = new Float64Array(WEIGHTS).fill(1);
    const gradient = new Float64Array(WEIGHTS);
    for (let step = 0; step < steps; step++) {
      for (let i = 0; i < WEIGHTS; i++) gradient[i] = scale * normal();
      update(weights, gradient, lr);
    }
    return weights.reduce((sum, w) => sum + w, 0) / WEIGHTS;
  });
}
