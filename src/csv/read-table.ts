import { quote } from '../chat/quote.ts';
import { UserError } from '../chat/user-error.ts';
import type { Table } from '../training/table.ts';
import { cellsOf, MOST_ROWS } from './cells.ts';
import { type Column, columnsOf } from './column.ts';
import { decode } from './decode.ts';
import { isGap } from './number.ts';
import { targetOf } from './target.ts';

const MOST_FEATURES = 200;
/** Larger numbers than this could not be squared and summed. */
const LARGEST = 1e100;
/** Names longer than this are cut. */
const LONGEST_NAME = 60;

/** What a file gave: the table, and what of it was left out. */
export interface TableRead {
  readonly table: Table;
  /** Names of the columns that are no numbers, or mostly gaps. */
  readonly leftOut: readonly string[];
  /** How many rows had gaps. */
  readonly dropped: number;
}

/**
 * Reads a CSV file: numbers parted by commas, semicolons or tabs, with a header or without. Columns of words, and those
 * with more gaps than numbers, are left out; then rows with gaps are. The target may be numbers, or words if there are
 * only two of them. Throws UserError, a sentence about the file, for anything that cannot be learnt from.
 * @param asked the target's name, or its number, 1 first; the last column unless given.
 */
export function readTable(bytes: Uint8Array, name: string, asked?: string): TableRead {
  const refuse = (why: string) => new UserError(`${quote(name)} ${why}`);
  const cells = cellsOf(decode(bytes, name), name);
  if (cells.rows.length === 0) throw refuse('is empty: rows of numbers are needed');
  const { columns, rowNumbers } = columnsOf(cells);
  if (rowNumbers.length > MOST_ROWS) {
    throw refuse(
      `has ${count(rowNumbers.length)} rows: at most ${count(MOST_ROWS)} are read, so a part of them would work`,
    );
  }
  if (rowNumbers.length < 2) {
    throw refuse(
      `has ${rowNumbers.length === 1 ? 'one row' : 'no row'} of data: at least two are needed, and some dozens to learn from`,
    );
  }
  if (columns.length < 2) {
    throw refuse(
      'has one column: at least two are needed, parted by commas, semicolons or tabs, one of them to predict',
    );
  }
  const target = targetOf(columns, asked);
  const others = columns.filter((column) => column !== target);
  const features = others.filter(isUsable);
  if (features.length === 0) {
    throw refuse(
      `has no column of numbers beside the target ${quote(target.name)}: at least one is needed to predict it from`,
    );
  }
  if (features.length > MOST_FEATURES) {
    throw refuse(
      `has ${count(features.length)} columns of numbers beside the target: at most ${MOST_FEATURES} are taken`,
    );
  }
  const coded = codedTarget(target, refuse);
  const used = [...features, coded].sort((a, b) => a.position - b.position);
  for (const column of used) checkFinite(column, rowNumbers, refuse);
  const rows = rowsWithoutGaps(used, rowNumbers.length);
  const dropped = rowNumbers.length - rows.length;
  if (rows.length < 2) {
    throw refuse(
      `has ${rows.length === 1 ? 'one row' : 'no row'} without gaps in its columns of numbers: at least two are needed`,
    );
  }
  const place = used.indexOf(coded);
  const kept = rows.map((row) => coded.numbers[row]!);
  const table = { name, columns: used.map((column) => shortened(column.name)), rows: rows.length, target: place };
  return {
    table: { ...table, values: valuesOf(used, rows), ...classesOf(kept, coded, refuse) },
    leftOut: others.filter((column) => !isUsable(column)).map((column) => shortened(column.name)),
    dropped,
  };
}

/** Numbers, and not mostly gaps. */
function isUsable({ strays, gaps, cells }: Column): boolean {
  return strays === 0 && gaps <= cells.length / 2;
}

type CodedColumn = Pick<Column, 'name' | 'position' | 'numbers'> & { readonly words: readonly [string, string] | null };

/** The target in numbers: as it is, or 0 and 1 for its two words in the order of the alphabet. */
function codedTarget(target: Column, refuse: (why: string) => UserError): CodedColumn {
  const { name, position, numbers, cells, strays, stray } = target;
  if (stray === null) return { name, position, numbers, words: null };
  const words = [...new Set(cells.filter((cell) => !isGap(cell)).map((cell) => cell.trim()))].sort();
  const [first, second] = words;
  if (words.length === 2 && first !== undefined && second !== undefined) {
    const coded = Float64Array.from(cells, (cell) => (isGap(cell) ? Number.NaN : cell.trim() === first ? 0 : 1));
    return { name, position, numbers: coded, words: [shortened(first), shortened(second)] };
  }
  if (words.length < 2)
    throw refuse(`has ${quote(stray.cell)} in every row of the target ${quote(name)}: there is nothing to tell apart`);
  const mostlyNumbers = strays < cells.length / 2;
  throw refuse(
    mostlyNumbers
      ? `has ${quote(stray.cell)} in row ${count(stray.row)} of the target ${quote(name)}: a number is needed there, or a gap`
      : `has ${count(words.length)} different words in the target ${quote(name)}: it can be numbers, or two words for two classes; ` +
          'choose another with target, or leave out all rows but those of two words',
  );
}

function checkFinite(
  { name, numbers }: CodedColumn | Column,
  rowNumbers: readonly number[],
  refuse: (why: string) => UserError,
) {
  const row = numbers.findIndex((value) => Math.abs(value) > LARGEST);
  if (row < 0) return;
  const what = Number.isFinite(numbers[row]!) ? `the number ${numbers[row]}` : 'an infinite number';
  throw refuse(`has ${what} in row ${count(rowNumbers[row]!)} of ${quote(name)}: that is too large to learn from`);
}

/** Two classes where the target has two values, each in two rows at least: one to train on, one to validate with. */
function classesOf(
  values: readonly number[],
  { name, words }: CodedColumn,
  refuse: (why: string) => UserError,
): Pick<Table, 'classes' | 'classNames'> {
  const found = [...new Set(values)].sort((a, b) => a - b);
  const [first, second] = found;
  if (first === undefined || second === undefined) {
    throw refuse(`has the same value in every row of the target ${quote(name)}: there is nothing to predict`);
  }
  if (found.length > 2) return { classes: null, classNames: null };
  const classNames = words ?? ([String(first), String(second)] as const);
  const rare = found.find((value) => values.filter((each) => each === value).length < 2);
  if (rare === undefined) return { classes: [first, second], classNames };
  // Two rows of two numbers may as well be a quantity.
  if (words === null && values.length < 4) return { classes: null, classNames: null };
  throw refuse(
    `has ${quote(classNames[rare === first ? 0 : 1])} in one row only of the target ${quote(name)}: ` +
      'of two classes, each needs at least two rows, one to train on and one to validate with',
  );
}

/** Shared between threads: a run's worker reads it where it is, however many runs there are. */
function valuesOf(columns: readonly { readonly numbers: Float64Array }[], rows: readonly number[]): Float64Array {
  const shared = new SharedArrayBuffer(rows.length * columns.length * Float64Array.BYTES_PER_ELEMENT);
  const values = new Float64Array(shared);
  for (const [column, { numbers }] of columns.entries()) {
    for (let at = 0; at < rows.length; at++) values[at * columns.length + column] = numbers[rows[at]!]!;
  }
  return values;
}

function rowsWithoutGaps(columns: readonly { readonly numbers: Float64Array }[], count: number): number[] {
  const hasGap = new Uint8Array(count);
  for (const { numbers } of columns) {
    for (let row = 0; row < count; row++) if (Number.isNaN(numbers[row]!)) hasGap[row] = 1;
  }
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (hasGap[row] === 0) rows.push(row);
  return rows;
}

/** Fit to be shown: of a length to be read, without what does not show or turns what follows around. */
function shortened(written: string): string {
  const name = written.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '');
  const letters = [...name];
  return letters.length <= LONGEST_NAME ? name : `${letters.slice(0, LONGEST_NAME).join('')}…`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
