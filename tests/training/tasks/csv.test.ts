import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Samples } from '../../../src/training/samples.ts';
import type { Table } from '../../../src/training/table.ts';
import { csv } from '../../../src/training/tasks/csv.ts';
import { taskOf } from '../../../src/training/tasks/index.ts';
import { meanBaseline } from '../../../src/training/theory/baseline.ts';
import { madeUpTable } from '../../tables.ts';

const anyTable: fc.Arbitrary<Table> = fc
  .record({
    rows: fc.integer({ min: 4, max: 80 }),
    features: fc.integer({ min: 1, max: 5 }),
    kind: fc.constantFrom('quantity', 'classes'),
    seed: fc.nat(100),
  })
  .map(madeUpTable);
const anySeed = fc.integer({ min: 1, max: 20 });

function feature({ inputs, stride, count }: Samples, index: number): number[] {
  return [...inputs.subarray(index * stride, index * stride + count)];
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a seed’s split of any table', () => {
  test('uses every row once, about 70 % of them to train', () => {
    fc.assert(
      fc.property(anyTable, anySeed, (table, seed) => {
        const task = csv(table);
        const { training, validation } = task.draw(seed);
        expect([training.count, validation.count]).toEqual([task.trainingCount, task.validationCount]);
        expect(training.count + validation.count).toBe(table.rows);
        expect(Math.abs(training.count - 0.7 * table.rows)).toBeLessThanOrEqual(1.5);
        // Undone by its own scale, the first feature is the table's first column again.
        const column = Array.from({ length: table.rows }, (_, row) => table.values[row * table.columns.length]!);
        const [z, x] = [feature(training, 0).concat(feature(validation, 0)), column].map((v) =>
          v.sort((a, b) => a - b),
        ) as [number[], number[]];
        const scale = (x.at(-1)! - x[0]!) / (z.at(-1)! - z[0]!);
        for (const [index, value] of x.entries()) expect(x[0]! + scale * (z[index]! - z[0]!)).toBeCloseTo(value, 6);
      }),
    );
  });

  test('is measured by its training rows alone', () => {
    fc.assert(
      fc.property(anyTable, anySeed, (table, seed) => {
        const { training } = csv(table).draw(seed);
        for (let index = 0; index < training.features; index++) {
          const values = feature(training, index);
          expect(mean(values)).toBeCloseTo(0, 9);
          expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 9);
        }
        if (table.classes === null) {
          const targets = [...training.targets.subarray(0, training.count)];
          expect(mean(targets)).toBeCloseTo(0, 9);
          expect(meanBaseline(training, training, csv(table).loss)).toBeCloseTo(1, 9);
        }
      }),
    );
  });

  test('does not change its training rows when a validation row does', () => {
    const table = madeUpTable({ rows: 20 });
    const before = csv(table).draw(1);
    for (let row = 0; row < table.rows; row++) {
      const values = table.values.slice();
      values[row * 4] = 1e6;
      const after = csv({ ...table, values }).draw(1);
      const isValidation = after.validation.inputs.some((value) => Math.abs(value) > 1e3);
      expect(isValidation).toBe(after.training.inputs.every((value, index) => value === before.training.inputs[index]));
    }
  });

  test('has both classes on either side, in 0 and 1', () => {
    fc.assert(
      fc.property(
        anyTable.filter(({ classes }) => classes !== null),
        anySeed,
        (table, seed) => {
          const { training, validation } = csv(table).draw(seed);
          for (const { targets, count } of [training, validation]) {
            expect(new Set(targets.subarray(0, count))).toEqual(new Set([0, 1]));
          }
        },
      ),
    );
  });

  test('is the same whether the features are drawn or not, and differs from seed to seed', () => {
    fc.assert(
      fc.property(anyTable, anySeed, (table, seed) => {
        const task = csv(table);
        expect(task.drawTargets!(seed).training.targets).toEqual(task.draw(seed).training.targets);
        expect(task.drawTargets!(seed).validation.targets).toEqual(task.draw(seed).validation.targets);
      }),
    );
    const { training } = csv(madeUpTable()).draw(1);
    expect(csv(madeUpTable()).draw(2).training.targets).not.toEqual(training.targets);
  });
});

test.each([7, 0.1, 1e9 + 0.1])(
  'a column that is %d in every row becomes 0, whatever its mean is rounded to',
  (value) => {
    for (let rows = 4; rows < 30; rows++) {
      const table = madeUpTable({ rows });
      for (let row = 0; row < rows; row++) table.values[row * 4 + 1] = value;
      const { training, validation } = csv(table).draw(3);
      expect(new Set([...feature(training, 1), ...feature(validation, 1)])).toEqual(new Set([0]));
    }
  },
);

test('a target that all training rows share is measured by the spread of all rows', () => {
  const table = madeUpTable({ rows: 3 });
  for (const [row, value] of [0.1, 0.1, 0.4].entries()) table.values[row * 4 + 3] = value;
  const draws = Array.from({ length: 20 }, (_, index) => csv(table).draw(index + 1));
  const alike = draws.filter(({ training }) => training.targets[0] === training.targets[1]);
  expect(alike.length).toBeGreaterThan(0);
  for (const { training, validation } of alike) {
    expect([...training.targets.subarray(0, 2)]).toEqual([0, 0]);
    // Of 0.1, 0.1, 0.4 the standard deviation is 0.3·√2/3.
    expect(validation.targets[0]).toBeCloseTo(3 / Math.SQRT2, 12);
  }
});

test('two rows are enough for a split, and every number stays finite', () => {
  const table = madeUpTable({ rows: 2 });
  const { training, validation } = csv(table).draw(1);
  expect([training.count, validation.count]).toEqual([1, 1]);
  for (const samples of [training, validation]) {
    expect([...samples.inputs, ...samples.targets].every(Number.isFinite)).toBe(true);
  }
});

test('without its table there is no such task', () => {
  expect(() => taskOf({ task: 'csv' })).toThrow(RangeError);
});
