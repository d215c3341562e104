/** Within how many pixels of the end a reader counts as being there. */
const AT_END = 48;

/** For how long a scroll may be the reader's, after a move of theirs. */
const BY_HAND_MS = 500;

const UP = ['ArrowUp', 'PageUp', 'Home'];

/**
 * Keeps a reader who is at the end of the page there as it grows. Whoever has scrolled up stays where they are, and
 * `newest` is shown, which takes them back.
 */
export class EndFollower {
  readonly #newest: HTMLButtonElement | null;
  #following = false;
  /** Whether there is an end to go to. */
  #begun = false;
  /** Where the page was, and how high, when it was last looked at. */
  #top = 0;
  #height = 0;
  #movedAt = Number.NEGATIVE_INFINITY;

  constructor(growing: HTMLElement, newest: HTMLButtonElement | null) {
    this.#newest = newest;
    new ResizeObserver(() => this.#settle()).observe(growing);
    addEventListener('resize', () => this.#settle());
    addEventListener('scroll', () => this.#scrolled(), { passive: true });
    addEventListener('wheel', ({ deltaY }) => this.#moved(deltaY < 0), { passive: true });
    addEventListener('touchmove', () => this.#moved(true), { passive: true });
    addEventListener('keydown', ({ key }) => this.#moved(UP.includes(key)), { passive: true });
    // A scrollbar is no element of its own.
    addEventListener('pointerdown', ({ target }) => this.#moved(target === document.documentElement));
    if (newest !== null) newest.onclick = () => this.toEnd();
  }

  toStart(): void {
    this.#following = false;
    this.#begun = false;
    scrollTo({ top: 0, behavior: 'instant' });
    this.#tell();
  }

  toEnd(): void {
    this.#following = true;
    this.#begun = true;
    this.#movedAt = Number.NEGATIVE_INFINITY;
    this.#settle();
  }

  #settle(): void {
    if (this.#following) scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    this.#look();
    this.#tell();
  }

  #moved(up: boolean): void {
    if (up) this.#movedAt = performance.now();
  }

  /**
   * Whoever goes up stops following. The browser moves the page too, as turns become higher or lower than they were
   * thought to be: that is no move of the reader's.
   */
  #scrolled(): void {
    const [top, height] = [this.#top, this.#height];
    this.#look();
    const byHand = performance.now() - this.#movedAt < BY_HAND_MS;
    if (this.#left() <= AT_END) this.#following = this.#begun;
    else if (this.#top < top && (byHand || this.#height === height)) this.#following = false;
    this.#settle();
  }

  #look(): void {
    this.#top = scrollY;
    this.#height = document.documentElement.scrollHeight;
  }

  #left(): number {
    return document.documentElement.scrollHeight - innerHeight - scrollY;
  }

  #tell(): void {
    if (this.#newest !== null) this.#newest.hidden = !this.#begun || this.#following || this.#left() <= AT_END;
  }
}
