import Papa from 'papaparse';
import { quote } from '../chat/quote.ts';
import { UserError } from '../chat/user-error.ts';

/** The cells of a file as they are written, its rows all of one width. */
export interface Cells {
  readonly delimiter: Delimiter;
  /** Row after row, blank ones left out. */
  readonly rows: readonly (readonly string[])[];
  /** Where each of them stands in the file, 1 first. */
  readonly numbers: readonly number[];
}

export type Delimiter = '\t' | ';' | ',';

export const MOST_ROWS = 20_000;
/** Blank ones and all: what a file has beyond them is not looked at. */
const MOST_LINES = 50_000;
/** Of words as well as of numbers. */
const MOST_COLUMNS = 1_000;

/** Excel's own first line, which says what parts the cells. */
const SEPARATOR_LINE = /^sep=([\t;,])\r?\n/iu;

/** Throws UserError for quotes that are not closed, for rows of different widths, and for more than anybody would read. */
export function cellsOf(text: string, name: string): Cells {
  const said = SEPARATOR_LINE.exec(text);
  const rest = said === null ? text : text.slice(said[0].length);
  const delimiter = (said?.[1] as Delimiter | undefined) ?? delimiterOf(rest);
  const { data, errors, meta } = Papa.parse<string[]>(rest, { delimiter, preview: MOST_LINES + 1 });
  const [wrong] = errors;
  if (wrong !== undefined) {
    const where = wrong.row === undefined ? '' : ` in row ${(wrong.row + 1).toLocaleString('en')}`;
    throw new UserError(
      `${quote(name)} has a quotation mark${where} that is opened and not closed, or closed too early`,
    );
  }
  if (meta.truncated) {
    throw new UserError(
      `${quote(name)} has more than ${MOST_LINES.toLocaleString('en')} lines: at most ${MOST_ROWS.toLocaleString('en')} rows are read, so a part of them would work`,
    );
  }
  const rows: string[][] = [];
  const numbers: number[] = [];
  for (const [index, row] of data.entries()) {
    if (row.every((cell) => cell.trim() === '')) continue;
    rows.push(row);
    numbers.push(index + 1 + (said === null ? 0 : 1));
  }
  checkWidths(rows, numbers, name);
  return { delimiter, rows, numbers };
}

/** The first line tells: tabs part before semicolons, and those before commas, which may be decimal. */
function delimiterOf(text: string): Delimiter {
  const firstLine = /^\s*(.*)/u.exec(text.slice(0, 100_000))?.[1] ?? '';
  const bare = firstLine.replace(/"[^"]*"/gu, '');
  return (['\t', ';'] as const).find((delimiter) => bare.includes(delimiter)) ?? ',';
}

function checkWidths(rows: readonly string[][], numbers: readonly number[], name: string) {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (ragged < 0 && width <= MOST_COLUMNS) return;
  if (ragged < 0) {
    throw new UserError(
      `${quote(name)} has ${width.toLocaleString('en')} columns: at most ${MOST_COLUMNS.toLocaleString('en')} are looked at, so a part of them would work`,
    );
  }
  const cells = rows[ragged]!.length;
  throw new UserError(
    `${quote(name)} has ${cells.toLocaleString('en')} ${cells === 1 ? 'cell' : 'cells'} in row ` +
      `${numbers[ragged]!.toLocaleString('en')} but ${width.toLocaleString('en')} in row ${numbers[0]!.toLocaleString('en')}: every row needs as many`,
  );
}
