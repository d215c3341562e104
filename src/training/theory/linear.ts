import { EigenvalueDecomposition, Matrix, solve } from 'ml-matrix';
import type { Experiment } from '../experiment.ts';
import { decayMask, networkOf } from '../network.ts';
import type { Samples } from '../samples.ts';
import { taskOf } from '../tasks/index.ts';

/**
 * A model without hidden layers has a quadratic loss, so all of its training can be known beforehand. With X the
 * samples (a column of ones for a bias), f the factor of the squared loss and D the parameters that decay:
 * L(w) = f·‖Xw − y‖²/n, curvature H = 2f·XᵀX/n, and L2 descends L + (wd/2)·wᵀDw.
 */
export interface LinearTheory {
  /** H, parameters × parameters, in the network's order. */
  readonly curvature: Matrix;
  /** 2f·Xᵀy/n: minus the gradient at w = 0. */
  readonly pull: Matrix;
  /** wd·D. */
  readonly decay: Matrix;
}

/** Null for a model with hidden layers, and for cross-entropy, which is not quadratic. */
export function linearTheory(experiment: Experiment, training: Samples): LinearTheory | null {
  const { loss } = taskOf(experiment);
  if (experiment.hidden.length > 0 || loss.kind !== 'squared') return null;
  const network = networkOf(experiment);
  const factor = (2 * loss.factor) / training.count;
  const design = Matrix.zeros(training.count, network.size).apply(function fill(sample, parameter) {
    const isBias = parameter === training.features;
    this.set(sample, parameter, isBias ? 1 : training.inputs[parameter * training.stride + sample]!);
  });
  const targets = Matrix.columnVector([...training.targets.subarray(0, training.count)]);
  const transposed = design.transpose();
  return {
    curvature: transposed.mmul(design).mul(factor),
    pull: transposed.mmul(targets).mul(factor),
    decay: Matrix.diag([...decayMask(network, experiment.decayBiases)]).mul(experiment.wd),
  };
}

/** Where L2 training ends: the ridge solution (H + wd·D)⁻¹·2f·Xᵀy/n. */
export function ridgeSolution({ curvature, pull, decay }: LinearTheory): number[] {
  return solve(Matrix.add(curvature, decay), pull, true).to1DArray();
}

/** The eigenvalues of H, smallest first: how sharply the loss bends along each of its axes. */
export function curvatures({ curvature }: LinearTheory): number[] {
  return eigenvalues(curvature);
}

/** The eigenvalues of H + wd·D: curvature with the penalty's own added. */
export function decayedCurvatures({ curvature, decay }: LinearTheory): number[] {
  return eigenvalues(Matrix.add(curvature, decay));
}

function eigenvalues(matrix: Matrix): number[] {
  return new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => a - b);
}
