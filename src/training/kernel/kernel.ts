import type { Kernel } from '../kernel.ts';
import type { Loss } from '../loss.ts';
import type { Network } from '../network.ts';
import { type Samples, strideOf } from '../samples.ts';
import { Layout } from './machine.ts';
import { placeNetwork } from './network.ts';
import { fillSamples, placeSamples } from './samples.ts';

const ALL_CHUNKS = 2 ** 31 - 1;

/** backpropagation.ts's in WebAssembly. Samples are copied in at each call. */
export function createWasmKernel(network: Network, mostSamples: number, loss: Loss): Kernel {
  const layout = new Layout();
  const placed = placeNetwork(layout, network, loss, mostSamples, mostSamples);
  const place = placeSamples(layout, network.widths[0]!, mostSamples);
  const said = layout.numbers(strideOf(mostSamples));
  const machine = layout.build();
  const { memory, wasm } = machine;
  placed.settle(machine);
  const predictions = new Float64Array(memory, said, strideOf(mostSamples));

  function measure(samples: Samples, withGradient: boolean, into: number): number {
    fillSamples(machine, place, samples);
    wasm.measure(place.inputs, place.targets, place.inputStep, samples.count, 0, ALL_CHUNKS, withGradient, into);
    return wasm.loss.value;
  }

  return {
    weights: new Float64Array(memory, placed.weights, network.size),
    gradient: new Float64Array(memory, placed.gradient, network.size),
    loss: (samples) => measure(samples, false, 0),
    lossAndGradient: (samples) => measure(samples, true, 0),
    predict(samples) {
      measure(samples, false, said);
      return predictions;
    },
  };
}
