import { randomStream } from '../src/training/random.ts';
import type { Table } from '../src/training/table.ts';

/** A table of correlated features and a target that follows the first two with noise; or which side of zero it is on. */
export function madeUpTable({ rows = 40, features = 3, seed = 1, kind = 'quantity' } = {}): Table {
  const random = randomStream(seed, 'data');
  const values = new Float64Array(rows * (features + 1));
  for (let row = 0; row < rows; row++) {
    const common = random.normal();
    const at = row * (features + 1);
    for (let feature = 0; feature < features; feature++) values[at + feature] = 100 + 5 * (common + random.normal());
    const sum = values[at]! - 100 + (features > 1 ? values[at + 1]! - 100 : 0) + 3 * random.normal();
    // The first two rows are of one class each, however few there are.
    values[at + features] = kind === 'quantity' ? sum : Number(row < 4 ? row % 2 === 0 : sum > 0);
  }
  return {
    name: 'made-up.csv',
    columns: Array.from({ length: features + 1 }, (_, column) => (column < features ? `x${column + 1}` : 'y')),
    rows,
    values,
    target: features,
    classes: kind === 'quantity' ? null : [0, 1],
    classNames: kind === 'quantity' ? null : ['0', '1'],
  };
}
