import Papa from 'papaparse';
import type { Table } from '../training/table.ts';

/** The table as CSV: a line of column names, then every row; each number reads back as the same. */
export function tableCsv({ columns, rows, values }: Table): string {
  const cells = Array.from({ length: rows }, (_, row) => [
    ...values.subarray(row * columns.length, (row + 1) * columns.length),
  ]);
  return `${Papa.unparse({ fields: [...columns], data: cells }, { newline: '\n' })}\n`;
}
