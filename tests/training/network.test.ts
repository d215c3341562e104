import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OPTIMIZERS } from '../../src/training/experiment.ts';
import { createNetwork, decayMask, networkOf, startWeights } from '../../src/training/network.ts';
import { createUpdate } from '../../src/training/optimizers.ts';
import { randomStream } from '../../src/training/random.ts';
import { train } from '../../src/training/train.ts';
import { ridgeRegression, smallCurve } from './experiments.ts';

const widths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }).map((layers) => [...layers, 1]);

it('the parameters stand in PyTorch’s order, layer by layer, weights then biases, without a gap', () => {
  const network = createNetwork([2, 3, 1], 'tanh');
  expect(network.layers).toEqual([
    { inputs: 2, outputs: 3, weights: 0, biases: 6 },
    { inputs: 3, outputs: 1, weights: 9, biases: 12 },
  ]);
  expect(network.size).toBe(13);
  expect(createNetwork([2, 3, 1], 'tanh', false).size).toBe(9);
});

it('a linear model of ridge has no bias; one of curve, and any with hidden layers, has', () => {
  expect(networkOf(ridgeRegression).size).toBe(20);
  expect(networkOf({ ...smallCurve, hidden: [] }).size).toBe(2);
  expect(networkOf({ ...ridgeRegression, hidden: [1] }).size).toBe(23);
});

it('spared biases are exactly the biases', () => {
  fc.assert(
    fc.property(widths, fc.boolean(), (layers, bias) => {
      const network = createNetwork(layers, 'tanh', bias);
      expect(decayMask(network, true)).toEqual(new Float64Array(network.size).fill(1));
      const spared = decayMask(network, false);
      const biases = network.layers.flatMap(({ biases: first, outputs }) =>
        first === null ? [] : Array.from({ length: outputs }, (_, output) => first + output),
      );
      for (const [parameter, decays] of spared.entries()) expect(decays).toBe(biases.includes(parameter) ? 0 : 1);
    }),
  );
});

it('the start is spread over ±1/√inputs in each layer, the first as much wider as it is told', () => {
  const network = createNetwork([4, 150, 100, 1], 'tanh');
  const start = startWeights(network, randomStream(1, 'start'), 3);
  for (const [bound, { inputs, outputs, weights }] of [3 / 2, 1 / Math.sqrt(150), 1 / 10].map(
    (limit, depth) => [limit, network.layers[depth]!] as const,
  )) {
    const sizes = start.slice(weights, weights + (inputs + 1) * outputs).map(Math.abs);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(bound);
    expect(Math.max(...sizes)).toBeGreaterThan(0.9 * bound);
  }
});

it.each(OPTIMIZERS)('%s shrinks the weights and leaves spared biases as they are', (optimizer) => {
  const network = createNetwork([3, 4, 1], 'tanh');
  const decays = decayMask(network, false);
  const update = createUpdate({ optimizer, momentum: 0.9, nesterov: false, wd: 0.1 }, decays);
  const start = startWeights(network, randomStream(1, 'start'));
  const weights = start.slice();
  for (let step = 0; step < 10; step++) update(weights, new Float64Array(network.size), 0.01);
  for (const [index, w] of weights.entries()) {
    if (decays[index] === 0) expect(w).toBe(start[index]);
    else expect(Math.abs(w)).toBeLessThan(Math.abs(start[index]!));
  }
});

it('the penalty counts the parameters that decay, and no others', () => {
  for (const decayBiases of [true, false]) {
    const experiment = { ...smallCurve, wd: 0.5, decayBiases };
    const history = train(experiment, 1);
    const mask = decayMask(networkOf(experiment), decayBiases);
    const squares = history.finalWeights.reduce((sum, w, index) => sum + mask[index]! * w * w, 0);
    expect(history.penalty.at(-1)).toBeCloseTo((experiment.wd / 2) * squares, 12);
  }
});
