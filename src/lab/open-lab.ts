import { availableParallelism } from 'node:os';
import type { ChartSpec } from '../charts/spec.ts';
import { costOfRun } from '../training/cost.ts';
import type { Experiment } from '../training/experiment.ts';
import type { History } from '../training/history.ts';
import { SHORT } from './budget.ts';
import {
  LabClosedError,
  type LabState,
  type TrainWatch,
  type Watch,
  type WatchedLab,
  type WorkerCrashError,
} from './lab.ts';
import { type InLine, Line } from './line.ts';
import { Pool } from './pool.ts';
import { Request } from './request.ts';
import type { Task } from './task.ts';

/**
 * Lower than anything that answers people: a worker's share of a busy core is about a tenth of theirs, and a third of
 * the express worker's, which has little to do and somebody who waits for it.
 */
const NICENESS = { worker: 10, express: 5 };

/** A worker is held by a task that is not short, or that is not over after so many milliseconds though it is. */
const HELD_AFTER = 1_000;

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

/**
 * A lab of worker threads in this process. They start at once, and keep the process alive only while they work. One more
 * starts when long tasks hold them all and somebody with nothing under way asks for something short, and goes when it has
 * been idle for half a minute.
 */
export function openLab(options: LabOptions = {}): WatchedLab {
  return new LocalLab(options);
}

type AnyRequest = Pick<Request<unknown>, keyof InLine | 'results' | 'runNext' | 'cancel'>;

class LocalLab implements WatchedLab {
  readonly #workers: number;
  readonly #timeLimit: number;
  readonly #pool: Pool;
  /** A worker beyond the number of workers: the cores are shared, but nobody waits for the end of somebody's long task. */
  readonly #express: Pool;
  readonly #line = new Line<AnyRequest>();
  readonly #open = new Set<AnyRequest>();
  readonly #running = new Set<{ readonly isShort: boolean; readonly since: number }>();
  #lookAgain: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: LabOptions) {
    const onIdleCrash = options.onIdleCrash ?? ((error) => process.emitWarning(error));
    this.#workers = options.workers ?? availableParallelism();
    this.#timeLimit = options.timeLimit ?? 60;
    const threads = {
      worker: options.worker ?? new URL('./worker.ts', import.meta.url),
      memoryMb: options.memoryMb ?? 512,
    };
    this.#express = new Pool({ ...threads, fewest: 0, most: 1, niceness: NICENESS.express, onIdleCrash });
    this.#pool = new Pool({
      ...threads,
      fewest: this.#workers,
      most: this.#workers,
      niceness: NICENESS.worker,
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
    const costs = new Map<Experiment, number>();
    const request = new Request<History>(tasks, {
      urgent: false,
      isShort: (task) => {
        const { experiment } = runs[task]!;
        const cost = costs.get(experiment) ?? costOfRun(experiment);
        costs.set(experiment, cost);
        return cost <= SHORT;
      },
      timeLimit: this.#timeLimit,
      watch,
      onResult: (task, history) => onHistory(runs[task]!.index, history),
    });
    const histories = await this.#serve(request);
    return experiments.map(({ seeds }) => histories.splice(0, seeds));
  }

  async draw(chart: ChartSpec, watch: Watch = {}): Promise<Uint8Array> {
    const task: Task = { name: 'draw', chart };
    const request = new Request<Uint8Array>([task], {
      urgent: true,
      isShort: () => true,
      timeLimit: this.#timeLimit,
      watch,
    });
    const [png] = await this.#serve(request);
    return png!;
  }

  state(): LabState {
    const waiting = [...this.#open].reduce((sum, request) => sum + request.waiting, 0);
    return { workers: this.#pool.workers + this.#express.workers, busy: this.#busy, waiting };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const results = [...this.#open].map((request) => request.results);
    this.#cancelAll(new LabClosedError());
    await Promise.allSettled(results);
    await Promise.all([this.#pool.close(), this.#express.close()]);
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

  get #busy(): number {
    return this.#pool.busy + this.#express.busy;
  }

  #fillWorkers(): void {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const request = next;
      const task = { isShort: request.isShort, since: performance.now() };
      // One whose cost cannot be told has failed with that.
      if (request.waiting === 0) {
        this.#line.ended(request);
        continue;
      }
      this.#running.add(task);
      const pool = this.#pool.busy < this.#workers ? this.#pool : this.#express;
      void request.runNext(pool).then(() => {
        this.#running.delete(task);
        this.#line.ended(request);
        this.#fillWorkers();
      });
    }
  }

  #next(): AnyRequest | undefined {
    if (this.#busy < this.#workers) return this.#line.next();
    if (this.#busy > this.#workers) return undefined;
    const heldSince = performance.now() - HELD_AFTER;
    const soon = [...this.#running].filter(({ isShort, since }) => isShort && since > heldSince);
    if (soon.length === 0) return this.#line.nextExpress();
    // Whoever waits for one of them looks again when it is over, or is not over when it should be.
    clearTimeout(this.#lookAgain);
    this.#lookAgain = setTimeout(() => this.#fillWorkers(), HELD_AFTER).unref();
    return undefined;
  }

  #cancelAll(reason: unknown): void {
    for (const request of this.#open) request.cancel(reason);
  }
}
