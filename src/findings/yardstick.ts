import type { Experiment } from '../training/experiment.ts';
import type { Samples } from '../training/samples.ts';
import { type TaskData, taskOf } from '../training/tasks/index.ts';
import { meanBaseline } from '../training/theory/baseline.ts';
import { stabilityEdge } from '../training/theory/stability.ts';
import { median } from './statistics.ts';

/** What the runs of a task are held against, for each seed (seed 1 first), whatever the settings. */
export interface Yardstick {
  /** Validation loss of predicting the training targets' mean. */
  readonly meanBaseline: readonly number[];
  /** Training loss of the same. */
  readonly trainingBaseline: readonly number[];
  /** Of two classes, the share of validation samples in the one that is commoner in training; null without classes. */
  readonly commonerClass: readonly number[] | null;
}

export function yardstickOf(experiment: Experiment): Yardstick {
  const task = taskOf(experiment);
  const draws = eachSeed(experiment.seeds).map((seed) => task.drawTargets?.(seed) ?? task.draw(seed));
  return {
    meanBaseline: draws.map(({ training, validation }) => meanBaseline(training, validation, task.loss)),
    trainingBaseline: draws.map(({ training }) => meanBaseline(training, training, task.loss)),
    commonerClass: task.loss.kind === 'squared' ? null : draws.map(commonerClass),
  };
}

function commonerClass({ training, validation }: Pick<TaskData, 'training' | 'validation'>): number {
  const ones = meanTarget(validation);
  return meanTarget(training) >= 0.5 ? ones : 1 - ones;
}

function meanTarget({ count, targets }: Samples): number {
  return targets.reduce((sum, target) => sum + target, 0) / count;
}

export function medianBaseline({ meanBaseline }: Yardstick): number {
  return median(meanBaseline);
}

/** Multiplications that working out stability edges may take: some milliseconds. */
const MOST_WORK = 2e7;

/**
 * The largest stable lr of each seed's data, where theory knows it; null of a table so large that it takes long. Takes
 * some milliseconds: ask only for what is told.
 */
export function stabilityEdges(experiment: Experiment): number[] | null {
  const { trainingCount, features } = taskOf(experiment);
  const work = experiment.seeds * (trainingCount + features) * features ** 2;
  if (experiment.task === 'csv' && work > MOST_WORK) return null;
  const edges = eachSeed(experiment.seeds).map((seed) =>
    stabilityEdge(experiment, taskOf(experiment).draw(seed).training),
  );
  return edges.every((edge) => edge !== null) ? edges : null;
}

function eachSeed(seeds: number): number[] {
  return Array.from({ length: seeds }, (_, index) => index + 1);
}
