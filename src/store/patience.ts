import pRetry from 'p-retry';
import { MemoryUnavailableError } from '../chat/memory.ts';
import type { Log } from '../log.ts';

/** How long trouble is waited out before people are told of it, in milliseconds. */
export const PATIENCE_MS = 2_000;

export interface PatienceOptions {
  /** What cannot be done while there is trouble: `read` or `written`. */
  readonly done: string;
  readonly log: Pick<Log, 'info' | 'error'> | null;
  /** Whether trying again within moments may help, and does no harm. */
  readonly mayPass: (error: unknown) => boolean;
  readonly patienceMs: number;
}

/**
 * Tries again for a short while, once for a whole outage: who comes later is tried once and told at once. An outage is
 * logged as it begins and as it ends, however many meet it.
 */
export class Patience {
  readonly #options: PatienceOptions;
  /** Since when nothing has succeeded, by performance.now(). */
  #since: number | null = null;
  #isTold = false;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Rejects with MemoryUnavailableError, whatever the work rejected with. */
  async reach<T>(work: () => Promise<T>): Promise<T> {
    const { mayPass, patienceMs } = this.#options;
    try {
      const result = await pRetry(work, {
        retries: Infinity,
        minTimeout: 10,
        maxTimeout: 200,
        randomize: true,
        onFailedAttempt: () => {
          this.#since ??= performance.now();
        },
        shouldRetry: ({ error }) => mayPass(error) && performance.now() - this.#since! < patienceMs,
      });
      this.#ended();
      return result;
    } catch (error) {
      this.#began(error);
      throw new MemoryUnavailableError(error);
    }
  }

  #began(error: unknown): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#options.log?.error({ err: error }, `what is remembered cannot be ${this.#options.done}`);
  }

  #ended(): void {
    if (this.#isTold) {
      const seconds = Math.round((performance.now() - this.#since!) / 1000);
      this.#options.log?.info({ seconds }, `what is remembered can be ${this.#options.done} again`);
    }
    this.#since = null;
    this.#isTold = false;
  }
}
