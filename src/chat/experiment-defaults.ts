import { type Experiment, type OptimizerName, type TaskName, usesMomentum } from '../training/experiment.ts';
import type { Table } from '../training/table.ts';
import { csv } from '../training/tasks/csv.ts';
import type { ExperimentFields } from './experiment-settings.ts';

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
  moons: {
    sgd: { lr: 0.1, wd: 0.01 },
    sgdw: { lr: 0.1, wd: 0.1 },
    adam: { lr: 0.01, wd: 0.01 },
    adamw: { lr: 0.01, wd: 3 },
  },
  wide: {
    sgd: { lr: 0.01, wd: 3 },
    sgdw: { lr: 0.01, wd: 3 },
    adam: { lr: 0.003, wd: 3 },
    adamw: { lr: 0.003, wd: 3 },
  },
  csv: {
    sgd: { lr: 0.05, wd: 0.01 },
    sgdw: { lr: 0.05, wd: 0.1 },
    adam: { lr: 0.01, wd: 0.01 },
    adamw: { lr: 0.01, wd: 1 },
  },
};

const TASK_DEFAULTS = {
  curve: { hidden: [32, 32], momentum: 0.9, steps: 3_000 },
  ridge: { hidden: [], momentum: 0, steps: 500 },
  moons: { hidden: [32, 32], momentum: 0.9, steps: 2_000 },
  wide: { hidden: [], momentum: 0, steps: 400 },
  csv: { hidden: [32, 32], momentum: 0.9, steps: 2_000 },
} as const;

/** A table of more numbers than this gets a smaller network, or a plain run would take the whole budget. */
const LARGE_TABLE = 20_000;
/** More training points than this are learnt in batches of as many as BATCH. */
const MANY_POINTS = 256;
const BATCH = 64;

/**
 * What suits a table of any size within the budget. Features that rise and fall together make the loss as many times
 * sharper as they are, so lr shrinks with their number: at 1/features and momentum 0.9 a linear model stays below its
 * stability edge even if all of them are the same.
 */
function tableDefaults(table: Table, lr: number) {
  const task = csv(table);
  return {
    hidden: table.values.length > LARGE_TABLE ? [16] : TASK_DEFAULTS.csv.hidden,
    steps: table.values.length > LARGE_TABLE ? 1_000 : TASK_DEFAULTS.csv.steps,
    batch: task.trainingCount > MANY_POINTS ? BATCH : ('all' as const),
    lr: Math.min(lr, Number((1 / task.features).toPrecision(1))),
  };
}

/** The experiment that these options describe, whether or not they go together. A file is a task of its own. */
export function withDefaults(options: ExperimentFields): Experiment {
  const task = options.task ?? (options.csv === undefined ? 'curve' : 'csv');
  const optimizer = options.optimizer ?? 'sgd';
  const usual = { batch: 'all' as const, ...TASK_DEFAULTS[task], ...DEFAULTS[task][optimizer] };
  const table = task === 'csv' ? options.table : undefined;
  const defaults = { ...usual, ...(table && tableDefaults(table, usual.lr)) };
  return {
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
    batch: options.batch ?? defaults.batch,
    steps: options.steps ?? defaults.steps,
    seeds: options.seeds ?? 5,
    ...(table && { table }),
  };
}
