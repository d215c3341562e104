import { type Experiment, type OptimizerName, type TaskName, usesMomentum } from '../training/experiment.ts';
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
};

const TASK_DEFAULTS = {
  curve: { hidden: [32, 32], momentum: 0.9, steps: 3_000 },
  ridge: { hidden: [], momentum: 0, steps: 500 },
} as const;

/** The experiment that these options describe, whether or not they go together. */
export function withDefaults(options: ExperimentFields): Experiment {
  const task = options.task ?? 'curve';
  const optimizer = options.optimizer ?? 'sgd';
  const defaults = { ...TASK_DEFAULTS[task], ...DEFAULTS[task][optimizer] };
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
    batch: options.batch ?? 'all',
    steps: options.steps ?? defaults.steps,
    seeds: options.seeds ?? 5,
  };
}
