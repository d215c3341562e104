import { basename } from 'node:path';
import { readTableAside } from '../csv/read-aside.ts';
import type { TableRead } from '../csv/read-table.ts';
import { listed } from '../csv/target.ts';
import { count } from '../findings/figures.ts';
import type { Experiment } from '../training/experiment.ts';
import { taskOf } from '../training/tasks/index.ts';
import type { Context } from './command.ts';
import type { ExperimentFields } from './experiment-settings.ts';
import { quote } from './quote.ts';
import { MAX_TEXT, type ReplyFile } from './reply.ts';

/** Options with the table they name read, and what a reply has to say and to bring of it. */
export interface OwnData<Options> {
  /** What toExperiment and the buttons take: the file by the name it has in `files`. */
  readonly asked: Options & Pick<ExperimentFields, 'table'>;
  /** For the end of the reply (withNote): rows, columns, what was left out, the split. Empty without a file. */
  readonly note: string;
  /** The file itself: buttons below the reply find it there, however late they are pressed. */
  readonly files: readonly ReplyFile[];
}

/**
 * Reads the file that the options name, if they name one. Throws UserError for one that cannot be learnt from.
 * @param open the command's Context.open.
 */
export async function withOwnData<Options extends Pick<ExperimentFields, 'csv' | 'target'>>(
  options: Options,
  open: Context['open'],
): Promise<OwnData<Options>> {
  if (options.csv === undefined) return { asked: options, note: '', files: [] };
  const content = await open(options.csv);
  const name = plainName(options.csv);
  const read = await readTableAside(content, name, options.target);
  return {
    asked: { ...options, csv: name, table: read.table },
    note: noteOf(read),
    files: [{ name, content }],
  };
}

/** Between two sentences of a note. */
const SENTENCE_END = /(?<=\.) (?=\p{Lu}|\d)/u;

/** A reply's text with the note below it: as many of its sentences, first to last, as there is room for. */
export function withNote(text: string, note: string): string {
  const [first = '', ...others] = note.split(SENTENCE_END);
  const start = `${text}\n\n${first}`;
  if (first === '' || start.length > MAX_TEXT) return text;
  return others.reduce((all, sentence) => {
    const longer = `${all} ${sentence}`;
    return longer.length <= MAX_TEXT ? longer : all;
  }, start);
}

/** An experiment for scripts: of a table how large it is and what is predicted, not its thousands of values. */
export interface ExperimentData extends Omit<Experiment, 'table'> {
  readonly table?: {
    readonly name: string;
    readonly rows: number;
    readonly columns: readonly string[];
    readonly target: string;
    /** How the two classes are called; null of a quantity. */
    readonly classes: readonly [string, string] | null;
  };
}

export function experimentData({ table, ...experiment }: Experiment): ExperimentData {
  if (table === undefined) return experiment;
  const { name, columns, rows, target, classNames } = table;
  return { ...experiment, table: { name, rows, columns, target: columns[target]!, classes: classNames } };
}

/** From so many rows on, their split no longer decides alone. */
const FEW_ROWS = 30;
const LONGEST_NAME = 40;

/** A name that surfaces and custom_ids leave as it is: no folders, plain letters, not too long. */
function plainName(path: string): string {
  const name = basename(path.replaceAll('\\', '/')).replace(/[^\w.-]+/gu, '_');
  const stem = name.replace(/\.[a-z]{1,4}$/iu, '');
  const written = name.slice(stem.length) || '.csv';
  // A reply's pictures end so: buttons below it would find one of them in the place of the file.
  const ending = written.toLowerCase() === '.png' ? '.csv' : written;
  return `${stem.slice(0, LONGEST_NAME - ending.length) || 'data'}${ending}`;
}

function noteOf({ table, leftOut, dropped }: TableRead): string {
  const { name, columns, rows, target, classes, classNames } = table;
  const { features, trainingCount, validationCount } = taskOf({ task: 'csv', table });
  const predicted = quote(columns[target]!);
  const what =
    classes === null || classNames === null
      ? `${predicted}, a quantity`
      : `whether ${predicted} is ${quote(classNames[1])} or ${quote(classNames[0])}, two classes`;
  const sentences = [
    `From ${quote(name)}, ${count(rows)} rows: ${features === 1 ? 'one feature' : `${count(features)} features`} to predict ${what}.`,
    rows < FEW_ROWS ? 'So few rows may show anything by chance: another file like it may say otherwise.' : '',
    leftOut.length === 0 ? '' : `Left out, being no numbers or mostly gaps: ${listed(leftOut)}.`,
    dropped === 0
      ? ''
      : `${count(dropped)} ${dropped === 1 ? 'row' : 'rows'} with gaps ${dropped === 1 ? 'was' : 'were'} dropped.`,
    `Each seed splits the same rows anew, ${count(trainingCount)} to train and ${count(validationCount)} to validate, and measures them in the training rows’ standard deviations.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
