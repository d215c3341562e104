import type { Command } from './command.ts';
import { optionsAndValues, optionsLike } from './completion-options.ts';
import { suggestedValues } from './completion-values.ts';
import type { Completion, Completions } from './completions.ts';
import { type Invocation, readableText } from './invocation.ts';
import { readMessage, wordsHearer } from './message.ts';
import { UserError } from './user-error.ts';

/** As many as Discord shows. */
const MOST = 25;
/** Below words that may be meant as they are, a few are help and more are noise. */
const MOST_BELOW_WORDS = 4;
/** Nobody who has written so much is looking for a title. */
const LONGEST_WORDS = 200;
const THREE_LETTERS = /(?:\p{L}[^\p{L}]*){3}/u;
/** What is longer was pasted and not typed. */
const LONGEST = 2_000;

/**
 * What could stand at the end of a message that is being typed: a command, one of its options, or a value for it. Any
 * of them, put in, makes a message that can be read.
 * @param text the message up to the cursor.
 */
export function completionsFor(commands: readonly Command[], text: string): Completions {
  const { from, items } = text.length > LONGEST ? nothing(text) : fitting(commands, text);
  const readable = items.filter(({ insert }) => readSoFar(commands, text.slice(0, from) + insert) !== null);
  return { from, items: readable.slice(0, MOST) };
}

function fitting(commands: readonly Command[], text: string): Completions {
  const [, name] = /^\s*\/(\S*)$/u.exec(text) ?? [];
  if (name !== undefined) return { from: text.indexOf('/'), items: namesLike(name, commands) };
  const words = wordsAtEnd(commands, text);
  if (words !== null) return below(words, text);
  const command = commandOf(commands, text);
  return command === null ? nothing(text) : optionsAndValues(command, text);
}

function nothing(text: string): Completions {
  return { from: text.length, items: [] };
}

function namesLike(typed: string, commands: readonly Command[]): Completion[] {
  const containing = commands.filter(({ name }) => name.includes(typed.toLowerCase()));
  const beginning = containing.filter(({ name }) => name.startsWith(typed.toLowerCase()));
  return [...new Set([...beginning, ...containing])].map(({ name, description }) => ({
    kind: 'command',
    label: `/${name}`,
    detail: description,
    insert: `/${name} `,
  }));
}

function commandOf(commands: readonly Command[], text: string): Command | null {
  const [, name] = /^\s*\/(\S+)/u.exec(text) ?? [];
  return commands.find((command) => command.name === name?.toLowerCase()) ?? null;
}

/** Words for the command that hears them. */
interface Words {
  readonly hearer: Command;
  readonly option: string;
  readonly typed: string;
  readonly from: number;
  readonly others: Readonly<Record<string, string>>;
}

/** Null where what is typed is for another command, or for another option of this one. */
function wordsAtEnd(commands: readonly Command[], text: string): Words | null {
  const hearer = wordsHearer(commands);
  const read = readSoFar(commands, text);
  if (hearer === null || read?.command !== hearer.command) return null;
  const { [hearer.option]: typed, ...others } = read.options;
  if (typed === undefined) return null;
  const from = typed === '' ? text.length : text.trimEnd().length - typed.length;
  // Where something invisible is among them, nobody can tell where they begin.
  if (from < 0 || readableText(text.slice(from)) !== typed) return null;
  return { hearer: commands.find(({ name }) => name === hearer.command)!, option: hearer.option, typed, from, others };
}

/** What is suggested for the words; where they may as well be the beginning of an option's name, that first. */
function below({ hearer, option, typed, from, others }: Words, text: string): Completions {
  const hasSlash = text.trimStart().startsWith('/');
  if (typed.length > LONGEST_WORDS) return nothing(text);
  if (!hasSlash && !THREE_LETTERS.test(typed)) return nothing(text);
  const values = suggestedValues(hearer.options.shape[option]!, typed, others).map(({ value, ...shown }) => ({
    ...shown,
    insert: value,
  }));
  const useful = values.some(({ insert }) => insert === typed) ? [] : values;
  if (!hasSlash) return { from, items: useful.slice(0, MOST_BELOW_WORDS) };
  const options = /^\s*\/\S+\s+\S*$/u.test(text) && !/[:=]/u.test(text) ? optionsLike(typed, hearer, others) : [];
  return { from, items: [...options, ...useful] };
}

/** Null as long as it cannot be read: the mistake is told when it is sent. */
function readSoFar(commands: readonly Command[], text: string): Invocation | null {
  try {
    return readMessage(commands, text);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
