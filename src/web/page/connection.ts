import type { Events } from '../protocol.ts';
import { type Need, type Place, takePlace } from './places.ts';
import { waitBefore } from './waits.ts';

export interface ConnectionOptions {
  readonly tab: string;
  /** Whether the page has to hear of its requests even while nobody looks at it. */
  readonly isUnderWay: () => boolean;
  readonly hear: { readonly [Name in keyof Events]: (event: Events[Name]) => void };
  /** It broke; `hello` tells that it is back. */
  readonly lost: () => void;
}

/** The server's events, as long as somebody looks at the page or it waits for something. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #left = new AbortController();
  #place: Place | null = null;
  #taking: { readonly need: Need; readonly given: AbortController } | null = null;
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
    const need = this.#need;
    if (need === null || (need === 'idle' && this.#place?.isForAll === false)) this.#giveUpPlace();
    if (need === null) return;
    if (this.#place === null) void this.#take(need);
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
    this.#giveUpPlace();
  }

  get #need(): Need | null {
    if (this.#left.signal.aborted) return null;
    if (this.#options.isUnderWay()) return 'busy';
    return document.hidden ? null : 'idle';
  }

  async #take(need: Need): Promise<void> {
    if (this.#taking?.need === need) return;
    this.#taking?.given.abort();
    const taking = { need, given: new AbortController() };
    this.#taking = taking;
    const place = await takePlace(need, taking.given.signal);
    if (this.#taking === taking && place !== null) {
      this.#taking = null;
      this.#place = place;
      this.update();
    } else place?.leave();
  }

  #giveUpPlace(): void {
    this.#close();
    this.#taking?.given.abort();
    this.#taking = null;
    this.#place?.leave();
    this.#place = null;
  }

  /** There is reason to believe that it works now. */
  #wake(): void {
    if (!this.isOpen) this.#close();
    this.update();
  }

  #open(): void {
    const { tab, hear, lost } = this.#options;
    const source = new EventSource(`/api/events?tab=${tab}`);
    this.#source = source;
    const on = <Name extends keyof Events>(name: Name, then = hear[name]) =>
      source.addEventListener(name, ({ data }) => {
        if (source === this.#source) then(JSON.parse(data) as Events[Name]);
      });
    on('hello', (hello) => {
      this.#failures = 0;
      hear.hello(hello);
    });
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
