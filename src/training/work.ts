import type { Network } from './network.ts';

/*
 * How long things take, in multiplications with their addition: a tenth of a nanosecond each on a core of 2023, where
 * there are many. Estimates: they decide what is too much to ask for, and how often a run looks up from its work.
 * What is counted beside the multiplications was measured over networks from none to 256 hidden units, full batches of
 * 20 to 1,000 samples and mini-batches of 7; most estimates are in proportion to within a factor of 1.5 there. Weights
 * beyond the cache, from about 200-200 on, take up to twice as long as this says.
 */

/** One unit's activation for one sample, with its slope on the way back. */
const ACTIVATION = { tanh: 32, relu: 10 };
/** One parameter's update, whatever the optimizer, and making its gradient's sum whole. */
const UPDATE = 30;
/** What a step takes however small. */
const STEP = 800;
/** Loss and slope of one sample, and picking it where batches are drawn. */
const SAMPLE = 12;
const PICK = 100;

/** What a run may do between two looks: about three milliseconds. */
export const WORK_BETWEEN_PAUSES = 20e6;

/** Of a forward pass: one for each parameter and sample, and the activations. */
export function workOfForward({ size, widths, activation }: Network, samples: number): number {
  const units = widths.slice(1, -1).reduce((sum, width) => sum + width, 0);
  return samples * (size + units * ACTIVATION[activation] + SAMPLE);
}

/** Forward and back: two more for each parameter and sample. */
export function workOfGradient(network: Network, samples: number): number {
  return workOfForward(network, samples) + 2 * network.size * samples;
}

/** Of an update of all weights. */
export function workOfUpdate({ size }: Network): number {
  return UPDATE * size + STEP;
}

/** Of a step with a batch of so many samples. */
export function workOfStep(network: Network, batch: number, drawn: boolean): number {
  return workOfGradient(network, batch) + workOfUpdate(network) + (drawn ? PICK * batch : 0);
}
