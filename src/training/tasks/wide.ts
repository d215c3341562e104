import { HALF_MEAN_SQUARE } from '../loss.ts';
import { randomStream } from '../random.ts';
import { emptySamples, type Samples } from '../samples.ts';
import type { Task } from './task.ts';

const FEATURES = 200;
const NOISE = 0.01;
const OFFSET = 0.05;
/** Each of the true weights, and the standard deviation of those it starts from. */
const WEIGHT = 0.01;

/**
 * The example of the chapter on weight decay in "Dive into Deep Learning" (d2l.ai), number by number: 20 points of 200
 * standard normal features, y = 0.05 + 0.01·Σx + noise of standard deviation 0.01, and ½·mean square for the loss.
 * Validated on 100 new points.
 *
 * It is kept to show what that demo hides. Its validation loss falls from 0.0200 to 0.0107 with wd 3 (medians over 20
 * seeds), but always predicting the mean scores 0.0106, and no wd does better: 20 points can fix 20 of 201 directions,
 * a tenth of the truth. Along the others a linear model stays where it started, and its random start, as long as the
 * true weights, counts there as error. Decay erases the start; started from zero, there is nothing for it to erase (0.0106
 * without any), and from PyTorch's, four times as wide, all the more (0.159).
 */
export const wide: Task = {
  features: FEATURES,
  trainingCount: 20,
  validationCount: 100,
  loss: HALF_MEAN_SQUARE,
  linearBias: true,
  // Uniform with the standard deviation of theirs: ±√3·0.01.
  startWidth: WEIGHT * Math.sqrt(3 * FEATURES),
  noiseFloor: 0.5 * NOISE ** 2,
  draw(seed) {
    const random = randomStream(seed, 'data');
    const truth = (features: readonly number[]) => OFFSET + WEIGHT * features.reduce((sum, x) => sum + x, 0);
    const draw = (count: number): Samples => {
      const samples = emptySamples(this.features, count);
      for (let sample = 0; sample < count; sample++) {
        const features = Array.from({ length: this.features }, () => random.normal());
        for (const [feature, value] of features.entries()) samples.inputs[feature * samples.stride + sample] = value;
        samples.targets[sample] = truth(features) + NOISE * random.normal();
      }
      return samples;
    };
    return { training: draw(this.trainingCount), validation: draw(this.validationCount), truth };
  },
};
