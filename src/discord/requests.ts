import { setTimeout as delay } from 'node:timers/promises';

/** What is being worked on, so that a bot that leaves can finish it first. */
export class OpenRequests {
  readonly #open = new Set<Promise<void>>();
  #closed = false;

  /** Runs it, unless closed. `run` must not reject. Returns whether it was accepted. */
  accept(run: () => Promise<void>): boolean {
    if (this.#closed) return false;
    const running = run().finally(() => this.#open.delete(running));
    this.#open.add(running);
    return true;
  }

  close(): void {
    this.#closed = true;
  }

  /** Whether all is done, at the latest after the limit. */
  async finished(limitMs: number): Promise<boolean> {
    const waiting = new AbortController();
    const all = Promise.all(this.#open).then(() => true);
    const limit = delay(limitMs, false, { signal: waiting.signal }).catch(() => false);
    const done = await Promise.race([all, limit]);
    waiting.abort();
    return done;
  }
}
