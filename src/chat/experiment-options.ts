import { type Experiment, OPTIMIZERS, usesMomentum } from '../training/experiment.ts';
import { networkOf } from '../training/network.ts';
import { taskOf } from '../training/tasks/index.ts';
import { withDefaults } from './experiment-defaults.ts';
import { type ExperimentFields, experimentSettings, LR_RANGE, WD_RANGE } from './experiment-settings.ts';
import { suggestLr, suggestWd } from './experiment-suggestions.ts';
import { numberListOption, numberOption, oneOf } from './options.ts';
import { asTyped } from './quote.ts';
import { UserError } from './user-error.ts';

/** The options that describe an experiment, shared by every command that runs one; each has a sensible default. */
export const experimentOptions = experimentSettings;

const MOST_WEIGHTS = 50_000;

export const lrOption = numberOption(
  'Learning rate: scales the whole step (0.05, 1e-3)',
  LR_RANGE,
  suggestLr,
).optional();

export function wdListOption(most: number) {
  const description = `Weight decay: the pull to zero (0.01); or up to ${most} values: 0.001, 0.01, 0.1`;
  return numberListOption(description, { ...WD_RANGE, most }, suggestWd(most)).optional();
}

/** The experiment that checked options describe, defaults filled in. Throws UserError where two do not go together. */
export function toExperiment(options: ExperimentFields): Experiment {
  checkData(options);
  const experiment = withDefaults(options);
  checkTogether(experiment, options);
  return experiment;
}

/** Whether the data to learn from are named once and are there. */
function checkData({ task, csv, target, table }: ExperimentFields) {
  if (csv === undefined) {
    const needed = 'attach a CSV file as csv, or in a terminal write csv:path/to/file.csv';
    if (task === 'csv') throw new UserError(`task is csv, your own data: ${needed}`);
    if (target !== undefined) {
      throw new UserError(`target ${asTyped(target)}: it names a column of a file, but none is given; ${needed}`);
    }
    return;
  }
  if (task !== undefined && task !== 'csv') {
    throw new UserError(
      `csv does not go with task:${task}, which has its own data: leave one of the two out, such as /train task:${task}`,
    );
  }
  if (table === undefined)
    throw new UserError(
      'csv cannot be used here: attach the file to a command that trains, such as /train or /compare',
    );
}

function checkTogether(experiment: Experiment, { momentum, nesterov, batch }: ExperimentFields) {
  const { task, optimizer, hidden } = experiment;
  const forSgd = `it belongs to ${oneOf(OPTIMIZERS.filter(usesMomentum))}`;
  if (!usesMomentum(optimizer) && momentum !== undefined && momentum !== 0) {
    throw new UserError(`momentum does not go with ${optimizer}, which has its own β₁ = 0.9: ${forSgd}`);
  }
  if (nesterov === true && !usesMomentum(optimizer)) {
    throw new UserError(`nesterov does not go with ${optimizer}: ${forSgd}`);
  }
  if (nesterov === true && experiment.momentum === 0) {
    throw new UserError('nesterov needs momentum above 0, such as momentum:0.9');
  }
  const { trainingCount } = taskOf(experiment);
  if (typeof batch === 'number' && batch > trainingCount) {
    throw new UserError(
      `batch is ${batch}: ${task} has ${trainingCount} training points, so it can be at most ${trainingCount}, or all`,
    );
  }
  const { size } = networkOf(experiment);
  if (size > MOST_WEIGHTS) {
    throw new UserError(
      `hidden is ${hidden.join('-')}, which makes ${size} weights: at most ${MOST_WEIGHTS} fit; try 64-64`,
    );
  }
}
