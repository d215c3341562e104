import type { Activation, Experiment } from './experiment.ts';
import type { Random } from './random.ts';
import { taskOf } from './tasks/index.ts';

/** The shape of a multilayer perceptron with one output; without hidden layers it is linear regression. */
export interface Network {
  /** Units of each layer, inputs first, the one output last. */
  readonly widths: readonly number[];
  readonly activation: Activation;
  readonly layers: readonly Layer[];
  /** How many parameters there are, weights and biases. */
  readonly size: number;
}

/** Where one layer's parameters stand in the one long array of them all. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Start of the weights, outputs × inputs, one output's after another (PyTorch's `linear.weight`). */
  readonly weights: number;
  /** Start of the biases, one an output; null without. */
  readonly biases: number | null;
}

export function createNetwork(widths: readonly number[], activation: Activation, bias = true): Network {
  const layers: Layer[] = [];
  let size = 0;
  for (const [index, inputs] of widths.slice(0, -1).entries()) {
    const outputs = widths[index + 1]!;
    const weights = size;
    size += inputs * outputs;
    layers.push({ inputs, outputs, weights, biases: bias ? size : null });
    if (bias) size += outputs;
  }
  return { widths, activation, layers, size };
}

/** The network that an experiment trains. */
export function networkOf(experiment: Experiment): Network {
  const { hidden, activation } = experiment;
  const { features, linearBias } = taskOf(experiment);
  return createNetwork([features, ...hidden, 1], activation, hidden.length > 0 || linearBias);
}

/**
 * Random weights to start from: uniform within ±1/√inputs, weights and biases, as PyTorch's Linear has it; the first
 * layer `firstLayerWidth` times wider.
 */
export function startWeights(network: Network, random: Random, firstLayerWidth = 1): Float64Array {
  const start = new Float64Array(network.size);
  for (const [depth, { inputs, outputs, weights, biases }] of network.layers.entries()) {
    const bound = (depth === 0 ? firstLayerWidth : 1) / Math.sqrt(inputs);
    const end = weights + inputs * outputs + (biases === null ? 0 : outputs);
    for (let index = weights; index < end; index++) start[index] = bound * (2 * random.uniform() - 1);
  }
  return start;
}

/** 1 for every parameter that decays, 0 for biases that are spared. */
export function decayMask(network: Network, decayBiases: boolean): Float64Array {
  const mask = new Float64Array(network.size).fill(1);
  if (decayBiases) return mask;
  for (const { biases, outputs } of network.layers) if (biases !== null) mask.fill(0, biases, biases + outputs);
  return mask;
}
