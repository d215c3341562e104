import type { Experiment } from '../training/experiment.ts';
import { taskOf } from '../training/tasks/index.ts';

/** What the best model that always says the same is called (training/theory/baseline.ts). */
export interface BaselineWords {
  /** `always predicting the mean scores 0.600` */
  readonly always: string;
  /** `no better than predicting the mean` */
  readonly short: string;
  /** `hardly more than the mean` */
  readonly noun: string;
}

const MEAN: BaselineWords = {
  always: 'always predicting the mean',
  short: 'predicting the mean',
  noun: 'the mean',
};

/** Of two classes, it says how common they are: half and half, if they are as many. */
const SHARES: BaselineWords = {
  always: 'always guessing the classes’ shares',
  short: 'guessing',
  noun: 'guessing',
};

export function baselineWords(experiment: Pick<Experiment, 'task' | 'table'>): BaselineWords {
  return taskOf(experiment).loss.kind === 'squared' ? MEAN : SHARES;
}
