import { MEAN_SQUARE } from '../loss.ts';
import { randomStream } from '../random.ts';
import { emptySamples, type Samples } from '../samples.ts';
import type { Task } from './task.ts';

const NOISE = 0.3;
const truth = (x: number) => Math.sin(1.5 * Math.PI * x);

/**
 * Twenty points of sin(1.5πx) with noise of standard deviation 0.3, one at random in each twentieth of [−1, 1]: few
 * and noisy enough that a network of a thousand weights bends to every one of them, and no seed leaves a gap so wide
 * that the gap is all one sees. Validated on 200 new noisy points, evenly spread.
 */
export const curve: Task = {
  features: 1,
  trainingCount: 20,
  validationCount: 200,
  loss: MEAN_SQUARE,
  linearBias: true,
  // From PyTorch's own start the network is too stiff to bend between two points, and nothing overfits; from a start
  // three times wider single runs jump at lr 0.05.
  startWidth: 2,
  noiseFloor: NOISE ** 2,
  draw(seed) {
    const random = randomStream(seed, 'data');
    const draw = (count: number, place: (index: number) => number): Samples => {
      const samples = emptySamples(1, count);
      for (let index = 0; index < count; index++) {
        const x = place(index);
        samples.inputs[index] = x;
        samples.targets[index] = truth(x) + NOISE * random.normal();
      }
      return samples;
    };
    return {
      training: draw(this.trainingCount, (index) => (2 * (index + random.uniform())) / this.trainingCount - 1),
      validation: draw(this.validationCount, (index) => (2 * index + 1) / this.validationCount - 1),
      truth: ([x]) => truth(x!),
    };
  },
};
