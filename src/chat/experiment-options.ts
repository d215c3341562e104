import type { z } from 'zod';
import {
  ACTIVATIONS,
  type Experiment,
  OPTIMIZERS,
  type OptimizerName,
  SCHEDULES,
  TASKS,
  type TaskName,
  usesMomentum,
} from '../training/experiment.ts';
import { networkOf } from '../training/network.ts';
import { tasks } from '../training/tasks/index.ts';
import { suggestLr, suggestWd } from './experiment-suggestions.ts';
import { parseNumber, splitList } from './numbers.ts';
import {
  booleanOption,
  choiceOption,
  integerOption,
  numberListOption,
  numberOption,
  oneOf,
  textOption,
} from './options.ts';
import { quote } from './quote.ts';
import { UserError } from './user-error.ts';

/** The options that describe an experiment, shared by every command that runs one; each has a sensible default. */

export const LR_RANGE = { min: 0, max: 1_000, aboveMin: true, example: '0.05 or 1e-3' } as const;
export const WD_RANGE = { min: 0, max: 1_000, example: '0.01 or 1e-3' } as const;
const MOST_LAYERS = 4;
const WIDTH = { min: 1, max: 256 };

export const experimentOptions = {
  task: choiceOption('curve: a noisy wave, 20 points. ridge: 20 weights, 30 points, an answer key.', TASKS).optional(),
  optimizer: choiceOption('sgd and adam use L2; sgdw and adamw decay the weights themselves', OPTIMIZERS).optional(),
  momentum: numberOption('Momentum of sgd and sgdw, from 0 to below 1', {
    min: 0,
    max: 0.999,
    example: '0.9',
  }).optional(),
  steps: integerOption('How many updates to make', { min: 1, max: 100_000, example: '3000' }).optional(),
  batch: textOption<number | 'all'>('Samples in each step: a number, or all', {
    read: readBatch,
    write: String,
    suggest: () => ['all', '5', '10'].map((value) => ({ label: value, value })),
  }).optional(),
  schedule: choiceOption('How lr changes over the run', SCHEDULES).optional(),
  seeds: integerOption('How many times to repeat it, with new data and a new start', {
    min: 1,
    max: 20,
    example: '5',
  }).optional(),
  hidden: textOption<readonly number[]>('Units in the hidden layers, such as 32-32, or none for a linear model', {
    read: readHidden,
    write: (widths) => (widths.length === 0 ? 'none' : widths.join('-')),
    suggest: () => ['32-32', '64', '16-16-16', 'none'].map((value) => ({ label: value, value })),
  }).optional(),
  activation: choiceOption('What each hidden unit does', ACTIVATIONS).optional(),
  nesterov: booleanOption('Nesterov’s momentum').optional(),
  'decay-biases': booleanOption('Whether biases decay too, as PyTorch does unless told otherwise').optional(),
};

export const lrOption = numberOption(
  'Learning rate: scales the whole step (0.05, 1e-3)',
  LR_RANGE,
  suggestLr,
).optional();

export function wdListOption(most: number) {
  const description = `Weight decay: the pull to zero (0.01); or up to ${most} values: 0.001, 0.01, 0.1`;
  return numberListOption(description, { ...WD_RANGE, most }, suggestWd).optional();
}

type ExperimentFields = z.output<z.ZodObject<typeof experimentOptions>> & {
  lr?: number | undefined;
  wd?: number | undefined;
};

/** Lr and wd that show something for a task and an optimizer: measured, see the README's table. */
export const DEFAULTS: Readonly<Record<TaskName, Record<OptimizerName, { lr: number; wd: number }>>> = {
  curve: {
    sgd: { lr: 0.05, wd: 0.01 },
    sgdw: { lr: 0.05, wd: 0.1 },
    adam: { lr: 0.01, wd: 0.01 },
    adamw: { lr: 0.01, wd: 1 },
  },
  ridge: {
    sgd: { lr: 0.1, wd: 0.667 },
    sgdw: { lr: 0.1, wd: 0.667 },
    adam: { lr: 0.03, wd: 0.667 },
    adamw: { lr: 0.03, wd: 1 },
  },
};

const TASK_DEFAULTS = {
  curve: { hidden: [32, 32], momentum: 0.9, steps: 3_000 },
  ridge: { hidden: [], momentum: 0, steps: 500 },
} as const;

/** The experiment that checked options describe, defaults filled in. Throws UserError where two do not go together. */
export function toExperiment(options: ExperimentFields): Experiment {
  const task = options.task ?? 'curve';
  const optimizer = options.optimizer ?? 'sgd';
  const defaults = { ...TASK_DEFAULTS[task], ...DEFAULTS[task][optimizer] };
  const experiment: Experiment = {
    task,
    hidden: options.hidden ?? defaults.hidden,
    activation: options.activation ?? 'tanh',
    optimizer,
    momentum: usesMomentum(optimizer) ? (options.momentum ?? defaults.momentum) : 0,
    nesterov: options.nesterov ?? false,
    lr: options.lr ?? defaults.lr,
    wd: options.wd ?? defaults.wd,
    decayBiases: options['decay-biases'] ?? true,
    schedule: options.schedule ?? 'constant',
    batch: options.batch ?? 'all',
    steps: options.steps ?? defaults.steps,
    seeds: options.seeds ?? 5,
  };
  checkTogether(experiment, options);
  return experiment;
}

function checkTogether(experiment: Experiment, { momentum, nesterov, batch }: ExperimentFields) {
  const { task, optimizer } = experiment;
  const forSgd = `it belongs to ${oneOf(OPTIMIZERS.filter(usesMomentum))}`;
  if (!usesMomentum(optimizer) && momentum !== undefined && momentum !== 0) {
    throw new UserError(`momentum does not go with ${optimizer}, which has its own β₁ = 0.9: ${forSgd}`);
  }
  if (nesterov === true && experiment.momentum === 0) {
    throw new UserError(`nesterov needs momentum above 0, such as momentum:0.9; ${forSgd}`);
  }
  const { trainingCount } = tasks[task];
  if (typeof batch === 'number' && batch > trainingCount) {
    throw new UserError(
      `batch is ${batch}: ${task} has ${trainingCount} training points, so at most ${trainingCount}, or all`,
    );
  }
  const { size } = networkOf(experiment);
  if (size > 50_000) {
    throw new UserError(`hidden makes ${size} weights: at most 50000 fit; try hidden:64-64`);
  }
}

function readBatch(text: string) {
  if (text.trim().toLowerCase() === 'all') return { value: 'all' as const };
  const value = parseNumber(text);
  return value !== null && Number.isInteger(value) && value >= 1 && value <= 1e6
    ? { value }
    : { wrong: `is ${quote(text)}: it can be all, or a whole number of samples such as 5` };
}

function readHidden(text: string) {
  const asked = text.trim().toLowerCase();
  if (asked === 'none' || asked === '0') return { value: [] };
  const widths = (splitList(asked.replaceAll(/[-x×]/gu, ' ')) ?? []).map(parseNumber);
  const fits = (width: number | null): width is number =>
    width !== null && Number.isInteger(width) && width >= WIDTH.min && width <= WIDTH.max;
  if (widths.length >= 1 && widths.length <= MOST_LAYERS && widths.every(fits)) return { value: widths };
  return {
    wrong:
      `is ${quote(text)}: it can be none, or one to ${MOST_LAYERS} layers of ` +
      `${WIDTH.min} to ${WIDTH.max} units such as 32-32`,
  };
}
