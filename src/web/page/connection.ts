import type { Events } from '../protocol.ts';
import { waitBefore } from './waits.ts';

export interface ConnectionOptions {
  readonly tab: string;
  /** Whether the page has to hear of its requests even while nobody looks at it. */
  readonly underWay: () => boolean;
  readonly hear: { readonly [Name in keyof Events]: (event: Events[Name]) => void };
  /** It broke; `hello` tells that it is back. */
  readonly lost: () => void;
}

/**
 * The server's events. A browser has six connections to one server for all tabs together, so a page that nobody looks
 * at, and that waits for nothing, has none.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #left = new AbortController();
  #source: EventSource | null = null;
  #failures = 0;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { signal } = this.#left;
    document.addEventListener('visibilitychange', () => this.#wake(), { signal });
    addEventListener('pageshow', () => this.#wake(), { signal });
    addEventListener('online', () => this.#wake(), { signal });
    this.update();
  }

  get isOpen(): boolean {
    return this.#source?.readyState === EventSource.OPEN;
  }

  /** Opens or closes it, as is needed now. */
  update(): void {
    if (document.hidden && !this.#options.underWay()) this.#close();
    else if (this.#source === null && this.#next === undefined) this.#open();
  }

  /** Begins anew, so that the server tells again how everything stands. */
  renew(): void {
    this.#close();
    this.update();
  }

  /** Ends it for good. */
  leave(): void {
    this.#left.abort();
    this.#close();
  }

  #wake(): void {
    if (!this.isOpen) this.#close();
    this.update();
  }

  #open(): void {
    const { tab, hear, lost } = this.#options;
    const source = new EventSource(`/api/events?tab=${tab}`);
    this.#source = source;
    const on = <Name extends keyof Events>(name: Name) =>
      source.addEventListener(name, ({ data }) => {
        if (source === this.#source) hear[name](JSON.parse(data) as Events[Name]);
      });
    source.addEventListener('hello', () => {
      this.#failures = 0;
    });
    on('hello');
    on('reply');
    on('progress');
    source.addEventListener('error', () => {
      if (source !== this.#source) return;
      // As long as it is not closed, the browser itself tries again.
      if (source.readyState === EventSource.CLOSED) this.#openLater();
      lost();
    });
  }

  #openLater(): void {
    this.#close();
    this.#failures += 1;
    this.#next = setTimeout(() => {
      this.#next = undefined;
      this.update();
    }, waitBefore(this.#failures));
  }

  #close(): void {
    clearTimeout(this.#next);
    this.#next = undefined;
    this.#source?.close();
    this.#source = null;
  }
}
