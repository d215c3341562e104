import { randomStream } from '../../src/training/random.ts';
import type { Table } from '../../src/training/table.ts';

/** Somebody's own tables, made up. */

const ROWS = 24;

function table(
  name: string,
  columns: readonly string[],
  target: number,
  row: (normal: () => number) => number[],
): Table {
  const { normal } = randomStream(7, 'data');
  const rows = Array.from({ length: ROWS }, () => row(normal));
  const values = Float64Array.from(rows.flat());
  const different = [...new Set(rows.map((cells) => cells[target]!))].toSorted((a, b) => a - b);
  const classes = different.length === 2 ? ([different[0]!, different[1]!] as const) : null;
  const classNames = classes && ([String(classes[0]), String(classes[1])] as const);
  return { name, columns, rows: ROWS, values, target, classes, classNames };
}

/** Of years around 2000, a column that never changes, and a name that Python has to quote. */
export const quantities = table('flats.csv', ['rooms', 'rent "warm"', 'year', 'storeys'], 1, (normal) => {
  const [rooms, year] = [Math.round(3 + normal()), Math.round(2000 + 10 * normal())];
  return [rooms, 300 * rooms + 5 * (year - 2000) + 50 * normal(), year, 0.1];
});

/** Of a name that is taken, and classes that are not 0 and 1. */
export const twoClasses = table('curves.csv', ['petal', 'sepal', 'kind, in Latin'], 2, (normal) => {
  const kind = normal() > 0.3 ? 7 : -1.5;
  return [kind + 3 * normal(), 1e6 * normal(), kind];
});

/** So few rows that those to train on may share a target; and a column whose mean is rounded. */
export const fewRows: Table = {
  name: 'few.csv',
  columns: ['a', 'b', 'y'],
  rows: 4,
  values: Float64Array.from([0.1, 1, 0.1, 0.1, 2, 0.4, 0.1, 3, 0.1, 0.1, 5, 0.1]),
  target: 2,
  classes: null,
  classNames: null,
};
