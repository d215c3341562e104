import { Piscina } from 'piscina';
import { WorkerCrashError } from './lab.ts';
import type { Ordered, Outcome, Progress, StopFlag, Task } from './task.ts';

/** Milliseconds for which a thread beyond the fewest stays with nothing to do. */
const IDLE_TIMEOUT = 30_000;

/** Megabytes in which a thread makes what it soon drops. With the usual 48 each holds some 60 MB more and is no faster. */
const YOUNG_MB = 12;

export interface PoolOptions {
  /** Threads that are always there, and how many there are at the most. */
  readonly fewest: number;
  readonly most: number;
  /** How far their priority is below that of what answers people. */
  readonly niceness: number;
  readonly worker: URL;
  readonly memoryMb: number;
  /** A worker died while idle, or while it started. `left` is how many there are still. */
  readonly onIdleCrash: (error: WorkerCrashError, left: number) => void;
}

export interface Supervision {
  /** Setting it asks the task to end. */
  readonly stop: StopFlag;
  /** Aborting it terminates the thread under the task, and another starts. */
  readonly terminate: AbortSignal;
  readonly onProgress: (share: number) => void;
}

interface UnderWay {
  readonly onProgress: (share: number) => void;
  /** For when there is no worker any more that could do it. */
  readonly stranded: AbortController;
}

/**
 * Worker threads. It is given no more tasks at a time than it may have workers: who is next is the lab's to say, and
 * piscina's own queue lets tasks that can be aborted overtake each other.
 */
export class Pool {
  readonly #threads: Piscina;
  /** By the task's id. */
  readonly #underWay = new Map<number, UnderWay>();
  #lastId = 0;

  constructor({ fewest, most, niceness, worker, memoryMb, onIdleCrash }: PoolOptions) {
    this.#threads = new Piscina({
      filename: worker.href,
      name: 'train', // looked up as a thread starts, which loads the training before the first task comes
      minThreads: fewest,
      maxThreads: most,
      idleTimeout: IDLE_TIMEOUT,
      niceIncrement: niceness,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
      recordTiming: false,
    });
    this.#threads.on('message', ({ id, share }: Progress) => this.#underWay.get(id)?.onProgress(share));
    this.#threads.on('error', (error) => {
      const crash = new WorkerCrashError(error);
      if (this.workers === 0) for (const { stranded } of this.#underWay.values()) stranded.abort(crash);
      onIdleCrash(crash, this.workers);
    });
  }

  /** Rejects with WorkerCrashError if the worker dies, or with the reason it was terminated for. */
  async run(task: Task, { stop, terminate, onProgress }: Supervision): Promise<Outcome<unknown>> {
    const id = ++this.#lastId;
    const ordered: Ordered<Task> = { ...task, id, stop };
    const stranded = new AbortController();
    this.#underWay.set(id, { onProgress, stranded });
    try {
      const signal = AbortSignal.any([terminate, stranded.signal]);
      return await this.#threads.run(ordered, { name: task.name, signal });
    } catch (error) {
      terminate.throwIfAborted();
      stranded.signal.throwIfAborted();
      throw new WorkerCrashError(error);
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** How many there are at the moment. */
  get workers(): number {
    return this.#threads.threads.length;
  }

  /** How many tasks are under way. */
  get busy(): number {
    return this.#underWay.size;
  }

  /** Terminates every thread, whatever it does. */
  async close(): Promise<void> {
    // A thread that was terminated before may end after all the others, and would be replaced even then.
    this.#threads.options.minThreads = 0;
    await this.#threads.destroy();
  }
}
