/** As many as arrive within any time in which the gateway repeats itself. */
const MOST = 20_000;

/** What has arrived already. A gateway that resumes may tell once more what it had told before. */
export class Seen {
  readonly #ids = new Set<string>();

  /** Whether it is new; from now on it is not. */
  isNew(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > MOST) for (const oldest of this.#ids) return this.#ids.delete(oldest);
    return true;
  }
}
