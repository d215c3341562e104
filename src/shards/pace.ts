import { setTimeout as delay } from 'node:timers/promises';

/** Discord lets as many shards at once as it says identify themselves, and the next of each row five seconds later. */
const IDENTIFY_EVERY_MS = 5_000;

/** Starts shards no faster than Discord takes them, however they come to be started. */
export class Pace {
  readonly #atOnce: number;
  readonly #signal: AbortSignal;
  readonly #rows = new Map<number, Promise<void>>();

  /** @param atOnce Discord's `max_concurrency`. */
  constructor(atOnce: number, signal: AbortSignal) {
    this.#atOnce = atOnce;
    this.#signal = signal;
  }

  /** Runs `start`, which never rejects, when it is this shard's turn, unless told to leave before. */
  async inTurn(id: number, start: () => Promise<void>): Promise<void> {
    const row = id % this.#atOnce;
    const before = this.#rows.get(row) ?? Promise.resolve();
    const started = before.then(async () => {
      if (!this.#signal.aborted) await start();
    });
    const over = started.then(() => delay(IDENTIFY_EVERY_MS, undefined, { signal: this.#signal }).catch(() => {}));
    this.#rows.set(row, over);
    await started;
  }
}
