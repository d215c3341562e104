/** Something a test waited for did not come; the message says what came instead. */
export class NotSeenError extends Error {
  override readonly name = 'NotSeenError';
}

export interface Patience {
  /** How long to wait, in real milliseconds (default 30,000: a test that fails may take long, one that passes must not fail). */
  readonly timeoutMs?: number;
}

/** Lets tests wait for a state of affairs instead of sleeping: every change is announced, every waiter looks again. */
export class Bulletin {
  readonly #waiters = new Set<() => void>();

  announce(): void {
    for (const look of [...this.#waiters]) look();
  }

  /** Resolves with the first value of `probe` that is not undefined; throws NotSeenError when patience runs out. */
  until<T>(probe: () => T | undefined, missed: () => string, { timeoutMs = 30_000 }: Patience = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#waiters.delete(look);
        act();
      };
      const look = () => {
        try {
          const value = probe();
          if (value !== undefined) settle(() => resolve(value));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const timer = setTimeout(() => {
        settle(() => reject(new NotSeenError(`${missed()} (waited ${timeoutMs} ms)`)));
      }, timeoutMs);
      this.#waiters.add(look);
      look();
    });
  }
}
