/*
 * The two matrix products that all the time goes into, as plain as they are. kernel/assembly/products.ts does the same
 * sums in the same order, and so to the same bits, several at a time.
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
 * result[row][s] = offsets[row] + Σ_column matrix[row][column] · x[column][s], the columns added in their order.
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
  for (let row = 0; row < rows; row++) {
    const into = row * stride;
    result.fill(offsets === null ? 0 : values[offsets + row]!, into, into + stride);
    for (let column = 0; column < columns; column++) {
      const weight = values[start + row * rowStep + column * columnStep]!;
      const from = column * stride;
      for (let s = 0; s < stride; s++) result[into + s]! += weight * x[from + s]!;
    }
  }
}

/** result[row][column] = Σ_s d[row][s] · x[column][s]. */
export function multiplyBySamples(d: Float64Array, x: Float64Array, stride: number, result: Matrix) {
  const { values, start, rows, columns, rowStep, columnStep } = result;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      // The even samples and the odd ones are added up apart: a SIMD register holds one of each.
      let even = 0;
      let odd = 0;
      for (let s = 0; s < stride; s += 2) {
        even += d[row * stride + s]! * x[column * stride + s]!;
        odd += d[row * stride + s + 1]! * x[column * stride + s + 1]!;
      }
      values[start + row * rowStep + column * columnStep] = even + odd;
    }
  }
}
