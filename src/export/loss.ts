import type { Experiment } from '../training/experiment.ts';
import { taskOf } from '../training/tasks/index.ts';
import type { Lines } from './python.ts';

/** The data loss of rows whose last column is the target, in the task's convention (src/training/loss.ts). */
export function lossOf(experiment: Experiment): Lines {
  const { loss } = taskOf(experiment);
  if (loss.kind === 'cross-entropy') {
    return ['return nn.BCEWithLogitsLoss()(model(rows[:, :-1]), rows[:, -1:])  # of two classes, 0 and 1'];
  }
  const meanSquare = 'nn.MSELoss()(model(rows[:, :-1]), rows[:, -1:])';
  return loss.factor === 1
    ? [`return ${meanSquare}  # the mean of (prediction - target)**2`]
    : [`return 0.5 * ${meanSquare}  # the half takes away the 2 of the square's slope`];
}
