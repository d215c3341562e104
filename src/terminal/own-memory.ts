import { inspect } from 'node:util';
import type { Answer } from '../chat/answer.ts';
import type { Context } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import { type Memory, MemoryUnavailableError, NO_MEMORY } from '../chat/memory.ts';
import { readMissedQuestions, readStorage } from '../settings.ts';
import { keepFinished } from '../store/keep-finished.ts';
import { keeperOf } from '../store/missed-questions.ts';
import { openStore } from '../store/open-store.ts';
import type { Asker } from '../store/store.ts';

/** Whoever sits at this machine. */
const ASKER: Asker = { person: 'terminal', server: null };

/** What is remembered of whoever talks in a terminal. */
export interface OwnMemory {
  readonly memory: Memory;
  /** Keeps what is to be remembered of an answer. Never rejects. */
  keep(asked: Invocation, answered: Answer): Promise<void>;
}

export const NOTHING_REMEMBERED: OwnMemory = { memory: NO_MEMORY, keep: async () => {} };

/** What a program in a terminal remembers, where the bot itself does. */
export interface Remembered {
  readonly own: OwnMemory;
  readonly missed: Context['missed'];
  /** Waits for what is being kept. */
  close(): Promise<void>;
}

/**
 * Opens it as the environment says; nothing is read or made before it is needed. Throws SettingsError.
 * @param tell hears, as one line, what could not be kept and why.
 */
export function openRemembered(
  variables: Readonly<Record<string, string | undefined>>,
  tell: (line: string) => void,
): Remembered {
  const keepsMissed = readMissedQuestions(variables) !== null;
  const store = openStore(readStorage(variables));
  const failed = (what: string) => (error: unknown) => tell(`${what} was not kept: ${reasonOf(error)}`);
  return {
    own: {
      memory: store.memoryOf(ASKER),
      keep: (asked, answered) => keepFinished(store, ASKER, asked, answered, failed('this run')),
    },
    missed: keeperOf(keepsMissed ? store.missed : null, failed('a missed question')),
    close: () => store.close(),
  };
}

/** Of an outage its cause, in a line; anything else is a bug, and all of it is told. */
function reasonOf(error: unknown): string {
  const isOutage = error instanceof MemoryUnavailableError && error.cause instanceof Error;
  return isOutage ? (error.cause as Error).message : inspect(error);
}
