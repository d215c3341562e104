import { describeOption } from './command.ts';
import { experimentOptions, lrOption } from './experiment-options.ts';
import { type ExperimentFields, WD_RANGE } from './experiment-settings.ts';
import { nearest } from './nearest.ts';
import { parseNumber } from './numbers.ts';
import { numberOption, oneOf, traitsOf } from './options.ts';
import { plainText } from './plain-text.ts';
import { quote } from './quote.ts';

/**
 * Settings of an experiment as people say them in a few words: `lr 0.05 wd 1e-3 adamw, no momentum`. What can be said,
 * and what it means, are the experiment's own options: their names, the words they are chosen by, their checks.
 */

export const wdOption = numberOption('Weight decay: the pull to zero (0.01, 1e-3)', WD_RANGE).optional();

const SETTINGS = { lr: lrOption, wd: wdOption, ...experimentOptions };

type Name = keyof typeof SETTINGS;

/** Those that can be said in words: a file cannot, nor a value that may be any words at all. */
const NAMES = (Object.keys(SETTINGS) as Name[]).filter((name) => !reads(name, 'any words'));

/** Other names that settings go by. */
const ALIASES: Readonly<Record<string, Name>> = {
  'learning-rate': 'lr',
  rate: 'lr',
  'weight-decay': 'wd',
  decay: 'wd',
  optimiser: 'optimizer',
  step: 'steps',
  seed: 'seeds',
  layers: 'hidden',
  units: 'hidden',
  'batch-size': 'batch',
};

/** Words that stand for a setting and its value. */
const PHRASES: Readonly<Record<string, readonly [Name, string]>> = {
  linear: ['hidden', 'none'],
  'full-batch': ['batch', 'all'],
};

/** Words that may be said and change nothing. */
const FILLERS = ['and', 'with', 'default', 'defaults', 'plain', '/train'];

const EXAMPLE = 'lr 0.05 wd 0.01 adamw';

type Checked<T> = { readonly value: T } | { readonly wrong: string };

/** What was said in a few of the words, from one of them on. */
type Said =
  | { readonly setting: readonly [Name, string]; readonly length: number }
  | { readonly filler: true }
  | { readonly wrong: string };

export function readSettingWords(text: string): Checked<ExperimentFields> {
  const words = wordsIn(text);
  if (words.length === 0) return { wrong: `is empty: settings are needed, such as ${EXAMPLE}` };
  const raw = new Map<Name, string>();
  for (let at = 0; at < words.length; ) {
    const said = saidAt(words, at);
    if ('wrong' in said) return said;
    if ('filler' in said) {
      at += 1;
      continue;
    }
    const [name, value] = said.setting;
    if (raw.has(name)) return { wrong: `says ${name} twice: once is enough` };
    const { success, error } = SETTINGS[name].safeParse(value);
    if (!success) return { wrong: `says ${name} ${error.issues[0]!.message}` };
    raw.set(name, value);
    at += said.length;
  }
  return { value: Object.fromEntries([...raw].map(([name, value]) => [name, SETTINGS[name].parse(value)])) };
}

/** The words that readSettingWords reads back as these settings. */
export function writeSettingWords(settings: ExperimentFields): string {
  const words = NAMES.flatMap((name) => {
    const value = settings[name];
    if (value === undefined) return [];
    const raw = String((SETTINGS[name].encode as (value: unknown) => unknown)(value));
    switch (traitsOf(SETTINGS[name]).kind) {
      case 'boolean':
        return value === true ? [`${name} yes`] : [`no ${name}`];
      case 'choice':
        return meantBy(raw).length === 1 ? [raw] : [`${name} ${raw}`];
      default:
        return [`${name} ${raw}`];
    }
  });
  return words.length === 0 ? 'default' : words.join(' ');
}

/** Every word that can be said by itself, or begin something. */
export function knownWords(): string[] {
  return [...NAMES, ...choiceWords()];
}

function choiceWords(): string[] {
  return NAMES.flatMap((name) => traitsOf(SETTINGS[name]).choices ?? []);
}

function saidAt(words: readonly string[], at: number): Said {
  const word = words[at]!;
  if (FILLERS.includes(word)) return { filler: true };
  const negated = word === 'no' || word === 'without' ? nameAt(words, at + 1) : null;
  if (negated !== null) {
    const off = ['no', '0'].find((value) => reads(negated.name, value));
    if (off !== undefined) return { setting: [negated.name, off], length: 1 + negated.length };
  }
  const layers = layersCounted(words, at);
  if (layers !== null) return { wrong: layers };
  const named = nameAt(words, at);
  if (named !== null) return valueAfter(named.name, words, at + named.length, named.length);
  for (const length of [2, 1]) {
    const together = words.slice(at, at + length);
    if (together.length < length || (length > 1 && together.some((each) => parseNumber(each) !== null))) continue;
    const joined = together.join('-');
    const phrase = Object.hasOwn(PHRASES, joined) ? PHRASES[joined] : undefined;
    if (phrase !== undefined) return { setting: phrase, length };
    const [only, ...others] = meantBy(joined);
    if (only !== undefined && others.length === 0) return { setting: [only, joined], length };
  }
  // 2000 steps
  const after = nameAt(words, at + 1);
  if (after !== null && reads(after.name, word)) return { setting: [after.name, word], length: 1 + after.length };
  return { wrong: unknown(word) };
}

/** Said of `3 layers`, and of `layers 3`, which would else be one layer of three units. */
function layersCounted(words: readonly string[], at: number): string | null {
  const [word, next] = [words[at]!, words[at + 1] ?? ''];
  const isCount = (each: string) => /^\d{1,2}$/u.test(each);
  if (!((word === 'layers' && isCount(next)) || (next === 'layers' && isCount(word)))) return null;
  return `says ${quote(`${word} ${next}`)}: hidden takes the units of each layer, such as hidden 32-32 for two layers`;
}

/** What stands after a name; a switch needs nothing there to be on. */
function valueAfter(name: Name, words: readonly string[], at: number, length: number): Said {
  const value = words[at];
  const isSwitch = traitsOf(SETTINGS[name]).kind === 'boolean';
  if (isSwitch && (value === undefined || !reads(name, value) || isOffOfTheNext(words, at))) {
    return { setting: [name, 'yes'], length };
  }
  if (value === undefined) return { wrong: `says ${name} without a value: ${describeOption(SETTINGS[name])}` };
  return { setting: [name, value], length: length + 1 };
}

/** Whether a no belongs to the setting behind it, as in `nesterov no decay`; not in `decay-biases no wd 0.1`. */
function isOffOfTheNext(words: readonly string[], at: number): boolean {
  const next = words[at] === 'no' ? nameAt(words, at + 1) : null;
  if (next === null) return false;
  const value = words[at + 1 + next.length];
  return value === undefined || !reads(next.name, value);
}

/** The setting named here, in one word or in two. */
function nameAt(words: readonly string[], at: number): { readonly name: Name; readonly length: number } | null {
  for (const length of [2, 1]) {
    if (at + length > words.length) continue;
    const name = named(words.slice(at, at + length).join('-'));
    if (name !== undefined) return { name, length };
  }
  return null;
}

function named(word: string): Name | undefined {
  return Object.hasOwn(ALIASES, word) ? ALIASES[word] : NAMES.find((name) => name === word);
}

/** The settings that a word says by itself: those it is a choice of, or that no other could be written like (64-64). */
function meantBy(word: string): Name[] {
  if (parseNumber(word) !== null) return [];
  return NAMES.filter((name) => traitsOf(SETTINGS[name]).kind !== 'boolean' && reads(name, word));
}

function reads(name: Name, value: string): boolean {
  return SETTINGS[name].safeParse(value).success;
}

function unknown(word: string): string {
  if (parseNumber(word) !== null) return `says ${quote(word)} alone: write before it what it is, such as lr 0.05`;
  const meant = nearest(word, [...knownWords(), ...Object.keys(ALIASES), ...Object.keys(PHRASES)]);
  const known = meant
    ? `did you mean ${meant}?`
    : `it can be a setting with its value (${NAMES.join(', ')}), or ${oneOf(choiceWords())}`;
  return `says ${quote(word)}: ${known}`;
}

// A comma is a decimal comma before a digit, unless a letter is before it.
const BETWEEN_WORDS = /[\s:=;|]+|,(?!\d)|(?<=\p{L}),/u;

function wordsIn(text: string): string[] {
  return plainText(text)
    .toLowerCase()
    .replaceAll('_', '-')
    .split(BETWEEN_WORDS)
    .filter((word) => word !== '')
    .flatMap(unglued);
}

/** `lr0.05` and `2000steps` are two words each. */
function unglued(word: string): string[] {
  const [, before, number] = /^([a-z-]+?)([.\d].*)$/u.exec(word) ?? [];
  if (before !== undefined && named(before) !== undefined) return [before, number!];
  const [, count, after] = /^([.\d]+)([a-z-]+)$/u.exec(word) ?? [];
  return after !== undefined && named(after) !== undefined ? [count!, after] : [word];
}
