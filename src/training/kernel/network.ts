import type { Loss } from '../loss.ts';
import type { Network } from '../network.ts';
import { strideOf } from '../samples.ts';
import { type Layout, type Machine, rowStepOf } from './machine.ts';

/** The most samples sent through a network at a time: few enough for their activations to stay in the cache. */
export const CHUNK = 128;

const ACTIVATIONS = { tanh: 0, relu: 1 };
const LOSSES = { squared: 0, 'cross-entropy': 1 };
/** Words of 32 bits in a Layer of assembly/network.ts. */
const LAYER = 9;
const WORD = Uint32Array.BYTES_PER_ELEMENT;
const NUMBER = Float64Array.BYTES_PER_ELEMENT;

/** A network's place in a machine's memory. */
export interface PlacedNetwork {
  readonly weights: number;
  readonly gradient: number;
  /** Samples in a chunk. */
  readonly chunk: number;
  /** Tells the machine, once it is built, of the network. */
  settle(machine: Machine): void;
}

/** @param mostLearnt the largest batch to take a gradient of; `mostSamples` is the largest of all. */
export function placeNetwork(
  layout: Layout,
  network: Network,
  loss: Loss,
  mostSamples: number,
  mostLearnt: number,
): PlacedNetwork {
  const { layers, widths, size, activation } = network;
  const chunk = Math.min(CHUNK, strideOf(mostSamples));
  const rowStep = rowStepOf(chunk);
  const weights = layout.numbers(size + 1);
  const gradient = layout.numbers(size + 1);
  const lanes = mostLearnt > chunk ? layout.numbers(2 * size) : 0;
  const activations = layers.map(({ outputs }) => layout.reserve(outputs * rowStep));
  const widest = Math.max(...widths.slice(1));
  const deltas = layout.reserve(widest * rowStep);
  const deltasBelow = layout.reserve(widest * rowStep);
  const table = layout.reserve(layers.length * LAYER * WORD);

  function settle({ memory, wasm }: Machine) {
    const words = new Uint32Array(memory, table, layers.length * LAYER);
    for (const [index, { inputs, outputs, weights: start, biases }] of layers.entries()) {
      const places = [weights, gradient].flatMap((at) => [
        at + start * NUMBER,
        biases === null ? 0 : at + biases * NUMBER,
      ]);
      const pairs = [lanes + 2 * start * NUMBER, lanes + 2 * (biases ?? 0) * NUMBER];
      words.set([inputs, outputs, ...places, ...pairs, activations[index]!], index * LAYER);
    }
    wasm.setNetwork(
      table,
      layers.length,
      ACTIVATIONS[activation],
      LOSSES[loss.kind],
      loss.kind === 'squared' ? loss.factor : 1,
      chunk,
      rowStep,
      deltas,
      deltasBelow,
    );
  }

  return { weights, gradient, chunk, settle };
}
