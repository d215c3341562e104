import { figure } from '../findings/figures.ts';
import { pointsFor, START, type Start } from '../training/step-points.ts';
import { stepTheory } from '../training/step-theory.ts';
import { LR_RANGE, WD_RANGE } from './experiment-settings.ts';
import { parseNumber, splitList, writeNumber } from './numbers.ts';
import { integerOption, type NumberRange, numberOption, type Suggest, textOption } from './options.ts';
import { asTyped } from './quote.ts';

/** The options of `/step`: numbers short enough to be worked with by hand, and to fit into a button with all others. */

export const STEP_DEFAULTS = { lr: 0.1, wd: 0.5, step: 1, start: START } as const;

const MOST_DIGITS = 5;
/** Of a weight to start from. */
const MOST_DECIMALS = 2;
const START_RANGE: NumberRange = { min: -100, max: 100, example: '2, -1' };
export const MOST_STEPS = 1_000;

export const stepOptions = {
  lr: handNumber(
    'Learning rate: scales the whole step (0.1)',
    { ...LR_RANGE, example: '0.1 or 0.05' },
    suggestLr,
  ).default(STEP_DEFAULTS.lr),
  wd: handNumber('Weight decay: the pull to zero (0.5)', { ...WD_RANGE, example: '0.5 or 0.1' }, suggestWd).default(
    STEP_DEFAULTS.wd,
  ),
  step: integerOption('Which step to show: 1 is the first, 2 goes on from there', {
    min: 1,
    max: MOST_STEPS,
    example: '2',
  }).default(STEP_DEFAULTS.step),
  start: textOption<Start>('Weights to start from: two, such as 2, -1, or one, such as 1', {
    read: readStart,
    write: (weights) => weights.map(writeNumber).join(', '),
    suggest: () => [
      { label: '2, -1: two weights, the data push one up and decay pulls it down', value: '2, -1' },
      { label: '3, -1: two weights at their best fit, only decay moves them', value: '3, -1' },
      { label: '1: one weight', value: '1' },
      { label: '0: one weight that nothing pulls yet', value: '0' },
    ],
  }).default(STEP_DEFAULTS.start),
};

function handNumber(description: string, range: NumberRange, suggest: Suggest) {
  const number = numberOption(description, range);
  const read = (text: string) => {
    const checked = number.safeParse(text);
    if (!checked.success) return { wrong: checked.error.issues[0]!.message };
    return isShort(checked.data) ? { value: checked.data } : { wrong: tooLong(text, range.example) };
  };
  return textOption<number>(description, { read, write: writeNumber, suggest });
}

function isShort(value: number): boolean {
  return Number(value.toPrecision(MOST_DIGITS)) === value;
}

function tooLong(text: string, example: string, most = `${MOST_DIGITS} digits`): string {
  return `${asTyped(text)}: for a calculation by hand it may have at most ${most}; try ${example}`;
}

function readStart(text: string): { value: Start } | { wrong: string } {
  const parts = splitList(text);
  if (parts === null) {
    return {
      wrong: `${asTyped(text)}: its commas could part numbers or be decimal commas; write a semicolon between two weights, such as 2; -1`,
    };
  }
  const number = numberOption('A weight', START_RANGE);
  const weights: number[] = [];
  for (const part of parts) {
    const checked = number.safeParse(part);
    if (!checked.success) return { wrong: checked.error.issues[0]!.message };
    if (Number(checked.data.toFixed(MOST_DECIMALS)) !== checked.data) {
      return { wrong: tooLong(part, START_RANGE.example, `${MOST_DECIMALS} decimals`) };
    }
    weights.push(checked.data);
  }
  if (weights.length === 1) return { value: [weights[0]!] };
  if (weights.length === 2) return { value: [weights[0]!, weights[1]!] };
  return { wrong: `${asTyped(text)}: one weight or two are needed, such as 1 or 2, -1` };
}

function suggestLr(typed: string, others: Readonly<Record<string, string>>) {
  const { wd, start } = draft(others);
  return candidates(typed, [0.1, 0.05, 0.2, 0.3, 0.4]).map((lr) => {
    const { edge } = stepTheory(pointsFor(start.length), lr, wd);
    const about = lr < edge ? `settles, the edge is ${figure(edge)}` : `overshoots, the edge is ${figure(edge)}`;
    return { label: `${writeNumber(lr)}: ${about}`, value: writeNumber(lr) };
  });
}

function suggestWd(typed: string, others: Readonly<Record<string, string>>) {
  const { lr } = draft(others);
  return candidates(typed, [0.5, 0, 0.1, 1, 2]).map((wd) => {
    const about = wd === 0 ? 'no decay' : `each step first keeps ${figure(1 - lr * wd)} of every weight`;
    return { label: `${writeNumber(wd)}: ${about}`, value: writeNumber(wd) };
  });
}

/** The typed number where it could be taken, then the usual ones that begin like it. */
function candidates(typed: string, usual: readonly number[]): number[] {
  const value = parseNumber(typed);
  if (value === null) return [...usual];
  const beginning = usual.filter((number) => writeNumber(number).startsWith(writeNumber(value)));
  return [...new Set([...(value > 0 && value <= LR_RANGE.max && isShort(value) ? [value] : []), ...beginning])];
}

/** The other options as far as they are typed; what cannot be read yet counts as not typed. */
function draft(others: Readonly<Record<string, string>>): { lr: number; wd: number; start: Start } {
  const number = (text: string | undefined, fallback: number) => {
    const value = parseNumber(text ?? '');
    return value !== null && value >= 0 && value <= LR_RANGE.max ? value : fallback;
  };
  const start = readStart(others['start'] ?? '');
  return {
    lr: number(others['lr'], STEP_DEFAULTS.lr),
    wd: number(others['wd'], STEP_DEFAULTS.wd),
    start: 'value' in start ? start.value : STEP_DEFAULTS.start,
  };
}
