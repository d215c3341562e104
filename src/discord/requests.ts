import { setTimeout as delay } from 'node:timers/promises';

/** What is being worked on, so that a bot that leaves can finish it first. */
export class OpenRequests {
  readonly #open = new Set<Promise<void>>();
  #closed = false;

  /** Runs it, unless closed. `run` must not reject. Returns whether it was accepted. */
  accept(run: () => Promise<void>): boolean {
    if (this.#closed) return false;
    this.track(run());
    return true;
  }

  /** Counts it among what is to be finished, closed or not. It must not reject. */
  track(work: Promise<void>): void {
    const running = work.finally(() => this.#open.delete(running));
    this.#open.add(running);
  }

  close(): void {
    this.#closed = true;
  }

  /** Whether all is done, what came meanwhile included; at the latest after the limit. */
  async finished(limitMs: number): Promise<boolean> {
    const waiting = new AbortController();
    const all = this.#allDone();
    const limit = delay(limitMs, false, { signal: waiting.signal }).catch(() => false);
    const done = await Promise.race([all, limit]);
    waiting.abort();
    return done;
  }

  async #allDone(): Promise<true> {
    while (this.#open.size > 0) await Promise.all(this.#open);
    return true;
  }
}
