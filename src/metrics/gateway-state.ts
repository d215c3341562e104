/** How it stands with Discord: `off` where it is not wanted, `lost` where it closed the door for good. */
export type Connection = 'off' | 'connecting' | 'connected' | 'reconnecting' | 'lost';

/** The connection to Discord as its surface knows it, for those who ask whether all is well. */
export class GatewayState {
  #connection: Connection;
  /** By performance.now(), which no correction of the clock changes. */
  #sinceMs = performance.now();

  constructor(connection: 'off' | 'connecting') {
    this.#connection = connection;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** When that began. */
  get since(): Date {
    return new Date(performance.timeOrigin + this.#sinceMs);
  }

  /** How long Discord has been out of reach; 0 where it is not, or not wanted. Failed attempts do not begin it anew. */
  get awayMs(): number {
    return this.#connection === 'off' || this.#connection === 'connected' ? 0 : performance.now() - this.#sinceMs;
  }

  /** Returns whether it had been connected before. */
  opened(): boolean {
    return this.#become('connected') === 'reconnecting';
  }

  /** It closed, and is being made again. While it has never been there, it is still the first attempt. */
  closed(): void {
    if (this.#connection === 'connected') this.#become('reconnecting');
  }

  /** It closed, and will not be made again. */
  lost(): void {
    this.#become('lost');
  }

  #become(connection: Connection): Connection {
    const before = this.#connection;
    if (connection !== before) {
      this.#connection = connection;
      this.#sinceMs = performance.now();
    }
    return before;
  }
}
