import type { Example } from './linear.ts';

/**
 * Naive Bayes as a row of weights for each feature: ln P(feature | class), its mean over the classes taken off. Where
 * examples are few it errs less than what is fitted to them, and being linear it can be added to it.
 * @returns [feature × classes + class]
 */
export function bayesWeights(
  examples: readonly Example[],
  { features, classes, smoothing }: { features: number; classes: number; smoothing: number },
): Float32Array {
  const mass = new Float64Array(features * classes).fill(smoothing);
  const total = new Float64Array(classes).fill(smoothing * features);
  for (const { vector, target } of examples) {
    for (let k = 0; k < classes; k++) {
      if (target[k] === 0) continue;
      for (let i = 0; i < vector.at.length; i++) {
        const share = target[k]! * vector.weight[i]!;
        const j = vector.at[i]! * classes + k;
        mass[j] = mass[j]! + share;
        total[k] = total[k]! + share;
      }
    }
  }
  const weights = new Float32Array(features * classes);
  for (let row = 0; row < weights.length; row += classes) {
    let mean = 0;
    for (let k = 0; k < classes; k++) mean += Math.log(mass[row + k]! / total[k]!) / classes;
    for (let k = 0; k < classes; k++) weights[row + k] = Math.log(mass[row + k]! / total[k]!) - mean;
  }
  return weights;
}
