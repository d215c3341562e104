import type { Experiment } from '../experiment.ts';
import type { Samples } from '../samples.ts';
import { curvatures, decayedCurvatures, linearTheory } from './linear.ts';

/**
 * The lr beyond which full-batch training of a linear model diverges; null where it is not known (hidden layers,
 * Adam, mini-batches, SGDW with spared biases).
 *
 * Along an axis of curvature λ the update is a linear recursion, stable while its roots are inside the unit circle.
 * With μ momentum, and Λ = λmax of H + wd·D:
 *
 * - sgd:            lr < 2(1 + μ)/Λ               plain: the well-known 2/(λmax + wd)
 * - sgd, nesterov:  lr < 2(1 + μ)/((1 + 2μ)Λ)
 * - sgdw:           lr < 2(1 + μ)/(λmax + (1 + μ)wd)
 * - sgdw, nesterov: lr < 2(1 + μ)/((1 + 2μ)λmax + (1 + μ)wd)
 */
export function stabilityEdge(experiment: Experiment, training: Samples): number | null {
  const { optimizer, momentum, nesterov, wd, batch, decayBiases } = experiment;
  if (batch !== 'all' && batch < training.count) return null;
  const theory = linearTheory(experiment, training);
  if (theory === null || optimizer === 'adam' || optimizer === 'adamw') return null;
  const ahead = nesterov ? 1 + 2 * momentum : 1;
  if (optimizer === 'sgd') return (2 * (1 + momentum)) / (ahead * decayedCurvatures(theory).at(-1)!);
  if (!decayBiases) return null;
  return (2 * (1 + momentum)) / (ahead * curvatures(theory).at(-1)! + (1 + momentum) * wd);
}
