/** What a surface tells of its requests, for `/metrics` and for the log. */

/** How something was asked; `stop` is the button that ends what runs. */
export type Via = 'command' | 'menu' | 'mention' | 'button' | 'form' | 'stop' | 'page';

export interface Meters {
  /** Somebody asked something, just now. */
  begin(via: Via): RequestMeter;
  /** The connection to Discord, which had been lost, was made again. */
  reconnected(): void;
}

/** One request. Only the first call of each counts. */
export interface RequestMeter {
  /** The asker sees that it arrived. */
  acknowledged(): void;
  /** The asker sees words, and pictures where there are some; with that, also that it arrived. */
  shown(reply: { readonly pictures: readonly unknown[] }): void;
  /** @param command its name, 'unknown' for one that is not there, 'unread' for a message that could not be read. */
  ended(command: string, outcome: string): void;
}

const unmetered: RequestMeter = { acknowledged: () => {}, shown: () => {}, ended: () => {} };

/** For where nobody asks for metrics. */
export const NO_METERS: Meters = { begin: () => unmetered, reconnected: () => {} };
