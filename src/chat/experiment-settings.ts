import type { z } from 'zod';
import { ACTIVATIONS, OPTIMIZERS, SCHEDULES, TASKS } from '../training/experiment.ts';
import type { Table } from '../training/table.ts';
import { parseNumber } from './numbers.ts';
import { attachmentOption, booleanOption, choiceOption, integerOption, numberOption, textOption } from './options.ts';
import { plainText, plainWord } from './plain-text.ts';
import { asTyped } from './quote.ts';

/**
 * The options that describe an experiment beside its lr and wd, and the range of those two. What autocomplete says of
 * lr and wd depends on all of these, so they cannot stand in one file with lr and wd.
 */

export const LR_RANGE = { min: 0, max: 1_000, aboveMin: true, example: '0.05 or 1e-3' } as const;
export const WD_RANGE = { min: 0, max: 1_000, example: '0.01 or 1e-3' } as const;
const MOST_LAYERS = 4;
const WIDTH = { min: 1, max: 256 };

export const experimentSettings = {
  task: choiceOption(
    'curve: a wave. ridge: has an answer key. moons: two classes. wide: 200 features.',
    TASKS,
  ).optional(),
  optimizer: choiceOption('sgd and adam use L2; sgdw and adamw decay the weights themselves', OPTIMIZERS).optional(),
  momentum: numberOption('Momentum of sgd and sgdw, from 0 to below 1', {
    min: 0,
    max: 0.999,
    example: '0.9',
  }).optional(),
  steps: integerOption('How many updates to make', { min: 1, max: 100_000, example: '3000' }).optional(),
  batch: textOption<number | 'all'>('Samples in each step: a number, or all', {
    read: readBatch,
    write: String,
    suggest: () => ['all', '5', '10'].map((value) => ({ label: value, value })),
  }).optional(),
  schedule: choiceOption('How lr changes over the run', SCHEDULES).optional(),
  seeds: integerOption('How many times to repeat it, with new data and a new start', {
    min: 1,
    max: 20,
    example: '5',
  }).optional(),
  hidden: textOption<readonly number[]>('Units in the hidden layers, such as 32-32, or none for a linear model', {
    read: readHidden,
    write: (widths) => (widths.length === 0 ? 'none' : widths.join('-')),
    suggest: () => ['32-32', '64', '16-16-16', 'none'].map((value) => ({ label: value, value })),
  }).optional(),
  activation: choiceOption('What each hidden unit does', ACTIVATIONS).optional(),
  nesterov: booleanOption('Nesterov’s momentum').optional(),
  'decay-biases': booleanOption('Whether biases decay too, as PyTorch does unless told otherwise').optional(),
  csv: attachmentOption('Your own data: a CSV file of numbers, up to 1 MB and 20,000 rows').optional(),
  target: textOption<string>('Which column of the CSV to predict: its name or number; the last unless told otherwise', {
    read: readTarget,
    write: String,
  }).optional(),
};

/** Checked options, lr and wd among them. */
export type ExperimentFields = z.output<z.ZodObject<typeof experimentSettings>> & {
  lr?: number | undefined;
  wd?: number | undefined;
  /** What the file of `csv` holds, once it is read (own-data.ts). */
  table?: Table | undefined;
};

/** Whether it is compared with a column's name or read as its number is up to the table. */
function readTarget(text: string) {
  return plainText(text) === ''
    ? { wrong: 'is empty: the name of a column is needed, or its number, the first being 1' }
    : { value: text };
}

function readBatch(text: string) {
  if (plainWord(text) === 'all') return { value: 'all' as const };
  const value = parseNumber(text);
  return value !== null && Number.isInteger(value) && value >= 1
    ? { value }
    : { wrong: `${asTyped(text)}: it can be all, or a whole number of samples such as 5` };
}

const BETWEEN_LAYERS = /(?<=\d) ?[\p{Pd}−x×,; ] ?(?=\d)/u;

function readHidden(text: string) {
  const asked = plainWord(text).replace(/\s+/gu, ' ');
  if (asked === 'none' || asked === '0') return { value: [] };
  const widths = asked.split(BETWEEN_LAYERS).map(parseNumber);
  const fits = (width: number | null): width is number =>
    width !== null && Number.isInteger(width) && width >= WIDTH.min && width <= WIDTH.max;
  if (widths.length <= MOST_LAYERS && widths.every(fits)) return { value: widths };
  return {
    wrong:
      `${asTyped(text)}: it can be none, or one to ${MOST_LAYERS} layers of ` +
      `${WIDTH.min} to ${WIDTH.max} units such as 32-32`,
  };
}
