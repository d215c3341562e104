import type { CommandInfo, OptionInfo } from '../protocol.ts';

/** How a message names the file that goes with it. */

export interface Naming {
  readonly message: string;
  /** What the person has to know, or to do, for the file to be used; null where all is well. */
  readonly sentence: string | null;
}

export interface NamingOptions {
  readonly commands: readonly CommandInfo[];
  /** Messages to begin with: the first of them that can use a file is what an empty box is filled with. */
  readonly first: readonly string[];
}

/** The message with the file in the option that takes one. */
export function nameFile(message: string, file: string, { commands, first }: NamingOptions): Naming {
  const takers = commands.filter((command) => fileOptions(command).length > 0);
  const typed = commandIn(message, commands);
  if (message.trim() === '') {
    const usual = first.map((each) => commandIn(each, takers)).find((command) => command !== undefined) ?? takers[0];
    if (usual === undefined) return { message, sentence: 'Nothing here can use a file.' };
    return { message: `/${usual.name} ${fileOptions(usual)[0]!.name}:${written(file)} `, sentence: null };
  }
  if (typed === undefined || !takers.includes(typed)) {
    const names = takers.map(({ name }) => `/${name}`).join(', ');
    const what = /^\s*(\/\S+)/u.exec(message)?.[1] ?? 'A question';
    return { message, sentence: `${what} cannot use a file. These can: ${names}.` };
  }
  return inOption(message, file, fileOptions(typed));
}

function inOption(message: string, file: string, options: readonly OptionInfo[]): Naming {
  const free = options.find(({ name }) => !isNamed(message, name));
  if (free !== undefined) return { message: `${message.trimEnd()} ${free.name}:${written(file)} `, sentence: null };
  const { name } = options[0]!;
  const empty = new RegExp(`((?:^|\\s)${name}\\s*[:=])(?=\\s*$|\\s+[\\w-]+\\s*[:=])`, 'iu');
  if (empty.test(message)) return { message: message.replace(empty, (given) => given + written(file)), sentence: null };
  const isGiven = message.includes(file);
  return {
    message,
    sentence: isGiven ? null : `The message names another file: write ${name}:${written(file)} instead.`,
  };
}

/** The message as it was before the file was named in it, however much was typed since. */
export function withoutFile(message: string, file: string, { commands }: NamingOptions): string {
  const names = fileOptions(commandIn(message, commands)).map(({ name }) => name);
  const named = names.map((name) => `${name}:${written(file)}`).find((each) => message.includes(each));
  if (named === undefined) return message;
  const [before = '', behind = ''] = message.split(named, 2);
  const rest = `${before.trimEnd()} ${behind.trimStart()}`.trim();
  return /^\/\S+$/u.test(rest) ? '' : rest;
}

/** The file by a name that a message can hold. */
export function plainFileName(name: string): string {
  const plain = name
    .replace(/["“”„\p{C}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return plain === '' ? 'data.csv' : plain;
}

function written(file: string): string {
  return /[\s:=]/u.test(file) ? `"${file}"` : file;
}

function commandIn(message: string, commands: readonly CommandInfo[]): CommandInfo | undefined {
  const name = /^\s*\/(\S+)/u.exec(message)?.[1]?.toLowerCase();
  return commands.find((command) => command.name === name);
}

function fileOptions(command: CommandInfo | undefined): OptionInfo[] {
  return (command?.options ?? []).filter(({ kind }) => kind === 'attachment');
}

function isNamed(message: string, option: string): boolean {
  return new RegExp(`(?:^|\\s)${option}\\s*[:=]`, 'iu').test(message);
}
