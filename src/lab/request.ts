import { ExperimentError } from '../training/experiment.ts';
import { TimeLimitError, type Watch } from './lab.ts';
import type { InLine } from './line.ts';
import type { Pool } from './pool.ts';
import type { Outcome, Task } from './task.ts';
import { TimeBudget } from './time-budget.ts';

/** How long a worker may take to see that it should stop, before its thread is terminated: in milliseconds. */
const GRACE = 75;

/** Work for nobody in particular is one person's. */
const NOBODY = '';

export interface RequestOptions<Result> {
  readonly urgent: boolean;
  /** Whether the task with this number takes a moment only. Where it throws, the request fails with that. */
  readonly isShort: (task: number) => boolean;
  /** Seconds it may take, waiting in line left out. */
  readonly timeLimit: number;
  readonly watch: Watch;
  /** Called with each task's number and result as soon as it is there. */
  readonly onResult?: (task: number, result: Result) => void;
}

/** One call to the lab: tasks that are done together or not at all. It settles once none of them runs any more. */
export class Request<Result> implements InLine {
  readonly person: string;
  readonly urgent: boolean;
  readonly results: Promise<Result[]>;
  readonly #watch: Watch;
  readonly #isShort: (task: number) => boolean;
  readonly #onResult: (task: number, result: Result) => void;
  readonly #tasks: readonly Task[];
  readonly #done: Result[] = [];
  readonly #shares: number[];
  readonly #running = new Set<AbortController>();
  readonly #stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #budget: TimeBudget;
  readonly #settle: PromiseWithResolvers<Result[]> = Promise.withResolvers();
  #next = 0;
  #told = 0;
  #cancelled: { readonly reason: unknown; readonly grace: NodeJS.Timeout } | undefined;
  #over = false;

  constructor(tasks: readonly Task[], { urgent, isShort, timeLimit, watch, onResult }: RequestOptions<Result>) {
    this.person = watch.person ?? NOBODY;
    this.urgent = urgent;
    this.#isShort = isShort;
    this.results = this.#settle.promise;
    this.#watch = watch;
    this.#onResult = onResult ?? (() => {});
    this.#tasks = tasks;
    this.#shares = tasks.map(() => 0);
    this.#budget = new TimeBudget(timeLimit, () => this.cancel(new TimeLimitError(timeLimit)));
    watch.signal?.addEventListener('abort', this.#onAbort);
    if (watch.signal?.aborted === true) this.#onAbort();
    this.#settleIfOver(); // without tasks there is nothing to wait for
  }

  get waiting(): number {
    return this.#cancelled === undefined ? this.#tasks.length - this.#next : 0;
  }

  get isShort(): boolean {
    try {
      return this.#isShort(this.#next);
    } catch (error) {
      this.cancel(error);
      return false;
    }
  }

  /** Runs the next waiting task. Never rejects: how it ended is for the request to tell. */
  async runNext(pool: Pool): Promise<void> {
    const index = this.#next++;
    const running = new AbortController();
    this.#running.add(running);
    this.#budget.run();
    try {
      const outcome = await pool.run(this.#tasks[index]!, {
        stop: this.#stop,
        terminate: running.signal,
        onProgress: (share) => this.#progress(index, share),
      });
      if (outcome.kind === 'failed') this.cancel(revived(outcome));
      if (outcome.kind === 'done') {
        this.#done[index] = outcome.result as Result;
        if (this.#cancelled === undefined) this.#onResult(index, this.#done[index]);
        this.#progress(index, 1);
      }
    } catch (error) {
      this.cancel(error);
    } finally {
      this.#running.delete(running);
      if (this.#running.size === 0) this.#budget.pause();
      this.#settleIfOver();
    }
  }

  /** Drops what waits and stops what runs, by asking first. The first reason given is the one told. */
  cancel(reason: unknown): void {
    if (this.#cancelled !== undefined || this.#over) return;
    const terminate = () => {
      for (const running of this.#running) running.abort(reason);
    };
    this.#cancelled = { reason, grace: setTimeout(terminate, GRACE) };
    Atomics.store(this.#stop, 0, 1);
    this.#settleIfOver();
  }

  readonly #onAbort = (): void => this.cancel(this.#watch.signal?.reason);

  #progress(index: number, share: number): void {
    this.#shares[index] = share;
    const all = this.#shares.reduce((sum, each) => sum + each, 0) / this.#shares.length;
    if (all <= this.#told || this.#cancelled !== undefined) return;
    this.#told = all;
    try {
      this.#watch.onProgress?.(all);
    } catch (error) {
      this.cancel(error);
    }
  }

  #settleIfOver(): void {
    if (this.#running.size > 0 || this.waiting > 0) return;
    this.#over = true;
    this.#watch.signal?.removeEventListener('abort', this.#onAbort);
    if (this.#cancelled === undefined) {
      this.#settle.resolve(this.#done);
    } else {
      clearTimeout(this.#cancelled.grace);
      this.#settle.reject(this.#cancelled.reason);
    }
  }
}

/** An error that crossed threads, in its own class again where somebody may ask for it. */
function revived({ name, error }: Extract<Outcome<never>, { kind: 'failed' }>): unknown {
  if (name === 'ExperimentError' && error instanceof Error) return new ExperimentError(error.message, { cause: error });
  return error;
}
