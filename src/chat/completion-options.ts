import type { z } from 'zod';
import { type Command, describeOption } from './command.ts';
import { type Others, suggestedValues, written } from './completion-values.ts';
import type { Completion, Completions } from './completions.ts';
import { OPTION, parseMessage } from './invocation.ts';
import { isRequired, traitsOf, usualOf } from './options.ts';
import { UserError } from './user-error.ts';

/** What could stand at the end of a command's message: one of its options, or a value of the one that is being given. */
export function optionsAndValues(command: Command, text: string): Completions {
  const { at, value, word } = endOf(text);
  const others = optionsIn(text.slice(0, at));
  if (others === null) return { from: text.length, items: [] };
  const given = value === null ? others : { ...others, [value.name]: value.whole };
  const options = word === null ? [] : optionsLike(word, command, given);
  const from = text.length - (word?.length ?? 0);
  const schema =
    value !== null && Object.hasOwn(command.options.shape, value.name) && command.options.shape[value.name];
  if (!schema) return { from, items: options };
  // Words to search for go on with the next one, and none of them is an option.
  const isSearch = traitsOf(schema).suggestsPast === true && !value.isClosed;
  const isWhole = word !== null && !isSearch && (value.isClosed || schema.safeParse(value.whole).success);
  const values = valuesLike(value, schema, others).filter(
    ({ insert }) => !isWhole || (word !== '' && !value.isClosed && isLonger(insert, value.typed)),
  );
  if (values.length === 0) return { from, items: options };
  // An option stands in the place of less than a value does, so it brings along what is between them.
  const between = text.slice(value.from, from);
  const moved = options.map((item) => ({ ...item, insert: `${between}${item.insert}` }));
  return { from: value.from, items: isWhole ? [...moved, ...values] : [...values, ...moved] };
}

/** How a command's message ends. */
interface End {
  /** Where the option begins whose value is being typed, or else the word. */
  readonly at: number;
  readonly value: TypedValue | null;
  /** What may be the beginning of the next option's name; null where none can stand. */
  readonly word: string | null;
}

interface TypedValue {
  readonly name: string;
  readonly from: number;
  readonly typed: string;
  /** Without the last word. */
  readonly whole: string;
  /** Whether it stands in quotes, and the last of them is there. */
  readonly isClosed: boolean;
}

function endOf(text: string): End {
  const start = /^\s*\/\S+/u.exec(text)![0].length;
  const last = [...text.slice(start).matchAll(OPTION)].at(-1);
  if (last === undefined) {
    const word = /\S*$/u.exec(text)![0];
    return { at: text.length - word.length, value: null, word };
  }
  const at = start + last.index;
  const name = last[1]!.toLowerCase();
  const colon = at + last[0].search(/[:=]/u);
  const from = colon + /^.\s*/u.exec(text.slice(colon))![0].length;
  const raw = text.slice(from);
  if (last[2] !== undefined) {
    const [, word = null] = /\s(\S*)$/u.exec(text.slice(at + last[0].length)) ?? [];
    return { at, value: { name, from, typed: last[2], whole: last[2], isClosed: true }, word };
  }
  if (/^["“”„]/u.test(raw)) {
    return { at, value: { name, from, typed: raw.slice(1), whole: raw, isClosed: false }, word: null };
  }
  // Behind a comma the list goes on.
  const [, whole = raw, word = null] = /^(.*[^\s,;])\s+(\S*)$/su.exec(raw) ?? [];
  return { at, value: { name, from, typed: raw, whole, isClosed: false }, word };
}

/** The options not given yet that begin so, those that are needed first. */
export function optionsLike(typed: string, { options }: Command, given: Others): Completion[] {
  const names = Object.keys(options.shape).filter((name) => !(name in given) && name.startsWith(typed.toLowerCase()));
  const needed = names.filter((name) => isRequired(options.shape[name]!));
  return [...new Set([...needed, ...names])].map((name) => ({
    kind: 'option',
    label: name,
    detail: detailOf(options.shape[name]!, given),
    insert: `${name}:`,
  }));
}

function detailOf(option: z.ZodType, given: Others): string {
  const usual = usualOf(option, given);
  const more = [isRequired(option) && 'needed', usual !== null && `default ${usual}`].filter((part) => part !== false);
  return [describeOption(option), ...more].join(' · ');
}

function valuesLike({ typed }: TypedValue, option: z.ZodType, others: Others): Completion[] {
  return suggestedValues(option, typed, others).flatMap(({ value, ...shown }) => {
    const text = written(value);
    return text === null ? [] : [{ ...shown, insert: `${text} ` }];
  });
}

function isLonger(insert: string, typed: string): boolean {
  return insert.toLowerCase().startsWith(typed.toLowerCase()) && insert.trim().length > typed.length;
}

/** Null as long as they cannot be read: the mistake is told when the message is sent. */
function optionsIn(text: string): Others | null {
  try {
    return parseMessage(text).options;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
