import { availableParallelism } from 'node:os';
import type { ChartSpec } from '../charts/spec.ts';
import type { Experiment } from '../training/experiment.ts';
import type { History } from '../training/history.ts';
import {
  LabClosedError,
  type LabState,
  type TrainWatch,
  type Watch,
  type WatchedLab,
  type WorkerCrashError,
} from './lab.ts';
import { Line } from './line.ts';
import { Pool } from './pool.ts';
import { Request } from './request.ts';
import type { Task } from './task.ts';

export interface LabOptions {
  /** Worker threads; one for each core unless told otherwise. */
  readonly workers?: number;
  /** Seconds of work a request may take; the time it waits in line is not counted. */
  readonly timeLimit?: number;
  /** Megabytes of JavaScript heap a worker may use. */
  readonly memoryMb?: number;
  /** Hears of a worker that crashed while idle: no request's promise can tell of it. */
  readonly onIdleCrash?: (error: WorkerCrashError) => void;
  /** The module the workers run. */
  readonly worker?: URL;
}

/** A lab of worker threads in this process. They start at once, and keep the process alive only while they work. */
export function openLab(options: LabOptions = {}): WatchedLab {
  return new LocalLab(options);
}

type AnyRequest = Pick<Request<unknown>, 'urgent' | 'waiting' | 'results' | 'runNext' | 'cancel'>;

class LocalLab implements WatchedLab {
  readonly #workers: number;
  readonly #timeLimit: number;
  readonly #pool: Pool;
  readonly #line = new Line<AnyRequest>();
  readonly #open = new Set<AnyRequest>();
  #busy = 0;
  #closed = false;

  constructor(options: LabOptions) {
    const onIdleCrash = options.onIdleCrash ?? ((error) => process.emitWarning(error));
    this.#workers = options.workers ?? availableParallelism();
    this.#timeLimit = options.timeLimit ?? 60;
    this.#pool = new Pool({
      workers: this.#workers,
      worker: options.worker ?? new URL('./worker.ts', import.meta.url),
      memoryMb: options.memoryMb ?? 512,
      onIdleCrash: (error, left) => {
        onIdleCrash(error);
        // With no worker left and none starting, what is under way would wait for ever.
        if (left === 0) this.#cancelAll(error);
      },
    });
  }

  async train(experiments: readonly Experiment[], watch: TrainWatch = {}): Promise<History[][]> {
    const { records, forces = false, noise = false, onHistory = () => {} } = watch;
    const few = records !== undefined && { records };
    const runs = experiments.flatMap((experiment, index) =>
      Array.from({ length: experiment.seeds }, (_, run) => ({ index, experiment, seed: run + 1 })),
    );
    const tasks = runs.map(
      ({ experiment, seed }): Task => ({ name: 'train', experiment, seed, forces, noise, ...few }),
    );
    const request = new Request<History>(tasks, {
      urgent: false,
      timeLimit: this.#timeLimit,
      watch,
      onResult: (task, history) => onHistory(runs[task]!.index, history),
    });
    const histories = await this.#serve(request);
    return experiments.map(({ seeds }) => histories.splice(0, seeds));
  }

  async draw(chart: ChartSpec, watch: Watch = {}): Promise<Uint8Array> {
    const task: Task = { name: 'draw', chart };
    const request = new Request<Uint8Array>([task], { urgent: true, timeLimit: this.#timeLimit, watch });
    const [png] = await this.#serve(request);
    return png!;
  }

  state(): LabState {
    const waiting = [...this.#open].reduce((sum, request) => sum + request.waiting, 0);
    return { workers: this.#pool.workers, busy: this.#busy, waiting };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const results = [...this.#open].map((request) => request.results);
    this.#cancelAll(new LabClosedError());
    await Promise.allSettled(results);
    await this.#pool.close();
  }

  async #serve<Result>(request: Request<Result>): Promise<Result[]> {
    if (this.#closed) request.cancel(new LabClosedError());
    this.#open.add(request);
    this.#line.join(request);
    this.#fillWorkers();
    try {
      return await request.results;
    } finally {
      this.#open.delete(request);
    }
  }

  #fillWorkers(): void {
    while (this.#busy < this.#workers) {
      const request = this.#line.next();
      if (request === undefined) return;
      this.#busy += 1;
      void request.runNext(this.#pool).then(() => {
        this.#busy -= 1;
        this.#fillWorkers();
      });
    }
  }

  #cancelAll(reason: unknown): void {
    for (const request of this.#open) request.cancel(reason);
  }
}
