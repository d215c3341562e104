/** The time this Discord believes it is: the machine's, plus whatever a test has skipped. */
export class Clock {
  #ahead = 0;

  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Skips time, so that a 15-minute token can expire within a test. */
  advance(ms: number): void {
    this.#ahead += ms;
  }
}
