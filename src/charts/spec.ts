import type { Course } from '../training/history.ts';

/** Every kind of picture the lab can draw. Plain data: it crosses threads as it is. */
export type ChartSpec = TrainChart | Formula | Stack | SweepChart;

/** A formula, as wide as a chart. */
export interface Formula {
  readonly kind: 'formula';
  readonly tex: string;
}

/** Pictures below one another as one, all as wide as a chart. */
export interface Stack {
  readonly kind: 'stack';
  /** PNGs. */
  readonly pictures: readonly Uint8Array[];
}

/** The chart of `/train`: losses, weights, and for one-input tasks the fitted curves. */
export interface TrainChart {
  readonly kind: 'train';
  /** The finding, as plain text. */
  readonly title: string;
  /** The settings, as plain text. */
  readonly subtitle: string;
  /** The compared settings, "no decay" first; each over the same seeds in the same order. */
  readonly arms: readonly ChartArm[];
  /** Data loss of the true function: no model can do better on average. Null where it is not known. */
  readonly noiseFloor: number | null;
  /** Validation loss of predicting the training targets' mean (median over seeds). */
  readonly meanBaseline: number | null;
  /** What one seed's runs learnt; null unless the task has a single input. */
  readonly fit: Fit | null;
}

export interface ChartArm {
  /** As written at the line: "no decay", "wd 0.01". */
  readonly label: string;
  readonly wd: number;
  readonly histories: readonly Course[];
}

export interface Fit {
  readonly seed: number;
  readonly points: Curve;
  /** The function the points were drawn from. */
  readonly truth: Curve;
  /** One for each arm, in the arms' order; null for an arm whose run diverged, or that is not shown. */
  readonly learnt: readonly (Curve | null)[];
}

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The map of `/sweep`: validation loss by lr and wd. */
export interface SweepChart {
  readonly kind: 'sweep';
  /** The finding, as plain text. */
  readonly title: string;
  /** The settings, as plain text. */
  readonly subtitle: string;
  /** Rows and columns, smallest first; a wd of 0 is a column set apart. */
  readonly lrs: readonly number[];
  readonly wds: readonly number[];
  /** Those that are done. */
  readonly cells: readonly SweepCell[];
  readonly best: { readonly row: number; readonly column: number } | null;
  /** Validation loss of predicting the training targets' mean (median over seeds). */
  readonly meanBaseline: number | null;
  /** Data loss of the true function. Null where it is not known. */
  readonly noiseFloor: number | null;
  /** The wd that theory says is best; null where it does not know. */
  readonly theoryWd: number | null;
}

export interface SweepCell {
  readonly row: number;
  readonly column: number;
  /** Median validation loss over the seeds; null where half of them diverged or more. */
  readonly loss: number | null;
  /** How many seeds diverged. */
  readonly lost: number;
}
