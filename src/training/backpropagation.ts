import type { Kernel } from './kernel.ts';
import { type Loss, lossGradient, lossOf } from './loss.ts';
import type { Layer, Network } from './network.ts';
import { type Matrix, multiply, multiplyBySamples, transposed } from './products.ts';
import { type Samples, strideOf } from './samples.ts';
import { sumOf } from './sums.ts';
import { tanh } from './tanh.ts';

/**
 * One network's forward and backward pass, as a learner would write it down. kernel/ has the same in WebAssembly: the
 * same sums in the same order, to the same bits, several times faster.
 * @param mostSamples the largest batch it will be given.
 */
export function createReferenceKernel(network: Network, mostSamples: number, lossKind: Loss): Kernel {
  const { layers, activation } = network;
  const weights = new Float64Array(network.size);
  const gradient = new Float64Array(network.size);
  const stride = strideOf(mostSamples);
  // aₗ of each layer after its activation, and dₗ = ∂L/∂zₗ before it; a₀ is the samples' own inputs.
  const activations = layers.map(({ outputs }) => new Float64Array(outputs * stride));
  const deltas = layers.map(({ outputs }) => new Float64Array(outputs * stride));
  const forwardMatrices = layers.map((layer) => matrixOf(layer, weights));
  const backwardMatrices = forwardMatrices.map(transposed);
  const gradientMatrices = layers.map((layer) => matrixOf(layer, gradient));
  const last = layers.length - 1;

  function predict(samples: Samples): Float64Array {
    let inputs = samples.inputs;
    for (let depth = 0; depth <= last; depth++) {
      const outputs = activations[depth]!;
      multiply(forwardMatrices[depth]!, layers[depth]!.biases, inputs, outputs, samples.stride);
      if (depth < last) activate(outputs, layers[depth]!.outputs * samples.stride);
      inputs = outputs;
    }
    return inputs;
  }

  function activate(values: Float64Array, count: number) {
    if (activation === 'tanh') for (let index = 0; index < count; index++) values[index] = tanh(values[index]!);
    else for (let index = 0; index < count; index++) if (values[index]! < 0) values[index] = 0;
  }

  /** Turns ∂L/∂a into ∂L/∂z, given a: tanh′ = 1 − a², relu′ = 1 where a > 0. */
  function deactivate(delta: Float64Array, a: Float64Array, count: number) {
    if (activation === 'tanh') for (let index = 0; index < count; index++) delta[index]! *= 1 - a[index]! * a[index]!;
    else for (let index = 0; index < count; index++) if (a[index]! <= 0) delta[index] = 0;
  }

  function loss(samples: Samples): number {
    return lossOf(lossKind, predict(samples), samples);
  }

  function lossAndGradient(samples: Samples): number {
    const { stride } = samples;
    const value = loss(samples);
    lossGradient(lossKind, activations[last]!, samples, deltas[last]!);
    for (let depth = last; depth >= 0; depth--) {
      const delta = deltas[depth]!;
      const inputs = depth === 0 ? samples.inputs : activations[depth - 1]!;
      multiplyBySamples(delta, inputs, stride, gradientMatrices[depth]!);
      sumOverSamples(delta, stride, layers[depth]!, gradient);
      if (depth === 0) break;
      const below = deltas[depth - 1]!;
      multiply(backwardMatrices[depth]!, null, delta, below, stride);
      deactivate(below, inputs, layers[depth]!.inputs * stride);
    }
    return value;
  }

  return { weights, gradient, loss, lossAndGradient, predict };
}

function matrixOf({ inputs, outputs, weights }: Layer, values: Float64Array): Matrix {
  return { values, start: weights, rows: outputs, columns: inputs, rowStep: inputs, columnStep: 1 };
}

/** ∂L/∂b = Σ_s ∂L/∂z. */
function sumOverSamples(delta: Float64Array, stride: number, { biases, outputs }: Layer, gradient: Float64Array) {
  if (biases === null) return;
  for (let output = 0; output < outputs; output++) {
    gradient[biases + output] = sumOf(stride, (s) => delta[output * stride + s]!);
  }
}
