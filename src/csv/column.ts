import type { Cells } from './cells.ts';
import { isGap, numberIn } from './number.ts';

/** One column of a file, below its header. */
export interface Column {
  /** As the header has it, or `column 3`. */
  readonly name: string;
  /** Its place in the file, 1 first. */
  readonly position: number;
  readonly cells: readonly string[];
  /** Cell by cell; NaN for a gap and for what is no number. */
  readonly numbers: Float64Array;
  readonly gaps: number;
  /** The first cell that is neither a number nor a gap; null in a column of numbers. */
  readonly stray: { readonly cell: string; readonly row: number } | null;
  /** How many cells are such. */
  readonly strays: number;
}

/** The columns, and where their rows stand in the file. Those without a name and without a cell are dropped. */
export function columnsOf({ rows, numbers, delimiter }: Cells): { columns: Column[]; rowNumbers: readonly number[] } {
  const width = rows[0]?.length ?? 0;
  const all = Array.from({ length: width }, (_, index) => rows.map((row) => row[index]!));
  const hasHeader = firstRowNames(all, delimiter);
  const start = hasHeader ? 1 : 0;
  const rowNumbers = numbers.slice(start);
  const columns = all.map((cells, index) => {
    const written = hasHeader ? cells[0]!.trim() : '';
    const position = index + 1;
    return { position, ...columnOf(written || `column ${position}`, cells.slice(start), rowNumbers, delimiter) };
  });
  const isThere = (_: Column, index: number) => all[index]!.some((cell) => cell.trim() !== '');
  return { columns: columns.filter(isThere), rowNumbers };
}

function columnOf(
  name: string,
  cells: readonly string[],
  rowNumbers: readonly number[],
  delimiter: Cells['delimiter'],
): Omit<Column, 'position'> {
  const numbers = new Float64Array(cells.length).fill(Number.NaN);
  let gaps = 0;
  let strays = 0;
  let stray: Column['stray'] = null;
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]!;
    const value = numberIn(cell, delimiter);
    if (value !== null) numbers[index] = value;
    else if (isGap(cell)) gaps++;
    else {
      strays++;
      stray ??= { cell, row: rowNumbers[index]! };
    }
  }
  return { name, cells, numbers, gaps, stray, strays };
}

/** So many rows tell whether the first is one of them. */
const ENOUGH_ROWS = 50;

/** A header names a column of numbers in words; or it names every column in words of its own. */
function firstRowNames(all: readonly (readonly string[])[], delimiter: Cells['delimiter']): boolean {
  const columns = all.map((cells) => cells.slice(0, ENOUGH_ROWS));
  const isWord = (cell: string) => numberIn(cell, delimiter) === null && !isGap(cell);
  const names = columns.map((cells) => cells[0] ?? '');
  const areNew = names.every((name, index) => columns[index]!.lastIndexOf(name) === 0);
  if (names.every(isWord) && new Set(names).size === names.length && areNew) return true;
  return columns.some(([first, ...rest]) => {
    const known = rest.filter((cell) => !isGap(cell));
    const numeric = known.filter((cell) => numberIn(cell, delimiter) !== null).length;
    return first !== undefined && isWord(first) && numeric > known.length / 2;
  });
}
