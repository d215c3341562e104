import type { Samples } from '../samples.ts';

/**
 * Validation loss of a model that always says the mean of the training targets: what any model has to beat before
 * it has learnt anything. In the task's convention (lossFactor).
 */
export function meanBaseline(training: Samples, validation: Samples, lossFactor: number): number {
  let sum = 0;
  for (let s = 0; s < training.count; s++) sum += training.targets[s]!;
  const mean = sum / training.count;
  let squares = 0;
  for (let s = 0; s < validation.count; s++) squares += (validation.targets[s]! - mean) ** 2;
  return (lossFactor * squares) / validation.count;
}
