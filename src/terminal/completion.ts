import type { Command } from '../chat/command.ts';
import { type Invocation, parseMessage } from '../chat/invocation.ts';
import { type Suggestion, traitsOf } from '../chat/options.ts';
import { UserError } from '../chat/user-error.ts';

/** What readline wants to hear from Tab: what could stand there, and the part of the line it would take the place of. */
export type Completion = [candidates: string[], replaced: string];

/** What Tab offers at the end of a line: a command, one of its options, or a value for it. */
export function complete(commands: readonly Command[], line: string): Completion {
  const word = /\S*$/u.exec(line)![0];
  const before = line.slice(0, line.length - word.length);
  if (before.trim() === '') {
    const names = commands.map(({ name }) => `/${name} `);
    return [names.filter((name) => name.startsWith(word === '' ? '/' : word)), word];
  }
  const given = readSoFar(before);
  const command = commands.find(({ name }) => name === given?.command);
  if (given === null || command === undefined || isFreeText(command, given)) return [[], word];
  const colon = /[:=]/u.exec(word);
  if (colon !== null) {
    const name = word.slice(0, colon.index).toLowerCase();
    const typed = word.slice(colon.index + 1);
    return [labelled(suggestions(command, name, typed, given.options), typed), typed];
  }
  const names = Object.keys(command.options.shape).filter((name) => !(name in given.options));
  return [names.filter((name) => name.startsWith(word.toLowerCase())).map((name) => `${name}:`), word];
}

/** Words go on to the end of the line: no option follows them. */
function isFreeText({ hears }: Command, { options }: Invocation): boolean {
  return hears !== undefined && 'words' in hears && hears.words in options;
}

/** The command and options in front of the word that is being typed; null as long as they cannot be read. */
function readSoFar(text: string): Invocation | null {
  try {
    return parseMessage(text);
  } catch (error) {
    if (error instanceof UserError) return null; // still typing: the mistake is told when the line is sent
    throw error;
  }
}

function suggestions(
  command: Command,
  name: string,
  typed: string,
  others: Readonly<Record<string, string>>,
): readonly Suggestion[] {
  const option = command.options.shape[name];
  if (option === undefined) return [];
  const { kind, choices, suggest } = traitsOf(option);
  if (suggest !== undefined) return suggest(typed, others);
  const words = choices ?? (kind === 'boolean' ? ['yes', 'no'] : []);
  return words.map((word) => ({ label: word, value: word })).filter(({ value }) => value.startsWith(typed));
}

/**
 * readline fills in what all candidates begin with and lists them if there are several. Labels that begin with their
 * value ("0.01: half-life 139 steps") can so be listed in its place; a single candidate must be the value itself.
 */
function labelled(suggested: readonly Suggestion[], typed: string): string[] {
  const fitting = suggested.filter(({ value }) => value.startsWith(typed));
  const telling = fitting.length > 1 && fitting.every(({ label, value }) => label.startsWith(value));
  return fitting.map(({ label, value }) => (telling ? label : value));
}
