/** What a surface tells of its requests, for `/metrics` and for the log. */

/** How something was asked. */
export type Via = 'command' | 'menu' | 'mention' | 'button' | 'form' | 'page';

export interface Meters {
  /** Somebody asked something, just now. */
  begin(via: Via): RequestMeter;
  /** The connection to Discord had to be made again. */
  reconnected(): void;
}

/** One request. Only the first call of each counts. */
export interface RequestMeter {
  /** The asker sees that it arrived. */
  acknowledged(): void;
  /** The asker sees words, and pictures where there are some. */
  shown(reply: { readonly pictures: readonly unknown[] }): void;
  /** @param command its name, 'unknown' for one that is not there, 'unread' for a message that could not be read. */
  ended(command: string, outcome: string): void;
}

const unmetered: RequestMeter = { acknowledged: () => {}, shown: () => {}, ended: () => {} };

/** For where nobody asks for metrics. */
export const NO_METERS: Meters = { begin: () => unmetered, reconnected: () => {} };
