import type { Answer } from '../chat/answer.ts';
import type { Invocation } from '../chat/invocation.ts';
import { type Memory, NO_MEMORY } from '../chat/memory.ts';
import { keepFinished } from '../store/keep-finished.ts';
import type { Asker, Store } from '../store/store.ts';

/** Whoever sits at this machine. */
const ASKER: Asker = { person: 'terminal', server: null };

/** What is remembered of whoever talks in a terminal. */
export interface OwnMemory {
  readonly memory: Memory;
  /** Keeps what is to be remembered of an answer. Never rejects. */
  keep(asked: Invocation, answered: Answer): Promise<void>;
  close(): Promise<void>;
}

export const NOTHING_REMEMBERED: OwnMemory = {
  memory: NO_MEMORY,
  keep: async () => {},
  close: async () => {},
};

/**
 * In a store that is opened when it is first needed: for most messages it never is.
 * @param open rejects with MemoryUnavailableError where it cannot be reached, and is then tried again.
 * @param onFailure hears why something was not kept.
 */
export function ownMemory(open: () => Promise<Store>, onFailure: (error: unknown) => void): OwnMemory {
  let opening: Promise<Store> | null = null;
  const store = (): Promise<Store> => {
    opening ??= open().catch((error) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const own = async () => (await store()).memoryOf(ASKER);
  return {
    memory: {
      past: async (wanted) => (await own()).past(wanted),
      forget: async () => (await own()).forget(),
      server: null,
    },
    keep: (asked, answered) =>
      keepFinished(
        { keep: async (asker, experiment) => (await store()).keep(asker, experiment) },
        ASKER,
        asked,
        answered,
        onFailure,
      ),
    async close() {
      await opening?.then((opened) => opened.close());
    },
  };
}
