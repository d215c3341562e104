import type { Message } from 'discord.js';
import { withoutProgress } from './progress-words.ts';

/**
 * What runs, found by the reply that it is to make. One message shows one reply, so a press of its buttons stops what
 * was to change it, and changes it only after that has left it in order.
 */
export class Running {
  readonly #byKey = new Map<string, Going>();

  /** Begins what makes a message of its own. `key`: the id of the interaction or message that is answered. */
  begin(key: string, asker: string): Run {
    return this.#begin(key, asker, { clean: '' }, null);
  }

  /** Begins what changes this message, as it came with the press. */
  beginAt(message: Message, asker: string): Run {
    const before = this.behind(message);
    before?.superseded.abort();
    // While another press is at work, what stands there may be progress, or about to be another reply.
    const words = before?.key === message.id ? before.words : { clean: withoutProgress(message.content) };
    return this.#begin(message.id, asker, words, before);
  }

  /** What is to change this message, the newest. */
  behind(message: Message): Going | null {
    return this.#byKey.get(message.id) ?? this.#byKey.get(originOf(message) ?? '') ?? null;
  }

  /**
   * Begins again what a process that is gone had begun: what it was to change, or to answer, and its words. Null where
   * something newer is at it already.
   */
  beginAgain(names: readonly string[], asker: string, clean: string): Run | null {
    return names.some((name) => this.#byKey.has(name)) ? null : this.#begin(names[0]!, asker, { clean }, null);
  }

  #begin(key: string, asker: string, words: Run['words'], before: Going | null): Run {
    const own = Promise.withResolvers<void>();
    const [enough, superseded] = [new AbortController(), new AbortController()];
    const ended = Promise.all([own.promise, before?.ended]);
    const going: Going = { key, asker, words, enough, superseded, ended };
    this.#byKey.set(key, going);
    const forget = () => {
      if (this.#byKey.get(key) === going) this.#byKey.delete(key);
    };
    void ended.then(forget);
    return {
      enough: enough.signal,
      superseded: superseded.signal,
      words,
      turn: before?.ended ?? null,
      end: own.resolve,
    };
  }
}

/** What made a message of the bot's: the id of an interaction, or of the message that it answers. */
export function originOf({ interactionMetadata, reference }: Message): string | null {
  return interactionMetadata === null ? (reference?.messageId ?? null) : interactionMetadata.id;
}

export interface Run {
  /** Aborts when whoever asked has seen enough. */
  readonly enough: AbortSignal;
  /** Aborts when something newer is to stand in its place. */
  readonly superseded: AbortSignal;
  /** What the message that is changed says when it shows no progress. */
  readonly words: { clean: string };
  /** Resolves when what was begun before is done with the message; null if there is none. */
  readonly turn: Promise<unknown> | null;
  readonly end: () => void;
}

interface Going extends Pick<Run, 'words'> {
  readonly key: string;
  /** The id of whoever asked. */
  readonly asker: string;
  readonly enough: AbortController;
  readonly superseded: AbortController;
  readonly ended: Promise<unknown>;
}
