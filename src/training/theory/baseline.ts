import { type Loss, lossOf } from '../loss.ts';
import type { Samples } from '../samples.ts';

/**
 * Validation loss of a model that always says the same, the best it can for the training targets: their mean, or of two
 * classes the share of the second. What any model has to beat before it has learnt anything.
 */
export function meanBaseline(training: Samples, validation: Samples, loss: Loss): number {
  let sum = 0;
  for (let s = 0; s < training.count; s++) sum += training.targets[s]!;
  const mean = sum / training.count;
  // The logit of a share: σ(z) = mean.
  const constant = loss.kind === 'squared' ? mean : Math.log(mean / (1 - mean));
  return lossOf(loss, new Float64Array(validation.count).fill(constant), validation);
}
