/** Passes on the newest of what it is told: the first at once, the next no sooner than the pace allows. */
export class Paced<Value> {
  readonly #everyMs: number;
  readonly #pass: (value: Value) => void;
  #waiting: { readonly value: Value } | null = null;
  #timer: NodeJS.Timeout | undefined;
  #passedAt = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number, pass: (value: Value) => void) {
    this.#everyMs = everyMs;
    this.#pass = pass;
  }

  tell(value: Value): void {
    this.#waiting = { value };
    this.#timer ??= setTimeout(() => this.#passOn(), Math.max(0, this.#passedAt + this.#everyMs - performance.now()));
  }

  /** What waits is out of date: it is never passed on. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = null;
  }

  #passOn(): void {
    const waiting = this.#waiting;
    this.drop();
    this.#passedAt = performance.now();
    if (waiting !== null) this.#pass(waiting.value);
  }
}
