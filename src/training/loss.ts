import { sigmoid, softplus } from './exponential.ts';
import type { Samples } from './samples.ts';
import { sumOf } from './sums.ts';

/**
 * How an error counts, averaged over n samples; z is what the network says for one and y its target.
 *
 * - squared: L = factor·mean (z − y)², ∂L/∂z = factor·2·(z − y)/n. Factor 1 is PyTorch's MSELoss, ½ most textbooks':
 *   the gradient, and so the effective lr, doubles from the one to the other.
 * - cross-entropy: of two classes, y 0 or 1 and z the logit: L = mean (ln(1 + eᶻ) − y·z), ∂L/∂z = (σ(z) − y)/n, with
 *   σ(z) = 1/(1 + e⁻ᶻ). PyTorch's BCEWithLogitsLoss.
 */
export type Loss = { readonly kind: 'squared'; readonly factor: 1 | 0.5 } | { readonly kind: 'cross-entropy' };

export const MEAN_SQUARE: Loss = { kind: 'squared', factor: 1 };
export const HALF_MEAN_SQUARE: Loss = { kind: 'squared', factor: 0.5 };
export const CROSS_ENTROPY: Loss = { kind: 'cross-entropy' };

/** L of these predictions, one a sample. */
export function lossOf(loss: Loss, predictions: Float64Array, { count, targets }: Samples): number {
  if (loss.kind === 'squared') {
    return (loss.factor * sumOf(count, (s) => squared(predictions[s]! - targets[s]!))) / count;
  }
  return sumOf(count, (s) => softplus(predictions[s]!) - targets[s]! * predictions[s]!) / count;
}

/** Writes ∂L/∂z of each sample into `into`; what pads them there becomes zero. */
export function lossGradient(loss: Loss, predictions: Float64Array, samples: Samples, into: Float64Array): void {
  const { count, stride, targets } = samples;
  if (loss.kind === 'squared') {
    for (let s = 0; s < count; s++) into[s] = (loss.factor * 2 * (predictions[s]! - targets[s]!)) / count;
  } else {
    for (let s = 0; s < count; s++) into[s] = (sigmoid(predictions[s]!) - targets[s]!) / count;
  }
  into.fill(0, count, stride);
}

/** The share of two-class samples that the logits put into their class: above 0 is class 1. */
export function accuracyOf(logits: Float64Array, { count, targets }: Samples): number {
  let right = 0;
  for (let s = 0; s < count; s++) if (logits[s]! > 0 === (targets[s] === 1)) right++;
  return right / count;
}

/** Not `** 2`, whose bits an engine may choose. */
export function squared(x: number): number {
  return x * x;
}
