/** Within how many pixels of the end a reader counts as being there. */
const AT_END = 48;

/** For how long a scroll may be the reader's, after a move of theirs. */
const BY_HAND_MS = 500;

const KEYS = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Tab', ' '];

/** What stands free above a question at the top of the window, beside the header. */
const AIR = 12;

/**
 * What is kept in view as the page grows: of the newest turn its beginning, so that a long reply is read from its first
 * word; the end, for a reader who went there; or whatever the reader looks at.
 */
type Followed = 'turn' | 'end' | 'nothing';

/**
 * Shows a reader what they asked for as it comes. Whoever has scrolled elsewhere stays where they are; who has scrolled up
 * is shown `newest`, which takes them back.
 */
export class NewestFollower {
  readonly #newest: HTMLButtonElement | null;
  readonly #header: HTMLElement | null;
  #followed: Followed = 'nothing';
  #turn: HTMLElement | null = null;
  #wentUp = false;
  /** Where the page was, and how high, when it was last looked at. */
  #top = 0;
  #height = 0;
  #movedAt = Number.NEGATIVE_INFINITY;

  constructor(growing: HTMLElement, newest: HTMLButtonElement | null) {
    this.#newest = newest;
    this.#header = document.querySelector('header');
    const moved = () => {
      this.#movedAt = performance.now();
    };
    new ResizeObserver(() => this.#settle()).observe(growing);
    addEventListener('resize', () => this.#settle());
    addEventListener('scroll', () => this.#scrolled(), { passive: true });
    for (const move of ['wheel', 'touchmove'] as const) addEventListener(move, moved, { passive: true });
    addEventListener('keydown', ({ key }) => KEYS.includes(key) && moved(), { passive: true });
    // A scrollbar is no element of its own.
    addEventListener('pointerdown', ({ target }) => target === document.documentElement && moved());
    if (newest !== null) newest.onclick = () => this.#follow('turn');
  }

  /** Nothing has been asked. */
  toStart(): void {
    this.#turn = null;
    scrollTo({ top: 0, behavior: 'instant' });
    this.#follow('nothing');
  }

  /** A turn at the end of all. `goThere`: whatever the reader looks at now. */
  append(turn: HTMLElement, { goThere }: { readonly goThere: boolean }): void {
    this.#turn = turn;
    if (goThere) this.#follow('turn');
    else this.#settle();
  }

  #follow(followed: Followed): void {
    this.#followed = followed;
    this.#wentUp = false;
    this.#movedAt = Number.NEGATIVE_INFINITY;
    this.#settle();
  }

  #settle(): void {
    if (this.#followed !== 'nothing') scrollTo({ top: this.#target(), behavior: 'instant' });
    this.#look();
    if (this.#newest !== null) this.#newest.hidden = this.#turn === null || !this.#wentUp || this.#left() <= AT_END;
  }

  #target(): number {
    const { scrollHeight } = document.documentElement;
    if (this.#followed === 'end' || this.#turn === null) return scrollHeight;
    const above = (this.#header?.offsetHeight ?? 0) + AIR;
    return Math.min(scrollHeight - innerHeight, this.#turn.getBoundingClientRect().top + scrollY - above);
  }

  /**
   * The browser moves the page too, as turns become higher or lower than they were thought to be: that is no move of the
   * reader's.
   */
  #scrolled(): void {
    const [top, height] = [this.#top, this.#height];
    this.#look();
    const byReader = performance.now() - this.#movedAt < BY_HAND_MS || this.#height === height;
    if (this.#top !== top && byReader) {
      if (this.#left() <= AT_END) this.#followed = this.#turn === null ? 'nothing' : 'end';
      else if (this.#top < top || this.#followed === 'turn') this.#followed = 'nothing';
      this.#wentUp = this.#followed === 'nothing' && (this.#top < top || this.#wentUp);
    }
    this.#settle();
  }

  #look(): void {
    this.#top = scrollY;
    this.#height = document.documentElement.scrollHeight;
  }

  #left(): number {
    return document.documentElement.scrollHeight - innerHeight - scrollY;
  }
}
