/** Calls back once its time is spent. Only the time while it runs counts. */
export class TimeBudget {
  #left: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #onSpent: () => void;

  constructor(seconds: number, onSpent: () => void) {
    this.#left = seconds * 1_000;
    this.#onSpent = onSpent;
  }

  run(): void {
    if (this.#timer !== undefined) return;
    this.#since = performance.now();
    this.#timer = setTimeout(this.#onSpent, this.#left);
  }

  pause(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#left = Math.max(0, this.#left - (performance.now() - this.#since));
  }
}
