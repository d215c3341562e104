import type { Experiment } from '../training/experiment.ts';
import { taskOf } from '../training/tasks/index.ts';
import { meanBaseline } from '../training/theory/baseline.ts';
import { stabilityEdge } from '../training/theory/stability.ts';
import { median } from './statistics.ts';

/** What the runs of a task are held against, for each seed (seed 1 first), whatever the settings. */
export interface Yardstick {
  /** Validation loss of predicting the training targets' mean. */
  readonly meanBaseline: readonly number[];
  /** Training loss of the same. */
  readonly trainingBaseline: readonly number[];
}

export function yardstickOf(experiment: Experiment): Yardstick {
  const task = taskOf(experiment);
  const draws = eachSeed(experiment.seeds).map((seed) => task.draw(seed));
  return {
    meanBaseline: draws.map(({ training, validation }) => meanBaseline(training, validation, task.loss)),
    trainingBaseline: draws.map(({ training }) => meanBaseline(training, training, task.loss)),
  };
}

export function medianBaseline({ meanBaseline }: Yardstick): number {
  return median(meanBaseline);
}

/** The largest stable lr of each seed's data, where theory knows it. Takes some milliseconds: ask only for what is told. */
export function stabilityEdges(experiment: Experiment): number[] | null {
  const edges = eachSeed(experiment.seeds).map((seed) =>
    stabilityEdge(experiment, taskOf(experiment).draw(seed).training),
  );
  return edges.every((edge) => edge !== null) ? edges : null;
}

function eachSeed(seeds: number): number[] {
  return Array.from({ length: seeds }, (_, index) => index + 1);
}
