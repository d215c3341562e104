import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Matrix, multiply, multiplyBySamples, transposed } from '../../src/training/products.ts';
import { randomStream } from '../../src/training/random.ts';
import { strideOf } from '../../src/training/samples.ts';
import { sumOf } from '../../src/training/sums.ts';

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 11 }),
  columns: fc.integer({ min: 1, max: 11 }),
  count: fc.integer({ min: 1, max: 13 }),
  start: fc.integer({ min: 0, max: 5 }),
  turned: fc.boolean(),
  withOffsets: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

/** A random matrix inside a longer array, its offsets behind it, stored by rows or by columns. */
function randomMatrix(
  { rows, columns, start, turned }: { rows: number; columns: number; start: number; turned: boolean },
  normal: () => number,
): Matrix {
  const values = Float64Array.from({ length: start + rows * columns + rows + 3 }, normal);
  if (!turned) return { values, start, rows, columns, rowStep: columns, columnStep: 1 };
  return transposed({ values, start, rows: columns, columns: rows, rowStep: rows, columnStep: 1 });
}

it('the product is the triple loop’s, for any shape', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const { rows, columns, count, withOffsets } = shape;
      const { normal } = randomStream(shape.seed, 'data');
      const matrix = randomMatrix(shape, normal);
      const stride = strideOf(count);
      const offsets = withOffsets ? shape.start + rows * columns : null;
      const x = Float64Array.from({ length: columns * stride }, normal);
      const result = new Float64Array(rows * stride);
      multiply(matrix, offsets, x, result, stride);
      for (let row = 0; row < rows; row++) {
        for (let s = 0; s < stride; s++) {
          let sum = offsets === null ? 0 : matrix.values[offsets + row]!;
          for (let column = 0; column < columns; column++) sum += entry(matrix, row, column) * x[column * stride + s]!;
          // The same additions in the same order: not close, but equal.
          expect(result[row * stride + s]).toBe(sum);
        }
      }
    }),
    { numRuns: 200 },
  );
});

it('the product over samples is the triple loop’s, even samples and odd ones apart, and writes nowhere but into its matrix', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const { rows, columns, count } = shape;
      const { normal } = randomStream(shape.seed, 'data');
      const result = randomMatrix(shape, normal);
      const before = result.values.slice();
      const stride = strideOf(count);
      const d = Float64Array.from({ length: rows * stride }, normal);
      const x = Float64Array.from({ length: columns * stride }, normal);
      multiplyBySamples(d, x, stride, result);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const term = (s: number) => d[row * stride + s]! * x[column * stride + s]!;
          const sum = sumOf(stride, term);
          expect(entry(result, row, column)).toBe(sum);
          before[indexOf(result, row, column)] = sum;
        }
      }
      expect(result.values).toEqual(before);
    }),
    { numRuns: 200 },
  );
});

function indexOf({ start, rowStep, columnStep }: Matrix, row: number, column: number): number {
  return start + row * rowStep + column * columnStep;
}

function entry(matrix: Matrix, row: number, column: number): number {
  return matrix.values[indexOf(matrix, row, column)]!;
}
