import type { ChartSpec } from '../charts/spec.ts';
import type { Experiment } from '../training/experiment.ts';

/** What crosses between the lab and its worker threads. Plain data, but for the shared memory of `stop`. */

/** The work a worker can be asked for, by the names of worker.ts's exports. */
export type Task = TrainTask | DrawTask;

export interface TrainTask {
  readonly name: 'train';
  readonly experiment: Experiment;
  readonly seed: number;
  /** How many records its history is to keep. */
  readonly records?: number;
  /** Whether its history is to tell the forces on its weights. */
  readonly forces?: boolean;
  /** Whether it is to tell what its optimizer leaves of weights on noise alone. */
  readonly noise?: boolean;
}

export interface DrawTask {
  readonly name: 'draw';
  readonly chart: ChartSpec;
}

/** A task as a worker gets it. */
export type Ordered<Work extends Task> = Work & {
  /** Names it in its progress messages. */
  readonly id: number;
  /** One shared number, 0 until the task should end: a thread in a training loop hears no messages. */
  readonly stop: StopFlag;
};

export type StopFlag = Int32Array<SharedArrayBuffer>;

/** Sent by a worker while it trains; the share of one task, from 0 to 1. */
export interface Progress {
  readonly id: number;
  readonly share: number;
}

/**
 * How a task ended in a worker that lives on. Errors are told, not thrown: crossing threads strips an error of its
 * class, and whatever the pool rejects with is then a crash without a doubt.
 */
export type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly name: string; readonly error: unknown };
