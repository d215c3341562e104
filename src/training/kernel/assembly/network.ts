import { activate, deactivate } from './activations';
import { LANE } from './lanes';
import { addLoss, lossGradient, meanLoss, startLoss } from './loss';
import { multiply, multiplyBySamples, sumOverSamples } from './products';

/** Where one layer lies in memory, as ../layout.ts writes it: all are addresses, 0 for biases that are not there. */
@unmanaged
class Layer {
  inputs: i32;
  outputs: i32;
  weights: usize;
  biases: usize;
  gradient: usize;
  biasGradient: usize;
  /** Sums over a batch's chunks so far, in pairs (products.ts). */
  lanes: usize;
  biasLanes: usize;
  /** a of the layer, one row of samples a unit. */
  activations: usize;
}

let layers: usize = 0;
let depth: i32 = 0;
let activation: i32 = 0;
let lossKind: i32 = 0;
let factor: f64 = 0;
/** The most samples that go through the network at a time, a multiple of four. */
let chunk: i32 = 0;
/** From one unit's samples to the next one's. */
let step: usize = 0;
/** Two rooms for ∂L/∂z, for a layer's and for the one's below it. */
let deltas: usize = 0;
let deltasBelow: usize = 0;

export function setNetwork(
  layersAt: usize, depthOfAll: i32, activationKind: i32, lossKindOfAll: i32, lossFactor: f64,
  chunkSamples: i32, rowStep: usize, deltasAt: usize, deltasBelowAt: usize,
): void {
  layers = layersAt;
  depth = depthOfAll;
  activation = activationKind;
  lossKind = lossKindOfAll;
  factor = lossFactor;
  chunk = chunkSamples;
  step = rowStep;
  deltas = deltasAt;
  deltasBelow = deltasBelowAt;
}

// @ts-ignore: decorator
@inline
function layerAt(index: i32): Layer {
  return changetype<Layer>(layers + <usize>index * offsetof<Layer>());
}

// @ts-ignore: decorator
@inline
export function chunkOf(left: i32): i32 {
  return min(chunk, left);
}

/** Bytes of one row of so many samples, those that pad it to a multiple of four included. */
// @ts-ignore: decorator
@inline
export function widthOf(samples: i32): usize {
  return <usize>((samples + 3) & ~3) * LANE;
}

/** Sends a chunk through the network; returns where its predictions are. */
export function forward(inputs: usize, inputStep: usize, width: usize): usize {
  let below = inputs;
  let belowStep = inputStep;
  for (let index = 0; index < depth; index++) {
    const layer = layerAt(index);
    const a = layer.activations;
    multiply(
      layer.weights, <usize>layer.inputs * LANE, LANE, layer.outputs, layer.inputs, layer.biases,
      below, belowStep, a, step, width,
    );
    if (index + 1 < depth) activate(activation, a, step, layer.outputs, width);
    below = a;
    belowStep = step;
  }
  return below;
}

/** Brings ∂L/∂z of the predictions, which is in `deltas`, back through the network. */
function backward(inputs: usize, inputStep: usize, width: usize, first: bool, last: bool): void {
  let delta = deltas;
  let deltaBelow = deltasBelow;
  for (let index = depth - 1; index >= 0; index--) {
    const layer = layerAt(index);
    const below = index == 0 ? inputs : layerAt(index - 1).activations;
    multiplyBySamples(
      delta, step, below, index == 0 ? inputStep : step, width, layer.outputs, layer.inputs,
      layer.gradient, layer.lanes, first, last,
    );
    if (layer.biases) {
      sumOverSamples(delta, step, width, layer.outputs, layer.biasGradient, layer.biasLanes, first, last);
    }
    if (index == 0) break;
    multiply(
      layer.weights, LANE, <usize>layer.inputs * LANE, layer.inputs, layer.outputs, 0,
      delta, step, deltaBelow, step, width,
    );
    deactivate(activation, deltaBelow, below, step, layer.inputs, width);
    const kept = delta;
    delta = deltaBelow;
    deltaBelow = kept;
  }
}

/** Forward for the chunk of a batch that starts at its sample `from`; returns where its predictions are. */
export function addChunk(
  inputs: usize, targets: usize, inputStep: usize, from: i32, count: i32, all: i32, withGradient: bool,
): usize {
  const width = widthOf(count);
  const predictions = forward(inputs, inputStep, width);
  const first = from == 0;
  if (first) startLoss();
  addLoss(lossKind, predictions, targets, count);
  if (withGradient) {
    lossGradient(lossKind, factor, predictions, targets, count, all, deltas, width);
    backward(inputs, inputStep, width, first, from + count == all);
  }
  return predictions;
}

export function batchLoss(count: i32): f64 {
  return meanLoss(lossKind, factor, count);
}
