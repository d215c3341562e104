/** Within how many pixels of the end a reader counts as being there. */
const AT_END = 48;

/**
 * Keeps a reader who is at the end of the page there as it grows. Whoever has scrolled up stays where they are, and
 * `newest` is shown, which takes them back.
 */
export class EndFollower {
  readonly #newest: HTMLButtonElement | null;
  #following = false;
  #last = 0;

  constructor(growing: HTMLElement, newest: HTMLButtonElement | null) {
    this.#newest = newest;
    new ResizeObserver(() => this.#settle()).observe(growing);
    addEventListener('scroll', () => this.#scrolled(), { passive: true });
    addEventListener('resize', () => this.#settle());
    if (newest !== null) newest.onclick = () => this.toEnd();
  }

  toStart(): void {
    this.#following = false;
    scrollTo({ top: 0, behavior: 'instant' });
    this.#tell();
  }

  toEnd(): void {
    this.#following = true;
    this.#settle();
  }

  #settle(): void {
    if (this.#following) scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    this.#tell();
  }

  /** Growth leaves the reader above the end without a move of theirs: only who goes up stops following. */
  #scrolled(): void {
    const went = scrollY - this.#last;
    this.#last = scrollY;
    if (this.#left() <= AT_END) this.#following = true;
    else if (went < 0) this.#following = false;
    this.#tell();
  }

  #left(): number {
    return document.documentElement.scrollHeight - innerHeight - scrollY;
  }

  #tell(): void {
    if (this.#newest !== null) this.#newest.hidden = this.#following || this.#left() <= AT_END;
  }
}
