import type { Command } from './command.ts';
import { type Invocation, parseMessage, readableText } from './invocation.ts';

/**
 * What a message asks for. With a slash, a command and its options; without one its words go to the command that hears
 * words, but for a command whose slash was forgotten, and a message without any to the one that hears silence. Throws
 * UserError.
 */
export function readMessage(commands: readonly Command[], message: string): Invocation {
  const text = readableText(message);
  const hearer = wordsHearer(commands);
  if (text === '') return { command: commands.find(hearsSilence)?.name ?? parseMessage(text).command, options: {} };
  if (!text.startsWith('/')) {
    if (hearer === null) return parseMessage(text);
    return lacksSlash(commands, hearer, text) ? parseMessage(`/${text}`) : toHearer(hearer, text);
  }
  return hearer === null ? parseMessage(text) : (freeText(hearer, text) ?? parseMessage(text));
}

export interface WordsHearer {
  readonly command: string;
  /** The option that takes the words. */
  readonly option: string;
  /** The options it has beside that. */
  readonly others: readonly string[];
  /** What it is called in a message's menu. */
  readonly menu: string;
}

/** The command that takes messages without a slash; null if there is none. */
export function wordsHearer(commands: readonly Command[]): WordsHearer | null {
  for (const { name, hears, options } of commands) {
    if (hears === undefined || !('words' in hears)) continue;
    const others = Object.keys(options.shape).filter((option) => option !== hears.words);
    return { command: name, option: hears.words, others, menu: hears.menu };
  }
  return null;
}

function hearsSilence({ hears }: Command): boolean {
  return hears !== undefined && 'silence' in hears;
}

/** Whether these words are a command's name alone, or before one of its options: `help`, `train lr:0.1`. */
function lacksSlash(commands: readonly Command[], hearer: WordsHearer, text: string): boolean {
  const [, first, option] = /^(\S+)(?:\s+([\w-]+)\s*[:=].*)?$/su.exec(text.toLowerCase()) ?? [];
  const command = commands.find(({ name }) => name === first && name !== hearer.command);
  return command !== undefined && (option === undefined || Object.hasOwn(command.options.shape, option));
}

function toHearer({ command, option }: WordsHearer, words: string): Invocation {
  return { command, options: { [option]: words } };
}

/**
 * `/ask why lr: 0.1?` and `/ask private:yes question: why lr: 0.1?`: free text goes on to the end, whatever colons it
 * has. Other options stand before it, and it then has its name. Null where it is to be read like any other command.
 */
function freeText(hearer: WordsHearer, text: string): Invocation | null {
  const [, command, rest = ''] = /^\/(\S+)\s*([\s\S]*)$/u.exec(text) ?? [];
  if (command?.toLowerCase() !== hearer.command || rest === '') return null;
  const other = hearer.others.length === 0 ? '(?!)' : `(?:${hearer.others.join('|')})\\s*[:=]`;
  const named = new RegExp(`^(?:(?<before>${other}.*?)\\s)?${hearer.option}\\s*[:=]\\s*`, 'isu').exec(rest);
  if (named === null) return new RegExp(`^${other}`, 'iu').test(rest) ? null : toHearer(hearer, rest);
  const before = parseMessage(`/${command} ${named.groups?.['before'] ?? ''}`);
  const words = rest.slice(named[0].length);
  return { ...before, options: { ...before.options, [hearer.option]: words } };
}
