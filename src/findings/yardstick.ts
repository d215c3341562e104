import type { Experiment } from '../training/experiment.ts';
import { tasks } from '../training/tasks/index.ts';
import { meanBaseline } from '../training/theory/baseline.ts';
import { stabilityEdge } from '../training/theory/stability.ts';
import { median } from './statistics.ts';

/** What the runs are held against, for each seed (seed 1 first). */
export interface Yardstick {
  /** Validation loss of predicting the training targets' mean. */
  readonly meanBaseline: readonly number[];
  /** Training loss of the same. */
  readonly trainingBaseline: readonly number[];
  /** Largest stable lr, where theory knows it. */
  readonly stabilityEdge: readonly number[] | null;
}

export function yardstickOf(experiment: Experiment): Yardstick {
  const task = tasks[experiment.task];
  const draws = Array.from({ length: experiment.seeds }, (_, index) => task.draw(index + 1));
  const edges = draws.map(({ training }) => stabilityEdge(experiment, training));
  return {
    meanBaseline: draws.map(({ training, validation }) => meanBaseline(training, validation, task.lossFactor)),
    trainingBaseline: draws.map(({ training }) => meanBaseline(training, training, task.lossFactor)),
    stabilityEdge: edges.every((edge) => edge !== null) ? edges : null,
  };
}

export function medianBaseline({ meanBaseline }: Yardstick): number {
  return median(meanBaseline);
}
