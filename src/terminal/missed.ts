import type { Context } from '../chat/command.ts';
import { readMissedQuestions, readStorage } from '../settings.ts';
import { keeperOf } from '../store/missed-questions.ts';
import { openStore } from '../store/open-store.ts';

/**
 * Keeps missed questions where the bot itself does, or nowhere, as the environment says. What it returns is closed in the
 * end, which waits for what is being kept. Throws SettingsError.
 */
export function openMissed(
  variables: Readonly<Record<string, string | undefined>>,
  onFailure: (error: unknown) => void,
): { readonly missed: Context['missed']; close(): Promise<void> } {
  if (readMissedQuestions(variables) === null) return { missed: () => {}, close: async () => {} };
  const store = openStore(readStorage(variables));
  return { missed: keeperOf(store.missed, onFailure), close: () => store.close() };
}
