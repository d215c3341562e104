import type { Message } from 'discord.js';

/** What runs and may be ended with what is there, by the reply that it is to make. */
export class Running {
  readonly #byKey = new Map<string, AbortController>();

  /**
   * `key`: the id of the interaction or message that is answered, or of the message that is changed. All three are
   * written on the reply itself.
   */
  begin(key: string): Run {
    const enough = new AbortController();
    this.#byKey.set(key, enough);
    return {
      enough: enough.signal,
      end: () => {
        if (this.#byKey.get(key) === enough) this.#byKey.delete(key);
      },
    };
  }

  /** Ends what is to change this message with what is there. Returns whether anything was. */
  stop(message: Message): boolean {
    const running = keysOf(message).map((key) => this.#byKey.get(key));
    const newest = running.find((controller) => controller !== undefined);
    newest?.abort();
    return newest !== undefined;
  }
}

export interface Run {
  /** Aborts when whoever asked has seen enough. */
  readonly enough: AbortSignal;
  end(): void;
}

/** A press that changes the message comes before the command that made it. */
function keysOf({ id, interactionMetadata, reference }: Message): string[] {
  const origin = interactionMetadata === null ? reference?.messageId : interactionMetadata.id;
  return origin === undefined ? [id] : [id, origin];
}
