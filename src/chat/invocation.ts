import { fitted, quote } from './quote.ts';
import { UserError } from './user-error.ts';

/** A command asked for, its options as raw text: nothing here is checked yet, whoever sent it. */
export interface Invocation {
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
}

export const MAX_CUSTOM_ID = 100;
const MAX_MESSAGE = 4_000;
/** An option's name, and its value where that stands in quotes: what looks like another option in there is not one. */
export const OPTION = /(?:^|\s)(\p{L}[\p{L}\p{N}_-]*)\s*[:=](?:\s*["“”„]([^"“”„]*)["“”](?=\s|$))?/gu;

/** `/train lr:0.05 wd:0, 0.01` to an invocation; an option's value goes on until the next option's name,
 * or stands in quotes. */
export function parseMessage(message: string): Invocation {
  const text = readableText(message);
  if (text === '') {
    throw new UserError(
      'the message is empty: a command starts with a slash, such as /train lr:0.05 wd:0.01, or /help',
    );
  }
  const command = /^\/(\S+)/u.exec(text)?.[1];
  if (command === undefined) {
    throw new UserError(
      `${quote(text)} is not a command: one starts with a slash, such as /train lr:0.05 wd:0.01, or /help`,
    );
  }
  const rest = text.slice(command.length + 1);
  const names = [...rest.matchAll(OPTION)];
  const before = rest.slice(0, names[0]?.index ?? rest.length).trim();
  if (before !== '') {
    throw new UserError(`${quote(before)} belongs to no option: write name:value, such as lr:0.05`);
  }
  const options: Record<string, string> = Object.create(null);
  names.forEach((match, index) => {
    const name = match[1]!.toLowerCase();
    if (name in options) throw new UserError(`${fitted(name)} is given twice: once is enough`);
    const behind = rest.slice(match.index + match[0].length, names[index + 1]?.index).trim();
    const quoted = match[2]?.trim();
    options[name] = quoted === undefined ? behind : [quoted, behind].filter((part) => part !== '').join(' ');
  });
  return { command: command.toLowerCase(), options };
}

/** A message without what cannot be seen, on one line. Throws UserError for one that is too long to be read. */
export function readableText(message: string): string {
  const text = message.replace(/[\p{Cf}\p{Cc}]/gu, (character) => (/\s/u.test(character) ? ' ' : '')).trim();
  if (text.length <= MAX_MESSAGE) return text;
  throw new UserError(`that message has ${text.length} characters: at most ${MAX_MESSAGE} are read`);
}

/** The message that parseMessage reads back as this invocation. */
export function writeMessage({ command, options }: Invocation): string {
  return [`/${command}`, ...Object.entries(options).map(([name, value]) => `${name}:${value}`)].join(' ');
}

/** Stands before what a button sends if it opens a form first: no command's name begins with it. */
const FORM_MARK = '~';

/** The id of the button that ends the work with what is there: no command has such a name. */
export const STOP_ID = '!stop';

/**
 * `train?lr=0.05&wd=0.02`: a button's whole meaning, and a link's; `~train?lr=0.05&wd=0.02` opens the form of /train
 * with these values in it. Where that is longer than a button may hold, the names of options are abbreviated. All forms
 * stay readable for ever: buttons outlive the version that made them.
 */
export function writeCustomId({ command, options }: Invocation, { opensForm = false } = {}): string {
  const start = `${opensForm ? FORM_MARK : ''}${command}`;
  const named = Object.entries(options).map(([name, value]) => [ownLetter(name), value] as const);
  const whole = written(start, named);
  if (whole.length <= MAX_CUSTOM_ID) return whole;
  return written(
    start,
    named.map(([name, value]) => [SHORT_NAMES[name] ?? name, value]),
  );
}

/** The same as a link has it, however long: parseCustomId reads it back. */
export function writeLink({ command, options }: Invocation): string {
  return written(
    command,
    Object.entries(options).map(([name, value]) => [ownLetter(name), value]),
  );
}

/** One letter each, never to be given to another option. An option whose own name is a letter has it as a capital. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  task: 't',
  optimizer: 'o',
  momentum: 'm',
  steps: 's',
  batch: 'b',
  schedule: 'c',
  seeds: 'n',
  hidden: 'h',
  activation: 'a',
  nesterov: 'v',
  'decay-biases': 'd',
  private: 'p',
  csv: 'f',
  target: 'y',
  lrs: 'l',
  wds: 'w',
};

function ownLetter(name: string): string {
  return /^[a-z]$/u.test(name) ? name.toUpperCase() : name;
}

function optionNamed(written: string, names: ReadonlyMap<string, string>): string {
  return /^[A-Z]$/u.test(written) ? written.toLowerCase() : (names.get(written) ?? written);
}

function written(command: string, options: readonly (readonly [string, string])[]): string {
  const query = new URLSearchParams(options.map(([name, value]) => [name, value])).toString();
  return query === '' ? command : `${command}?${query}`;
}

/** What a button says, or a stranger pretending to be one. Unchecked like anything typed. */
export function parseCustomId(id: string): Invocation {
  const mark = id.indexOf('?');
  const query = mark < 0 ? '' : id.slice(mark + 1);
  const names = new Map(Object.entries(SHORT_NAMES).map(([name, short]) => [short, name]));
  const options: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) options[optionNamed(name, names)] = value;
  return { command: mark < 0 ? id : id.slice(0, mark), options };
}

/** What the form that a button opens is filled in with, unchecked; null for a button that opens none. */
export function parseFormId(id: string): Invocation | null {
  return id.startsWith(FORM_MARK) ? parseCustomId(id.slice(FORM_MARK.length)) : null;
}
