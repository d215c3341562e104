import { type Samples, strideOf } from '../samples.ts';
import { type Layout, type Machine, rowStepOf } from './machine.ts';

/** Room for samples in a machine's memory; rows of features are `inputStep` bytes apart. */
export interface PlacedSamples {
  readonly inputs: number;
  readonly targets: number;
  readonly inputStep: number;
}

export function placeSamples(layout: Layout, features: number, count: number): PlacedSamples {
  const inputStep = rowStepOf(count);
  return { inputs: layout.reserve(features * inputStep), targets: layout.numbers(strideOf(count)), inputStep };
}

/** Copies samples, with the zeros that pad them, to their place. */
export function fillSamples({ memory }: Machine, place: PlacedSamples, { features, stride, inputs, targets }: Samples) {
  for (let feature = 0; feature < features; feature++) {
    const row = inputs.subarray(feature * stride, (feature + 1) * stride);
    new Float64Array(memory, place.inputs + feature * place.inputStep, stride).set(row);
  }
  new Float64Array(memory, place.targets, stride).set(targets);
}
