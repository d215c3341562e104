import type { Experiment } from './experiment.ts';
import { networkOf } from './network.ts';
import { taskOf } from './tasks/index.ts';
import { recordedSteps } from './train.ts';
import { workOfForward, workOfStep } from './work.ts';

/**
 * What a single run takes, nearly, in multiplications with their addition: its steps, and its records, for which all
 * samples go forward once.
 */
export function costOfRun(experiment: Experiment): number {
  const network = networkOf(experiment);
  const { trainingCount, validationCount } = taskOf(experiment);
  const drawn = experiment.batch !== 'all' && experiment.batch < trainingCount;
  const batch = drawn ? Number(experiment.batch) : trainingCount;
  const records = recordedSteps(experiment.steps).length;
  return (
    experiment.steps * workOfStep(network, batch, drawn) +
    records * workOfForward(network, trainingCount + validationCount)
  );
}
