export const PROGRESS_EVERY_MS = 1_500;
const MAX_LINE = 200;

/**
 * Shows how far the work is: at most one edit at a time, the first after a while, so that quick work shows none. Once
 * `end` has resolved no edit is under way and none will come: whatever is shown next stays.
 */
export class Progress {
  readonly #show: (line: string) => Promise<void>;
  readonly #everyMs: number;
  #newest: string | null = null;
  #shown: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #edit: Promise<void> = Promise.resolve();
  #ended = false;
  readonly #started = Promise.withResolvers<void>();

  /** `show` must not reject. */
  constructor(show: (line: string) => Promise<void>, everyMs = PROGRESS_EVERY_MS) {
    this.#show = show;
    this.#everyMs = everyMs;
  }

  /** The newest state of affairs; shown if it is still the newest when its time comes. */
  report(share: number, words: string): void {
    const percent = Math.round(100 * Math.min(1, Math.max(0, share)));
    this.#newest = `${words.slice(0, MAX_LINE)} · ${percent}%`;
  }

  /** From now on there is something to edit. */
  start(): void {
    this.#started.resolve();
    this.#wait();
  }

  /** Makes another edit: after the one that is under way, and once there is something to edit. It must not reject. */
  interject(edit: () => Promise<void>): void {
    this.#edit = Promise.all([this.#edit, this.#started.promise]).then(edit);
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      this.#edit = this.#edit
        .then(() => this.#showNewest())
        .then(() => {
          if (!this.#ended) this.#wait();
        });
    }, this.#everyMs);
  }

  async #showNewest(): Promise<void> {
    if (this.#newest === null || this.#newest === this.#shown) return;
    this.#shown = this.#newest;
    await this.#show(this.#newest);
  }

  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#edit;
  }
}
