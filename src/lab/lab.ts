import type { ChartSpec } from '../charts/spec.ts';
import type { Experiment } from '../training/experiment.ts';
import type { History } from '../training/history.ts';

export interface Watch {
  /** Aborting stops the work and frees its workers; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with the share done, from 0 to 1, never falling. */
  readonly onProgress?: (share: number) => void;
  /** For whom: people take turns, however much each asks for. Work for nobody in particular is one person's. */
  readonly person?: string;
}

/** The same lab, working for this person. */
export function labFor(lab: Lab, person: string): Lab {
  return {
    train: (experiments, watch) => lab.train(experiments, { ...watch, person }),
    draw: (chart, watch) => lab.draw(chart, { ...watch, person }),
    close: () => lab.close(),
  };
}

export interface TrainWatch extends Watch {
  /** How many records each history is to keep; all that one can, unless told otherwise. */
  readonly records?: number;
  /** Whether each history is to tell the forces on its weights. */
  readonly forces?: boolean;
  /** Whether each is to tell what its optimizer leaves of weights on noise alone. */
  readonly noise?: boolean;
  /** Called with each run as soon as it is done: of which experiment, and its history. */
  readonly onHistory?: (experiment: number, history: History) => void;
}

/** How busy a lab is at the moment. */
export interface LabState {
  /** How many can work at the moment; 0 when no worker is left. */
  readonly workers: number;
  readonly busy: number;
  /** Tasks that wait for a worker: each run of an experiment is one, and each drawing. */
  readonly waiting: number;
}

/** Where the work is done: here in worker threads, elsewhere on other machines. */
export interface Lab {
  /** Trains each experiment with each of its seeds, every run a task of its own. Result: [experiment][seed − 1]. */
  train(experiments: readonly Experiment[], watch?: TrainWatch): Promise<History[][]>;
  /** Draws a chart; the result is the PNG's bytes. */
  draw(chart: ChartSpec, watch?: Watch): Promise<Uint8Array>;
  /** Stops what is under way, which rejects with LabClosedError, and ends the workers. */
  close(): Promise<void>;
}

/** A lab that also tells how busy it is, for health and metrics. */
export interface WatchedLab extends Lab {
  state(): LabState;
}

/** The work took longer than it may; what was asked for was too much, or the machine too slow. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
  readonly seconds: number;

  constructor(seconds: number) {
    super(`the work was stopped after ${seconds} s`);
    this.seconds = seconds;
  }
}

/** A worker died under the work, or ran out of memory: a bug, told in `cause`. Another worker took its place. */
export class WorkerCrashError extends Error {
  override readonly name = 'WorkerCrashError';

  constructor(cause: unknown) {
    super('a worker of the lab crashed', { cause });
  }
}

/** The lab was closed before the work was done. */
export class LabClosedError extends Error {
  override readonly name = 'LabClosedError';

  constructor() {
    super('the lab is closed');
  }
}
