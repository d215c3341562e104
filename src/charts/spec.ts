import type { Course } from '../training/history.ts';
import type { Segment } from './level-line.ts';

/** Every kind of picture the lab can draw. Plain data: it crosses threads as it is. */
export type ChartSpec = TrainChart | Formula | Stack | ForcesChart | OptimizersChart | SweepChart;

/** A formula, as wide as a chart. */
export interface Formula {
  readonly kind: 'formula';
  readonly tex: string;
  /** `small` for a calculation of many lines; large unless told. Both shrink to fit the width. */
  readonly letters?: 'large' | 'small';
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
  /** Where one seed's runs part two classes; there only if the task has them, and two features. */
  readonly boundary?: Boundary | null;
  /** Whether the task tells two classes apart: its baseline then guesses how common they are. */
  readonly hasClasses?: boolean;
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
  /** The function the points were drawn from; null where nobody knows it. */
  readonly truth: Curve | null;
  /** One for each arm, in the arms' order; null for an arm whose run diverged, or that is not shown. */
  readonly learnt: readonly (Curve | null)[];
}

export interface Boundary {
  readonly seed: number;
  /** The part of the plane that is shown. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly points: readonly BoundaryPoint[];
  /** Their names, class 0 first. */
  readonly classes: readonly [string, string];
  /** What the two features are called; null where they are places in a plane. */
  readonly features: readonly string[] | null;
  /** One for each arm, in the arms' order; null for an arm whose run diverged, or that is not shown. */
  readonly learnt: readonly (readonly Segment[] | null)[];
}

export interface BoundaryPoint {
  readonly x: number;
  readonly y: number;
  /** Whether it is of class 1. */
  readonly second: boolean;
  /** Whether its label is known to be the wrong one. */
  readonly wrong: boolean;
}

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The chart of `/forces`: each weight's push by the data against the weight, and the way of those that changed most. */
export interface ForcesChart {
  readonly kind: 'forces';
  readonly title: string;
  readonly subtitle: string;
  /** Whose weights they are. */
  readonly seed: number;
  /** At the end, and the data's push on each of them. */
  readonly weights: Float64Array;
  readonly push: Float64Array;
  /** What became of each: see FATE. */
  readonly fate: Uint8Array;
  /** Where push and pull balance: push = slope·w, as a formula in `rest`. */
  readonly slope: number;
  readonly rest: string;
  /** The push as a formula; and what is drawn against it over the steps, the pull as it counts there. */
  readonly pushName: string;
  readonly pullName: string;
  /** The weights that grew most, most first, and those that shrank most. */
  readonly courses: readonly ForcesCourse[];
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
  /** Validation loss of always saying the same (median over seeds), named in a word or two and in a sentence. */
  readonly baseline: { readonly loss: number; readonly name: string; readonly subject: string } | null;
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

/** A weight and the data's push on it, over steps. */
export interface ForcesCourse {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly push: readonly number[];
}

/** The chart of `/optimizers`: losses of the four, what each left of its weights, and what two leave on noise alone. */
export interface OptimizersChart {
  readonly kind: 'optimizers';
  readonly title: string;
  readonly subtitle: string;
  /** SGD, SGDW, Adam, AdamW, with decay. */
  readonly arms: readonly OptimizerArm[];
  /** SGD's and Adam's runs without decay. */
  readonly free: readonly { readonly label: string; readonly histories: readonly Course[] }[];
  readonly noiseFloor: number | null;
  readonly meanBaseline: number | null;
  readonly noise: {
    /** How loud the gradients are. */
    readonly scales: readonly number[];
    /** What is left of a weight at each scale. */
    readonly adam: readonly number[];
    readonly adamw: readonly number[];
    /** (1 − lr·wd)^steps. */
    readonly theory: number;
  };
}

export interface OptimizerArm {
  readonly label: string;
  readonly histories: readonly Course[];
  /** |w| with decay over |w| without: what nine weights in ten exceed, the median, what one in ten exceeds. */
  readonly left: { readonly low: number; readonly middle: number; readonly high: number } | null;
}
