import { setTimeout as passed, setImmediate as turned } from 'node:timers/promises';

/** A commit holds up everything else in the process while the disk writes it: after a slow one others get their turn. */
const LONGEST_PAUSE_MS = 10;
const MOST_AT_ONCE = 100;

/**
 * Gathers what is to be written into few commits: what comes in the same turn of the event loop, and on a slow disk what
 * comes while everything else has had as long as the last commit took.
 */
export class GatheredWrites<Write> {
  readonly #commit: (writes: readonly Write[]) => Promise<void>;
  readonly #waiting: Write[] = [];
  #committing: Promise<void> | null = null;
  #notBefore = 0;

  /** `commit` never rejects. */
  constructor(commit: (writes: readonly Write[]) => Promise<void>) {
    this.#commit = commit;
  }

  add(write: Write): void {
    this.#waiting.push(write);
    this.#committing ??= this.#commitAll();
  }

  async settled(): Promise<void> {
    await this.#committing;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const pause = this.#notBefore - performance.now();
      await (pause > 0 ? passed(pause) : turned());
      const begun = performance.now();
      await this.#commit(this.#waiting.splice(0, MOST_AT_ONCE));
      const took = performance.now() - begun;
      this.#notBefore = begun + took + Math.min(took, LONGEST_PAUSE_MS);
    }
    this.#committing = null;
  }
}
