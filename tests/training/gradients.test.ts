import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKernel, type Kernel } from '../../src/training/kernel.ts';
import { CROSS_ENTROPY, HALF_MEAN_SQUARE, MEAN_SQUARE } from '../../src/training/loss.ts';
import { createNetwork, type Network, startWeights } from '../../src/training/network.ts';
import { randomStream } from '../../src/training/random.ts';
import type { Samples } from '../../src/training/samples.ts';
import { normalSamples } from './experiments.ts';

const shapes = fc.record({
  hidden: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  features: fc.integer({ min: 1, max: 9 }),
  // Odd counts leave padding beside the samples.
  count: fc.integer({ min: 1, max: 13 }),
  activation: fc.constantFrom('tanh' as const, 'relu' as const),
  bias: fc.boolean(),
  loss: fc.constantFrom(MEAN_SQUARE, HALF_MEAN_SQUARE, CROSS_ENTROPY),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

it('the gradient is the slope of the loss, whatever the shape of the network', () => {
  let checked = 0;
  let switching = 0;
  fc.assert(
    fc.property(shapes, ({ hidden, features, count, activation, bias, loss, seed }) => {
      const random = randomStream(seed, 'data');
      const network = createNetwork([features, ...hidden, 1], activation, bias);
      const samples = normalSamples(random.normal, features, count);
      // Room for more samples than there are: what an earlier, larger batch left must not leak in.
      const kernel = createKernel(network, count + 5, loss);
      kernel.lossAndGradient(normalSamples(random.normal, features, count + 5));
      kernel.weights.set(startWeights(network, random));
      kernel.lossAndGradient(samples);
      const gradient = kernel.gradient.slice();
      const scale = Math.max(1, ...gradient.map(Math.abs));
      for (let index = 0; index < network.size; index++) {
        const slope = slopeAlong(kernel, index, samples, network);
        if (slope === null) switching++;
        else checked++;
        if (slope !== null) expect(Math.abs(gradient[index]! - slope) / scale).toBeLessThan(1e-8);
      }
    }),
    { numRuns: 150 },
  );
  expect(switching).toBeLessThan(checked / 100);
});

it('a gradient in the ½ convention is half of one in PyTorch’s, to the last bit', () => {
  fc.assert(
    fc.property(shapes, ({ hidden, features, count, activation, bias, seed }) => {
      const random = randomStream(seed, 'data');
      const network = createNetwork([features, ...hidden, 1], activation, bias);
      const samples = normalSamples(random.normal, features, count);
      const start = startWeights(network, random);
      const [whole, half] = [MEAN_SQUARE, HALF_MEAN_SQUARE].map((loss) => {
        const kernel = createKernel(network, count, loss);
        kernel.weights.set(start);
        return { loss: kernel.lossAndGradient(samples), gradient: kernel.gradient };
      });
      expect(half!.loss).toBe(whole!.loss / 2);
      expect(half!.gradient).toEqual(whole!.gradient.map((g) => g / 2));
    }),
    { numRuns: 30 },
  );
});

/** (L(w + h) − L(w − h)) / 2h; null where a relu switches between the two, for there the loss has no one slope. */
function slopeAlong(kernel: Kernel, index: number, samples: Samples, { activation }: Network): number | null {
  const at = kernel.weights[index]!;
  const lossAt = (value: number) => {
    kernel.weights[index] = value;
    const loss = kernel.loss(samples);
    kernel.weights[index] = at;
    return loss;
  };
  const slope = (h: number) => (lossAt(at + h) - lossAt(at - h)) / (2 * h);
  const [wide, narrow] = [slope(2e-5), slope(1e-5)];
  // Where no relu switches, its network's loss is a parabola along one weight, and has the same slope from any h.
  if (activation === 'relu' && Math.abs(wide - narrow) > 1e-9 * Math.max(1, Math.abs(narrow))) return null;
  return narrow;
}
