import { HALF_MEAN_SQUARE } from '../loss.ts';
import { randomStream } from '../random.ts';
import { emptySamples, type Samples } from '../samples.ts';
import type { Task } from './task.ts';

export const RIDGE_NOISE = 1;
export const RIDGE_TRUE_LENGTH = 1;

/**
 * y = x·w* + noise, with 30 samples of 20 standard normal features, ‖w*‖ = 1 and noise of standard deviation 1:
 * the task with an answer key (theory/ridge.ts). Loss is ½·mean square, so that no 2 is left in the formulas.
 * Validated on 400 new samples.
 */
export const ridge: Task = {
  features: 20,
  trainingCount: 30,
  validationCount: 400,
  loss: HALF_MEAN_SQUARE,
  linearBias: false,
  startWidth: 1,
  noiseFloor: 0.5 * RIDGE_NOISE ** 2,
  draw(seed) {
    const random = randomStream(seed, 'data');
    const direction = Array.from({ length: this.features }, () => random.normal());
    const length = Math.hypot(...direction);
    const weights = direction.map((value) => (RIDGE_TRUE_LENGTH * value) / length);
    const truth = (features: readonly number[]) => features.reduce((sum, x, index) => sum + x * weights[index]!, 0);
    const draw = (count: number): Samples => {
      const samples = emptySamples(this.features, count);
      for (let sample = 0; sample < count; sample++) {
        const features = weights.map(() => random.normal());
        for (const [feature, value] of features.entries()) samples.inputs[feature * samples.stride + sample] = value;
        samples.targets[sample] = truth(features) + RIDGE_NOISE * random.normal();
      }
      return samples;
    };
    return { training: draw(this.trainingCount), validation: draw(this.validationCount), truth };
  },
};
