/** What was sent before, and the draft that it stands in the place of while one looks through it. */
export class Recall {
  readonly #sent: string[] = [];
  /** Which of them is in the box; none while it holds the draft. */
  #at: number | null = null;
  #draft = '';

  get isLooking(): boolean {
    return this.#at !== null;
  }

  remember(message: string): void {
    if (this.#sent.at(-1) !== message) this.#sent.push(message);
    this.#at = null;
  }

  /** What is in the box was changed: it is a draft now. */
  leave(): void {
    this.#at = null;
  }

  /** The one before; null where there is none. */
  older(inBox: string): string | null {
    if (this.#at === null) this.#draft = inBox;
    const at = (this.#at ?? this.#sent.length) - 1;
    if (at < 0) return null;
    this.#at = at;
    return this.#sent[at]!;
  }

  /** The one after, and at last the draft; null where nothing is looked through. */
  newer(): string | null {
    if (this.#at === null) return null;
    const at = this.#at + 1;
    this.#at = at < this.#sent.length ? at : null;
    return this.#sent[at] ?? this.#draft;
  }
}
