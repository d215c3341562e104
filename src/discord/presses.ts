/**
 * The work going on for each message whose button was pressed. One message shows one reply, so a newer press stops the
 * work of the one before, whose answer would otherwise come last and stay.
 */
export class Presses {
  readonly #newest = new Map<string, AbortController>();

  begin(messageId: string): Press {
    this.#newest.get(messageId)?.abort();
    const controller = new AbortController();
    this.#newest.set(messageId, controller);
    return {
      signal: controller.signal,
      end: () => {
        if (this.#newest.get(messageId) === controller) this.#newest.delete(messageId);
      },
    };
  }
}

export interface Press {
  /** Aborts when the message's button is pressed again. */
  readonly signal: AbortSignal;
  end(): void;
}
