import { z } from 'zod';
import type { Command } from './command.ts';
import type { Memory, PastExperiment } from './memory.ts';
import { type Suggest, type Suggestion, traitsOf } from './options.ts';
import { agoInWords, messageOf, shortened, verdictInWords } from './past-run.ts';
import { plainText } from './plain-text.ts';

/** As many as Discord shows, and as long as they may be there. */
const MOST = 25;
const LONGEST = 100;

/** The words to search for in what was typed: quotes only hold them together. */
export function searchedWords(typed: string): string {
  return plainText(typed)
    .replace(/["“”„]/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .join(' ');
}

/**
 * The asker's own experiments that have these words in them, each once, the newest first: when, what, and what came of
 * it. What is filled in finds it again. Rejects with MemoryUnavailableError.
 */
export async function pastSuggestions(memory: Memory, typed: string, now = Date.now()): Promise<Suggestion[]> {
  const words = searchedWords(typed);
  const past = await memory.past({ most: MOST, ...(words !== '' && { words }) });
  const byValue = new Map<string, Suggestion>();
  for (const each of past) {
    const value = wordsThatFind(each);
    if (!byValue.has(value)) byValue.set(value, { label: labelOf(each, now), value });
  }
  return [...byValue.values()];
}

function labelOf(past: PastExperiment, now: number): string {
  const [when, verdict] = [agoInWords(past.at, now), verdictInWords(past)];
  return `${when} · ${shortened(messageOf(past), LONGEST - when.length - verdict.length - 6)} · ${verdict}`;
}

/** Its message; of one that is too long, as many of its words as fit. */
function wordsThatFind(past: PastExperiment): string {
  const words = searchedWords(messageOf(past));
  return words.length <= LONGEST ? words : words.slice(0, words.lastIndexOf(' ', LONGEST));
}

/** The same commands, where those options that suggest the asker's past suggest this. */
export function suggestingPast(commands: readonly Command[], suggest: Suggest): Command[] {
  return commands.map((command) => {
    const { shape } = command.options;
    const suggested = Object.entries(shape).filter(([, option]) => traitsOf(option).suggestsPast === true);
    if (suggested.length === 0) return command;
    const changed = suggested.map(([name, option]) => [
      name,
      option.meta({ traits: { ...traitsOf(option), suggest } }),
    ]);
    return { ...command, options: z.object({ ...shape, ...Object.fromEntries(changed) }) };
  });
}
