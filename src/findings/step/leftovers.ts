import type { WorkedStep, WorkedWeight } from '../../training/step.ts';

/** Below this share of what was added up, a sum is nothing but rounding. */
const ROUNDING = 1e-12;

/** The step with 0 where the exact sum is 0 and only rounding is left, such as 4e-16: it would be read as a number. */
export function withoutLeftovers(worked: WorkedStep): WorkedStep {
  const products = worked.points.flatMap((point) => point.products);
  return { ...worked, weights: worked.weights.map((weight) => tidied(weight, products)) };
}

function tidied(weight: WorkedWeight, products: readonly number[]): WorkedWeight {
  const productSum = sumOf(weight.productSum, products);
  const gradient = productSum === 0 ? 0 : weight.gradient;
  const { above, below, h } = weight.nudge;
  return {
    ...weight,
    productSum,
    gradient,
    nudge: { ...weight.nudge, slope: sumOf(weight.nudge.slope, [above / h, below / h]) },
    slope: sumOf(weight.slope, [gradient, weight.pull]),
  };
}

function sumOf(sum: number, terms: readonly number[]): number {
  return Math.abs(sum) < ROUNDING * Math.max(...terms.map(Math.abs)) ? 0 : sum;
}
