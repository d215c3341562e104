import type { Table } from './table.ts';

/** Everything a training run is made of. Same experiment, same seed: same numbers, to the last bit. */

export const TASKS = ['curve', 'ridge', 'moons', 'wide', 'csv'] as const;
export const ACTIVATIONS = ['tanh', 'relu'] as const;
export const OPTIMIZERS = ['sgd', 'sgdw', 'adam', 'adamw'] as const;
export const SCHEDULES = ['constant', 'cosine', 'warmup-cosine', 'one-cycle'] as const;

export type TaskName = (typeof TASKS)[number];
export type Activation = (typeof ACTIVATIONS)[number];
export type OptimizerName = (typeof OPTIMIZERS)[number];
export type ScheduleName = (typeof SCHEDULES)[number];

export interface Experiment {
  /** What is to be learnt; fixes the data and the convention of the loss. */
  readonly task: TaskName;
  /** Units in each hidden layer; none is linear regression. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly optimizer: OptimizerName;
  /** μ of SGD and SGDW; Adam and AdamW have their own β and leave it alone. */
  readonly momentum: number;
  readonly nesterov: boolean;
  /** Learning rate at its highest; the schedule multiplies it. */
  readonly lr: number;
  /** Weight decay in PyTorch's convention: the penalty is (wd/2)·Σw². */
  readonly wd: number;
  /** Whether biases decay with the weights, as PyTorch does unless told otherwise. */
  readonly decayBiases: boolean;
  readonly schedule: ScheduleName;
  /** Samples in one step's gradient. */
  readonly batch: number | 'all';
  readonly steps: number;
  /** How many seeds it is repeated with: 1, 2, … seeds. Each draws its own data and its own start. */
  readonly seeds: number;
  /** The data of the task `csv`; the others draw their own. */
  readonly table?: Table;
}

/** The same experiment without decay: what every claim about decay is held against. */
export function withoutDecay(experiment: Experiment): Experiment {
  return { ...experiment, wd: 0 };
}

/** Whether the optimizer pulls weights by L2 in the gradient (sgd, adam), not by shrinking them itself. */
export function decaysThroughGradient(optimizer: OptimizerName): boolean {
  return optimizer === 'sgd' || optimizer === 'adam';
}

/** Whether momentum and nesterov have a meaning for it. */
export function usesMomentum(optimizer: OptimizerName): boolean {
  return optimizer === 'sgd' || optimizer === 'sgdw';
}

/** A setting that cannot be trained, with the reason as a sentence. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
}
