import { z } from 'zod';
import { parseNumber, splitList, writeNumber } from './numbers.ts';
import { plainText, plainWord } from './plain-text.ts';
import { asTyped } from './quote.ts';

/**
 * The kinds of option a command may have. Each is a zod codec between the text a person (or a button) sends and the
 * typed value, with what the surfaces need to know beside it. An issue's message goes on from the option's name:
 * `wd` + ` is "ten": a number is needed, such as 0.01 or 1e-3`.
 */
export interface Traits {
  readonly kind: 'text' | 'integer' | 'boolean' | 'choice' | 'attachment';
  /** One line, at most 100 characters. */
  readonly description: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly suggest?: Suggest;
  /** Whether the asker's own past experiments are what is suggested. */
  readonly suggestsPast?: boolean;
  /** What it is when it is not given, beside the other options' raw texts; null where these do not tell. */
  readonly usual?: (others: Readonly<Record<string, string>>) => string | null;
}

/** What autocomplete offers for the text typed so far, given the other options' raw texts. At most 25 are shown. */
export type Suggest = (typed: string, others: Readonly<Record<string, string>>) => readonly Suggestion[];

export interface Suggestion {
  /** What is shown, at most 100 characters. */
  readonly label: string;
  /** What is filled in. */
  readonly value: string;
}

declare module 'zod' {
  interface GlobalMeta {
    traits?: Traits;
  }
}

/** The traits given to an option's schema, through any `.optional()` or `.default()` put around it since. */
export function traitsOf(option: z.ZodType): Traits {
  let schema: unknown = option;
  while (schema instanceof z.ZodType) {
    const traits = schema.meta()?.traits;
    if (traits !== undefined) return traits;
    schema = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : undefined;
  }
  throw new TypeError('this schema was not made by options.ts');
}

/** Whether a person must give it. */
export function isRequired(option: z.ZodType): boolean {
  return !option.safeParse(undefined).success;
}

/** What it is when it is not given, as it would be typed; null where there is no one default. */
export function usualOf(option: z.ZodType, others: Readonly<Record<string, string>> = {}): string | null {
  const { kind, usual } = traitsOf(option);
  const text = usual === undefined ? defaultOf(option) : usual(others);
  return kind === 'boolean' && text !== null ? YES_OR_NO[text]! : text;
}

function defaultOf(option: z.ZodType): string | null {
  const { success, data } = option.safeParse(undefined);
  return success && data !== undefined ? String(z.encode(option, data)) : null;
}

/** How people say what a boolean is written as. */
const YES_OR_NO: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

/** The same option, telling what it is when it is not given. */
export function withUsual<Option extends z.ZodType>(option: Option, usual: NonNullable<Traits['usual']>): Option {
  return option.meta({ traits: { ...traitsOf(option), usual } });
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Whether min itself is too small. */
  readonly aboveMin?: boolean;
  /** What would work, as it stands in "such as …". */
  readonly example: string;
}

type Checked<T> = { readonly value: T } | { readonly wrong: string };

function option<T>(traits: Traits, read: (text: string) => Checked<T>, write: (value: T) => string) {
  return z
    .codec(z.string(), z.custom<T>(), {
      decode: (text, context) => {
        const checked = read(text);
        if ('value' in checked) return checked.value;
        context.issues.push({ code: 'custom', message: checked.wrong, input: text });
        return z.NEVER;
      },
      encode: write,
    })
    .meta({ traits });
}

function readNumber(text: string, range: NumberRange): Checked<number> {
  const value = parseNumber(text);
  if (value === null) return { wrong: `${asTyped(text)}: a number is needed, such as ${range.example}` };
  return checkRange(value, text, range);
}

function checkRange(value: number, text: string, { min, max, aboveMin, example }: NumberRange): Checked<number> {
  const said = asTyped(text);
  if (value > max) return { wrong: `${said}: too large, at most ${writeNumber(max)} works; try ${example}` };
  if (value < min && min === 0) return { wrong: `${said}: it cannot be negative; try ${example}` };
  if (value < min) return { wrong: `${said}: too small, at least ${writeNumber(min)} works; try ${example}` };
  if (aboveMin === true && value === min) {
    return { wrong: `${said}: it must be more than ${writeNumber(min)}; try ${example}` };
  }
  return { value: value + 0 }; // −0 becomes 0
}

/** One number in any notation. */
export function numberOption(description: string, range: NumberRange, suggest?: Suggest) {
  const traits: Traits = { kind: 'text', description, ...(suggest && { suggest }) };
  return option<number>(traits, (text) => readNumber(text, range), writeNumber);
}

/** One to `most` different numbers, in the order given. */
export function numberListOption(description: string, range: NumberRange & { most: number }, suggest?: Suggest) {
  const traits: Traits = { kind: 'text', description, ...(suggest && { suggest }) };
  const read = (text: string): Checked<readonly number[]> => {
    const parts = splitList(text);
    if (parts === null) {
      return {
        wrong: `${asTyped(text)}: its commas could part numbers or be decimal commas; write semicolons between numbers, such as 0,01; 0,1`,
      };
    }
    if (parts.length === 0) {
      return { wrong: `${asTyped(text)}: at least one number is needed, such as ${range.example}` };
    }
    const values = new Set<number>();
    for (const part of parts) {
      const checked = readNumber(part, range);
      if ('wrong' in checked) return checked;
      values.add(checked.value);
    }
    if (values.size > range.most) {
      return { wrong: `has ${values.size} different numbers: at most ${range.most} fit into one picture` };
    }
    return { value: [...values] };
  };
  // A semicolon would read back as well; a comma and a space read better, and alone never mean a decimal comma.
  return option<readonly number[]>(traits, read, (values) => values.map(writeNumber).join(', '));
}

// 3,000 and 3.000 are three thousand to some and three to others.
const THREE_DIGITS_APART = /[.,]\d{3}(?!\d)/u;

/** A whole number. */
export function integerOption(description: string, range: NumberRange) {
  const traits: Traits = { kind: 'integer', description, min: range.min, max: range.max };
  return option<number>(traits, (text) => readInteger(text, range), writeNumber);
}

function readInteger(text: string, range: NumberRange): Checked<number> {
  const checked = readNumber(text, range);
  if ('wrong' in checked) return checked;
  if (THREE_DIGITS_APART.test(plainText(text))) {
    return { wrong: `${asTyped(text)}: write a whole number without commas or points, such as ${range.example}` };
  }
  if (Number.isInteger(checked.value)) return checked;
  return { wrong: `${asTyped(text)}: a whole number is needed, such as ${range.example}` };
}

/** One of a few words, in any case. */
export function choiceOption<const Choice extends string>(description: string, choices: readonly Choice[]) {
  const read = (text: string): Checked<Choice> => {
    const asked = plainWord(text);
    const value = choices.find((choice) => choice === asked);
    return value === undefined ? { wrong: `${asTyped(text)}: it can be ${oneOf(choices)}` } : { value };
  };
  return option<Choice>({ kind: 'choice', description, choices }, read, (value) => value);
}

/** Yes or no. */
export function booleanOption(description: string) {
  const read = (text: string): Checked<boolean> => {
    const said = plainWord(text);
    if (['true', 'yes', 'on', '1'].includes(said)) return { value: true };
    if (['false', 'no', 'off', '0'].includes(said)) return { value: false };
    return { wrong: `${asTyped(text)}: it can be yes or no` };
  };
  return option<boolean>({ kind: 'boolean', description }, read, String);
}

/** Whether the asker alone sees the reply, of every command that has it. */
export const privateOption = booleanOption('Show the reply to you alone');

/** A file that comes with the request, by its name; Context.open reads it. */
export function attachmentOption(description: string) {
  const read = (text: string): Checked<string> =>
    text.trim() === '' ? { wrong: 'is empty: the name of a file is needed' } : { value: text };
  return option<string>({ kind: 'attachment', description }, read, (name) => name);
}

/** A text with a grammar of its own. `read` gives the value, or what is wrong as words that follow the quoted text. */
export function textOption<T>(
  description: string,
  grammar: {
    read: (text: string) => Checked<T>;
    write: (value: T) => string;
    suggest?: Suggest;
    suggestsPast?: boolean;
  },
) {
  const { read, write, suggest, suggestsPast = false } = grammar;
  const traits: Traits = {
    kind: 'text',
    description,
    ...(suggest && { suggest }),
    ...(suggestsPast && { suggestsPast }),
  };
  return option<T>(traits, read, write);
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
