import Papa from 'papaparse';
import type { Table } from '../training/table.ts';

/** Names of the other files that are made of an experiment. */
const TAKEN = ['curves.csv'];
/** What Discord leaves as it is, and what is no path. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}\.csv$/u;

/** What the table's file is called beside the script: what it was called, or `data.csv` where that would not do. */
export function tableFileName({ name }: Table): string {
  return PLAIN_NAME.test(name) && !TAKEN.includes(name.toLowerCase()) ? name : 'data.csv';
}

/** The table as CSV: a line of column names, then every row; each number reads back as the same. */
export function tableCsv({ columns, rows, values }: Table): string {
  const cells = Array.from({ length: rows }, (_, row) => [
    ...values.subarray(row * columns.length, (row + 1) * columns.length),
  ]);
  return `${Papa.unparse({ fields: [...columns], data: cells }, { newline: '\n' })}\n`;
}
