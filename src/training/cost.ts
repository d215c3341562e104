import type { Experiment } from './experiment.ts';
import { networkOf } from './network.ts';
import { taskOf } from './tasks/index.ts';
import { recordedSteps } from './train.ts';

/**
 * Multiplications and additions (counted as one) that a single run takes, nearly: one for each parameter and sample
 * going forward, two going back, and twenty or so more for each parameter's update.
 */
export function costOfRun(experiment: Experiment): number {
  const { size } = networkOf(experiment);
  const { trainingCount, validationCount } = taskOf(experiment);
  const batch = experiment.batch === 'all' ? trainingCount : Math.min(experiment.batch, trainingCount);
  const perStep = size * (3 * batch + 20);
  const perRecord = size * (trainingCount + validationCount);
  return experiment.steps * perStep + recordedSteps(experiment.steps).length * perRecord;
}
