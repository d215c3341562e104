/** How many of something are held at the same time, by whom: nobody holds more than so many. */
export class AtOnce {
  readonly #most: number;
  readonly #held = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Holds one more. Returns how to let go of it; null where they hold as many as they may. */
  take(who: string): (() => void) | null {
    const held = this.#held.get(who) ?? 0;
    if (held >= this.#most) return null;
    this.#held.set(who, held + 1);
    return () => {
      const left = this.#held.get(who)! - 1;
      if (left === 0) this.#held.delete(who);
      else this.#held.set(who, left);
    };
  }
}
