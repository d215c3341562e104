import type { Experiment } from './experiment.ts';
import { randomStream } from './random.ts';

/** Gives the numbers of the samples each step is to learn from; null is all of them, in their order. */
export type NextBatch = () => Int32Array | null;

/** All samples at each step, or the next few of an order shuffled anew in every epoch. */
export function createBatches(count: number, batch: Experiment['batch'], seed: number): NextBatch {
  if (batch === 'all' || batch >= count) return () => null;
  const random = randomStream(seed, 'batches');
  const order = Int32Array.from({ length: count }, (_, index) => index);
  let used = count;
  return () => {
    if (used >= count) {
      random.shuffle(order);
      used = 0;
    }
    // An epoch ends with the samples left over, in a smaller batch, as PyTorch's DataLoader has it.
    const numbers = order.subarray(used, used + batch);
    used += numbers.length;
    return numbers;
  };
}
