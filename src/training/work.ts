import type { Network } from './network.ts';

/*
 * How long things take, in multiplications with their addition. Estimates: they decide what is too much to ask for, and
 * how often a run looks up from its work.
 */

/** What one tanh takes, forward: as long as so many of them. */
const TANH = 24;
const RELU = 1;

/** What a run may do between two looks: about three milliseconds. */
export const WORK_BETWEEN_PAUSES = 10e6;

/** Of a forward pass: one for each parameter and sample, and the activations. */
export function workOfForward({ size, widths, activation }: Network, samples: number): number {
  const units = widths.slice(1, -1).reduce((sum, width) => sum + width, 0);
  return samples * (size + units * (activation === 'tanh' ? TANH : RELU));
}

/** Forward and back: two more for each parameter and sample. */
export function workOfGradient(network: Network, samples: number): number {
  return workOfForward(network, samples) + 2 * network.size * samples;
}

/** Of an update of all weights. */
export function workOfUpdate({ size }: Network): number {
  return 4 * size;
}
