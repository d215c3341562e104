import type { Experiment } from './experiment.ts';
import type { Forces } from './forces.ts';

/**
 * What one run (one experiment, one seed) leaves behind. Plain data: it crosses threads as it is.
 * The five series have one entry for each recorded step; all their entries are finite.
 */
export interface History {
  readonly experiment: Experiment;
  readonly seed: number;
  /** Updates made before each record: 0 first; at most MAX_POINTS of them, denser at the start. */
  readonly steps: readonly number[];
  /** Mean error on the training samples, in the task's convention, penalty left out. */
  readonly dataLoss: readonly number[];
  /** (wd/2)·Σw² over the parameters that decay. The optimizers that decouple decay do not descend it. */
  readonly penalty: readonly number[];
  /** Mean error on samples never trained on, penalty left out. */
  readonly validationLoss: readonly number[];
  /** √Σw² over all parameters, biases included. */
  readonly weightLength: readonly number[];
  readonly firstWeights: Float64Array;
  /** After the last update; of a diverged run, the weights that gave the first non-finite loss. */
  readonly finalWeights: Float64Array;
  /** The first step whose loss was not a finite number, or null. */
  readonly divergedAt: number | null;
  /** What pushed its weights, where that was asked for and the run came to its end. */
  readonly forces?: Forces;
  /** What its optimizer leaves of weights on noise alone, for each of NOISE_SCALES, where that was asked for. */
  readonly leftOnNoise?: readonly number[];
  /** Share of the validation samples whose class it names rightly at its end; null without classes, or without an end. */
  readonly accuracy: number | null;
}

export const MAX_POINTS = 200;

/** The last record's entry of a series. A history has at least one record unless it diverged at step 0. */
export function final(series: readonly number[]): number {
  return series.at(-1) ?? Number.NaN;
}

/** A loss this many times its start has blown up, though it may be a finite number still. */
const BLOWN_UP = 1_000;

/** A history as far as losses and lengths go: what charts and sentences about divergence read. */
export type Course = Omit<History, 'firstWeights' | 'finalWeights'>;

/** Whether the run's loss left all bounds: it stopped being a finite number, or ended beyond BLOWN_UP times its start. */
export function hasDiverged({ divergedAt, dataLoss }: Course): boolean {
  return divergedAt !== null || final(dataLoss) > BLOWN_UP * dataLoss[0]!;
}

/** The step at which it did: of its first non-finite loss, or else its last. Null if it did not. */
export function divergedStep(course: Course): number | null {
  return hasDiverged(course) ? (course.divergedAt ?? final(course.steps)) : null;
}
