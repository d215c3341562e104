import type { Experiment } from '../training/experiment.ts';
import { type Course, final, type History, hasDiverged } from '../training/history.ts';
import { median } from './statistics.ts';

/** One of the compared settings with its runs, seed 1 first. */
export interface Arm {
  readonly experiment: Experiment;
  readonly histories: readonly History[];
}

/** The runs in which both arms came to their end, seed by seed. */
export interface Pair {
  readonly seed: number;
  readonly without: History;
  readonly with: History;
}

export function pairUp(without: Arm, decayed: Arm): Pair[] {
  return without.histories.flatMap((history, index) => {
    const other = decayed.histories[index]!;
    return hasDiverged(history) || hasDiverged(other) ? [] : [{ seed: history.seed, without: history, with: other }];
  });
}

/** Medians over runs at their last step. */
export interface Medians {
  readonly dataLoss: number;
  readonly validationLoss: number;
  readonly weightLength: number;
}

export function mediansOf(histories: readonly Course[]): Medians {
  return {
    dataLoss: median(histories.map((history) => final(history.dataLoss))),
    validationLoss: median(histories.map((history) => final(history.validationLoss))),
    weightLength: median(histories.map((history) => final(history.weightLength))),
  };
}

export function diverged(arm: Arm): History[] {
  return arm.histories.filter(hasDiverged);
}

export function finished(arm: Arm): History[] {
  return arm.histories.filter((history) => !hasDiverged(history));
}

/** Of a run's parameters, how many ended larger in magnitude than they started. */
export function grown({ firstWeights, finalWeights }: History): number {
  return finalWeights.reduce(
    (sum, weight, index) => sum + (Math.abs(weight) > Math.abs(firstWeights[index]!) ? 1 : 0),
    0,
  );
}
