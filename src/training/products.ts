import { LANES } from './samples.ts';

/*
 * The two matrix products that all the time goes into, two rows and four samples at a time, so that each number
 * loaded serves several multiplications. Rows of samples have a stride that is a multiple of LANES (samples.ts).
 */

/** A matrix inside a longer array: entry (row, column) at start + row·rowStep + column·columnStep. */
export interface Matrix {
  readonly values: Float64Array;
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** The same matrix with rows and columns exchanged. */
export function transposed({ values, start, rows, columns, rowStep, columnStep }: Matrix): Matrix {
  return { values, start, rows: columns, columns: rows, rowStep: columnStep, columnStep: rowStep };
}

/**
 * result[row][s] = offsets[row] + Σ_column matrix[row][column] · x[column][s].
 * @param offsets where the row's offsets (biases) start in the matrix's own array; null for none.
 */
export function multiply(
  matrix: Matrix,
  offsets: number | null,
  x: Float64Array,
  result: Float64Array,
  stride: number,
) {
  const { values, start, rows, columns, rowStep, columnStep } = matrix;
  let row = 0;
  for (; row + 1 < rows; row += 2) {
    const offset0 = offsets === null ? 0 : values[offsets + row]!;
    const offset1 = offsets === null ? 0 : values[offsets + row + 1]!;
    for (let s = 0; s < stride; s += LANES) {
      let a0 = offset0;
      let a1 = offset0;
      let a2 = offset0;
      let a3 = offset0;
      let b0 = offset1;
      let b1 = offset1;
      let b2 = offset1;
      let b3 = offset1;
      let at = start + row * rowStep;
      let from = s;
      for (let column = 0; column < columns; column++) {
        const a = values[at]!;
        const b = values[at + rowStep]!;
        const x0 = x[from]!;
        const x1 = x[from + 1]!;
        const x2 = x[from + 2]!;
        const x3 = x[from + 3]!;
        a0 += a * x0;
        a1 += a * x1;
        a2 += a * x2;
        a3 += a * x3;
        b0 += b * x0;
        b1 += b * x1;
        b2 += b * x2;
        b3 += b * x3;
        at += columnStep;
        from += stride;
      }
      const into = row * stride + s;
      result[into] = a0;
      result[into + 1] = a1;
      result[into + 2] = a2;
      result[into + 3] = a3;
      result[into + stride] = b0;
      result[into + stride + 1] = b1;
      result[into + stride + 2] = b2;
      result[into + stride + 3] = b3;
    }
  }
  if (row < rows) {
    const offset = offsets === null ? 0 : values[offsets + row]!;
    for (let s = 0; s < stride; s += LANES) {
      let a0 = offset;
      let a1 = offset;
      let a2 = offset;
      let a3 = offset;
      let at = start + row * rowStep;
      let from = s;
      for (let column = 0; column < columns; column++) {
        const a = values[at]!;
        a0 += a * x[from]!;
        a1 += a * x[from + 1]!;
        a2 += a * x[from + 2]!;
        a3 += a * x[from + 3]!;
        at += columnStep;
        from += stride;
      }
      const into = row * stride + s;
      result[into] = a0;
      result[into + 1] = a1;
      result[into + 2] = a2;
      result[into + 3] = a3;
    }
  }
}

/** result[row][column] = Σ_s d[row][s] · x[column][s]. */
export function multiplyBySamples(d: Float64Array, x: Float64Array, stride: number, result: Matrix) {
  const { values, start, rows, columns, rowStep, columnStep } = result;
  for (let row = 0; row < rows; row += 2) {
    const second = row + 1 < rows;
    const dRow0 = row * stride;
    const dRow1 = second ? dRow0 + stride : dRow0;
    for (let column = 0; column < columns; column += 2) {
      const beside = column + 1 < columns;
      const xRow0 = column * stride;
      const xRow1 = beside ? xRow0 + stride : xRow0;
      let sum00 = 0;
      let sum01 = 0;
      let sum10 = 0;
      let sum11 = 0;
      for (let s = 0; s < stride; s++) {
        const d0 = d[dRow0 + s]!;
        const d1 = d[dRow1 + s]!;
        const x0 = x[xRow0 + s]!;
        const x1 = x[xRow1 + s]!;
        sum00 += d0 * x0;
        sum01 += d0 * x1;
        sum10 += d1 * x0;
        sum11 += d1 * x1;
      }
      const into = start + row * rowStep + column * columnStep;
      values[into] = sum00;
      if (beside) values[into + columnStep] = sum01;
      if (second) values[into + rowStep] = sum10;
      if (beside && second) values[into + rowStep + columnStep] = sum11;
    }
  }
}
