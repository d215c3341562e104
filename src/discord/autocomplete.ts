import { setTimeout as delay } from 'node:timers/promises';
import type { AutocompleteInteraction } from 'discord.js';
import type { Command } from '../chat/command.ts';
import { nothingIfUnavailable } from '../chat/completion-with-past.ts';
import type { Memory } from '../chat/memory.ts';
import { type Suggestion, traitsOf } from '../chat/options.ts';
import { pastSuggestions } from '../chat/past-suggestions.ts';
import { typedInvocation } from './invocation.ts';

const MOST = 25;
const MAX_LENGTH = 100;
/** Discord waits three seconds; a list that takes longer to read helps nobody. */
const REMEMBERS_WITHIN_MS = 1_500;

/** What is offered under the option being typed; nothing for an option that does not suggest. */
export async function suggestions(
  commands: readonly Command[],
  interaction: AutocompleteInteraction,
  memory: Memory,
): Promise<{ readonly name: string; readonly value: string }[]> {
  const typing = interaction.options.data.find((option) => option.focused);
  if (typing === undefined) return [];
  const { name: focused, value = '' } = typing;
  const { command: name, options } = typedInvocation(interaction);
  const shape = commands.find((command) => command.name === name)?.options.shape ?? {};
  const schema = Object.hasOwn(shape, focused) ? shape[focused] : undefined;
  if (schema === undefined) return [];
  const { suggest, suggestsPast = false } = traitsOf(schema);
  const { [focused]: _, ...others } = options;
  const typed = String(value);
  const suggested = suggestsPast ? await pastInTime(memory, typed) : (suggest?.(typed, others) ?? []);
  return suggested
    .filter(fits)
    .slice(0, MOST)
    .map(({ label, value }) => ({ name: label, value }));
}

/** The asker's past; nothing where it cannot be read, or not in time. */
async function pastInTime(memory: Memory, typed: string): Promise<readonly Suggestion[]> {
  const waiting = new AbortController();
  const tooLate = delay(REMEMBERS_WITHIN_MS, [], { signal: waiting.signal }).catch(() => []);
  try {
    return await Promise.race([pastSuggestions(memory, typed).catch(nothingIfUnavailable), tooLate]);
  } finally {
    waiting.abort();
  }
}

/** Discord refuses all of a list for one entry that is too long. */
function fits({ label, value }: Suggestion): boolean {
  return label !== '' && value !== '' && label.length <= MAX_LENGTH && value.length <= MAX_LENGTH;
}
