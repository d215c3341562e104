import { EigenvalueDecomposition, Matrix, solve } from 'ml-matrix';
import type { Point } from './step.ts';

/** Where plain SGD on a squared loss leads, known before a step is made: the curvature is the same everywhere. */
export interface StepTheory {
  /** λmax, the largest curvature of L: the largest eigenvalue of H = (2/n)·XᵀX. */
  readonly steepest: number;
  /** 2/(λmax + wd): the lr from which on steps no longer settle. */
  readonly edge: number;
  /** |1 − lr·(λmax + wd)|: by how much each step multiplies the distance along the steepest direction. */
  readonly factor: number;
  /** (H + wd·I)⁻¹·(2/n)·Xᵀy, where g + wd·w = 0. */
  readonly settlesAt: readonly number[];
}

/** @param points whose features are not all multiples of one another, so that one set of weights fits best. */
export function stepTheory(points: readonly Point[], lr: number, wd: number): StepTheory {
  const design = new Matrix(points.map(({ x }) => [...x]));
  const targets = Matrix.columnVector(points.map(({ y }) => y));
  const share = 2 / points.length;
  const curvature = design.transpose().mmul(design).mul(share);
  const decayed = Matrix.add(curvature, Matrix.eye(curvature.rows).mul(wd));
  const steepest = Math.max(...new EigenvalueDecomposition(curvature, { assumeSymmetric: true }).realEigenvalues);
  return {
    steepest,
    edge: 2 / (steepest + wd),
    factor: Math.abs(1 - lr * (steepest + wd)),
    settlesAt: solve(decayed, design.transpose().mmul(targets).mul(share)).to1DArray(),
  };
}
