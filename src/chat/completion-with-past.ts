import type { Command } from './command.ts';
import { completionsFor } from './completion.ts';
import type { Completions } from './completions.ts';
import { type Memory, MemoryUnavailableError } from './memory.ts';
import type { Suggestion } from './options.ts';
import { pastSuggestions, suggestingPast } from './past-suggestions.ts';

/** What could stand at the end of a message that is being typed, the asker's own past among it. */
export async function completionsWithPast(
  commands: readonly Command[],
  text: string,
  memory: Memory,
): Promise<Completions> {
  let typed: string | null = null;
  const listening = suggestingPast(commands, (asked) => {
    typed = asked;
    return [];
  });
  const completions = completionsFor(listening, text);
  if (typed === null) return completions;
  const past = await pastSuggestions(memory, typed).catch(nothingIfUnavailable);
  return completionsFor(
    suggestingPast(commands, () => past),
    text,
  );
}

/** Without help a message can still be typed. */
export function nothingIfUnavailable(error: unknown): Suggestion[] {
  if (error instanceof MemoryUnavailableError) return [];
  throw error;
}
