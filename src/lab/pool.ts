import { Piscina } from 'piscina';
import { WorkerCrashError } from './lab.ts';
import type { Ordered, Outcome, Progress, StopFlag, Task } from './task.ts';

/** Lower than anything that answers people: a worker's share of a busy core is about a tenth. */
const NICENESS = 10;

export interface PoolOptions {
  readonly workers: number;
  readonly worker: URL;
  readonly memoryMb: number;
  /** A worker died while idle. `left` is how many there are still. */
  readonly onIdleCrash: (error: WorkerCrashError, left: number) => void;
}

export interface Supervision {
  /** Setting it asks the task to end. */
  readonly stop: StopFlag;
  /** Aborting it terminates the thread under the task, and another starts. */
  readonly terminate: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/**
 * Worker threads. It is given no more tasks at a time than it has workers: who is next is the lab's to say, and
 * piscina's own queue lets tasks that can be aborted overtake each other.
 */
export class Pool {
  readonly #threads: Piscina;
  /** Who hears of a task's progress, by its id. */
  readonly #watched = new Map<number, Supervision['onProgress']>();
  #lastId = 0;

  constructor({ workers, worker, memoryMb, onIdleCrash }: PoolOptions) {
    this.#threads = new Piscina({
      filename: worker.href,
      name: 'train', // looked up as a thread starts, which loads the training before the first task comes
      minThreads: workers,
      maxThreads: workers,
      niceIncrement: NICENESS,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      recordTiming: false,
    });
    this.#threads.on('message', ({ id, share }: Progress) => this.#watched.get(id)?.(share));
    this.#threads.on('error', (error) => onIdleCrash(new WorkerCrashError(error), this.#threads.threads.length));
  }

  /** Rejects with WorkerCrashError if the worker dies, or with the reason it was terminated for. */
  async run(task: Task, { stop, terminate, onProgress }: Supervision): Promise<Outcome<unknown>> {
    const id = ++this.#lastId;
    const ordered: Ordered<Task> = { ...task, id, stop };
    this.#watched.set(id, onProgress);
    try {
      return await this.#threads.run(ordered, { name: task.name, signal: terminate });
    } catch (error) {
      terminate.throwIfAborted();
      throw new WorkerCrashError(error);
    } finally {
      this.#watched.delete(id);
    }
  }

  /** How many there are at the moment. */
  get workers(): number {
    return this.#threads.threads.length;
  }

  /** Terminates every thread, whatever it does. */
  async close(): Promise<void> {
    await this.#threads.destroy();
  }
}
