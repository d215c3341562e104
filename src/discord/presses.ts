import { withoutProgress } from './progress-words.ts';

/**
 * What goes on at each message whose button was pressed. One message shows one reply, so a newer press stops the work
 * of the one before, and changes the message only after that one has left it in order.
 */
export class Presses {
  readonly #newest = new Map<string, Going>();

  /** `content`: the words of the message as they came with the press. */
  begin(messageId: string, content: string): Press {
    const before = this.#newest.get(messageId);
    before?.controller.abort();
    const own = Promise.withResolvers<void>();
    const controller = new AbortController();
    const going: Going = {
      controller,
      // While another press is at work, what stands there may be progress, or about to be another reply.
      words: before?.words ?? { clean: withoutProgress(content) },
      ended: Promise.all([own.promise, before?.ended]),
    };
    this.#newest.set(messageId, going);
    return {
      signal: controller.signal,
      words: going.words,
      turn: before?.ended ?? null,
      end: () => {
        own.resolve();
        if (this.#newest.get(messageId) === going) this.#newest.delete(messageId);
      },
    };
  }
}

export interface Press {
  /** Aborts when the message's button is pressed again. */
  readonly signal: AbortSignal;
  /** What the message says when it shows no progress. */
  readonly words: { clean: string };
  /** Resolves when the presses before this one are done with the message; null if there are none. */
  readonly turn: Promise<unknown> | null;
  end(): void;
}

interface Going extends Pick<Press, 'words'> {
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
}
