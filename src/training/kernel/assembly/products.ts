import { LANE, addLanes, addPairs } from './lanes';

/*
 * The two matrix products that all the time goes into. A register holds two samples; eight of them hold a block of the
 * result, so that each number loaded serves several multiplications. A step is in bytes, and so is a width.
 *
 * A weight is loaded from memory into both lanes at once, which costs no more than a load.
 */

const FOUR_SAMPLES: usize = 32;
const EIGHT_SAMPLES: usize = 64;

/**
 * result[row][s] = offsets[row] + Σ_column matrix[row][column] · x[column][s], the columns added in their order.
 * @param offsets where the row's offsets (biases) start; 0 for none.
 * @param width bytes of one row of samples, a multiple of four samples'.
 */
export function multiply(
  matrix: usize, rowStep: usize, columnStep: usize, rows: i32, columns: i32, offsets: usize,
  x: usize, xStep: usize, result: usize, resultStep: usize, width: usize,
): void {
  const blocks = rows & ~3;
  // Eight samples at a time, a cache line of each column: they stay in the cache while all rows pass.
  for (let s: usize = 0; s < width; s += EIGHT_SAMPLES) {
    let m = matrix;
    let r = result + s;
    let o = offsets;
    const whole = s + EIGHT_SAMPLES <= width;
    for (let row = 0; row < blocks; row += 4) {
      fourRows(m, rowStep, columnStep, columns, o, x + s, xStep, r, resultStep);
      if (whole) fourRows(m, rowStep, columnStep, columns, o, x + s + FOUR_SAMPLES, xStep, r + FOUR_SAMPLES, resultStep);
      m += 4 * rowStep;
      r += 4 * resultStep;
      if (o) o += 4 * LANE;
    }
  }
  let row = blocks;
  matrix += <usize>blocks * rowStep;
  result += <usize>blocks * resultStep;
  if (offsets) offsets += <usize>blocks * LANE;
  for (; row < rows; row++) {
    let s: usize = 0;
    for (; s + EIGHT_SAMPLES <= width; s += EIGHT_SAMPLES) {
      oneRow(matrix, columnStep, columns, offsets, x + s, xStep, result + s);
    }
    if (s < width) shortRow(matrix, columnStep, columns, offsets, x + s, xStep, result + s);
    matrix += rowStep;
    result += resultStep;
    if (offsets) offsets += LANE;
  }
}

/** Four rows of four samples. */
// @ts-ignore: decorator
@inline
function fourRows(
  matrix: usize, rowStep: usize, columnStep: usize, columns: i32, offsets: usize,
  x: usize, xStep: usize, result: usize, resultStep: usize,
): void {
  let a0 = f64x2.splat(0), b0 = a0, c0 = a0, d0 = a0;
  if (offsets) {
    a0 = v128.load_splat<f64>(offsets);
    b0 = v128.load_splat<f64>(offsets, 8);
    c0 = v128.load_splat<f64>(offsets, 16);
    d0 = v128.load_splat<f64>(offsets, 24);
  }
  let a1 = a0, b1 = b0, c1 = c0, d1 = d0;
  let a = matrix;
  let b = a + rowStep;
  let c = b + rowStep;
  let d = c + rowStep;
  const end = a + <usize>columns * columnStep;
  while (a != end) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const wa = v128.load_splat<f64>(a);
    a0 = f64x2.add(a0, f64x2.mul(wa, x0));
    a1 = f64x2.add(a1, f64x2.mul(wa, x1));
    const wb = v128.load_splat<f64>(b);
    b0 = f64x2.add(b0, f64x2.mul(wb, x0));
    b1 = f64x2.add(b1, f64x2.mul(wb, x1));
    const wc = v128.load_splat<f64>(c);
    c0 = f64x2.add(c0, f64x2.mul(wc, x0));
    c1 = f64x2.add(c1, f64x2.mul(wc, x1));
    const wd = v128.load_splat<f64>(d);
    d0 = f64x2.add(d0, f64x2.mul(wd, x0));
    d1 = f64x2.add(d1, f64x2.mul(wd, x1));
    x += xStep;
    a += columnStep;
    b += columnStep;
    c += columnStep;
    d += columnStep;
  }
  v128.store(result, a0);
  v128.store(result, a1, 16);
  result += resultStep;
  v128.store(result, b0);
  v128.store(result, b1, 16);
  result += resultStep;
  v128.store(result, c0);
  v128.store(result, c1, 16);
  result += resultStep;
  v128.store(result, d0);
  v128.store(result, d1, 16);
}

/** One row of eight samples. */
// @ts-ignore: decorator
@inline
function oneRow(
  matrix: usize, columnStep: usize, columns: i32, offsets: usize, x: usize, xStep: usize, result: usize,
): void {
  let a0 = f64x2.splat(0);
  if (offsets) a0 = v128.load_splat<f64>(offsets);
  let a1 = a0, a2 = a0, a3 = a0;
  const end = matrix + <usize>columns * columnStep;
  while (matrix != end) {
    const w = v128.load_splat<f64>(matrix);
    a0 = f64x2.add(a0, f64x2.mul(w, v128.load(x)));
    a1 = f64x2.add(a1, f64x2.mul(w, v128.load(x, 16)));
    a2 = f64x2.add(a2, f64x2.mul(w, v128.load(x, 32)));
    a3 = f64x2.add(a3, f64x2.mul(w, v128.load(x, 48)));
    x += xStep;
    matrix += columnStep;
  }
  v128.store(result, a0);
  v128.store(result, a1, 16);
  v128.store(result, a2, 32);
  v128.store(result, a3, 48);
}

/** One row of four samples. */
// @ts-ignore: decorator
@inline
function shortRow(
  matrix: usize, columnStep: usize, columns: i32, offsets: usize, x: usize, xStep: usize, result: usize,
): void {
  let a0 = f64x2.splat(0);
  if (offsets) a0 = v128.load_splat<f64>(offsets);
  let a1 = a0;
  const end = matrix + <usize>columns * columnStep;
  while (matrix != end) {
    const w = v128.load_splat<f64>(matrix);
    a0 = f64x2.add(a0, f64x2.mul(w, v128.load(x)));
    a1 = f64x2.add(a1, f64x2.mul(w, v128.load(x, 16)));
    x += xStep;
    matrix += columnStep;
  }
  v128.store(result, a0);
  v128.store(result, a1, 16);
}

/**
 * Where sums over samples go. A batch comes in chunks: until the last of them a sum is kept as its two lanes, the even
 * samples' and the odd ones', so that the bits do not depend on where a chunk ends.
 */
// @ts-ignore: decorator
@inline
function startOf(first: bool, lanes: usize): v128 {
  return first ? f64x2.splat(0) : v128.load(lanes);
}

/**
 * sums[row][column] = Σ_s d[row][s] · x[column][s].
 * @param sums rows × columns numbers, one row after another.
 * @param lanes the same of pairs, used between the chunks of a batch.
 */
export function multiplyBySamples(
  d: usize, dStep: usize, x: usize, xStep: usize, width: usize, rows: i32, columns: i32,
  sums: usize, lanes: usize, first: bool, last: bool,
): void {
  const sumStep = <usize>columns * LANE;
  const blocks = columns & ~3;
  // Four columns stay in the cache while all rows pass.
  for (let column = 0; column < blocks; column += 4) {
    for (let row = 0; row + 2 <= rows; row += 2) {
      twoByFour(
        d + <usize>row * dStep, dStep, x + <usize>column * xStep, xStep, width,
        sums + <usize>row * sumStep + <usize>column * LANE, sumStep,
        lanes + <usize>row * sumStep * 2 + <usize>column * 2 * LANE, first, last,
      );
    }
  }
  let row = rows & ~1;
  if (row < rows) {
    const dRow = d + <usize>row * dStep;
    const sumRow = sums + <usize>row * sumStep;
    const laneRow = lanes + <usize>row * sumStep * 2;
    for (let column = 0; column < blocks; column += 4) {
      oneByFour(
        dRow, x + <usize>column * xStep, xStep, width,
        sumRow + <usize>column * LANE, LANE, laneRow + <usize>column * 2 * LANE, first, last,
      );
    }
  }
  for (let column = blocks; column < columns; column++) {
    const xRow = x + <usize>column * xStep;
    const sumColumn = sums + <usize>column * LANE;
    const laneColumn = lanes + <usize>column * 2 * LANE;
    let row = 0;
    for (; row + 4 <= rows; row += 4) {
      oneByFour(
        xRow, d + <usize>row * dStep, dStep, width,
        sumColumn + <usize>row * sumStep, sumStep, laneColumn + <usize>row * sumStep * 2, first, last,
      );
    }
    for (; row < rows; row++) {
      oneByOne(
        xRow, d + <usize>row * dStep, width,
        sumColumn + <usize>row * sumStep, laneColumn + <usize>row * sumStep * 2, first, last,
      );
    }
  }
}

// @ts-ignore: decorator
@inline
function twoByFour(
  d: usize, dStep: usize, x: usize, xStep: usize, width: usize,
  sums: usize, sumStep: usize, lanes: usize, first: bool, last: bool,
): void {
  const laneStep = sumStep * 2;
  let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  if (!first) {
    a0 = v128.load(lanes);
    a1 = v128.load(lanes, 16);
    a2 = v128.load(lanes, 32);
    a3 = v128.load(lanes, 48);
    b0 = v128.load(lanes + laneStep);
    b1 = v128.load(lanes + laneStep, 16);
    b2 = v128.load(lanes + laneStep, 32);
    b3 = v128.load(lanes + laneStep, 48);
  }
  const end = d + width;
  let e = d + dStep;
  let x1 = x + xStep;
  let x2 = x1 + xStep;
  let x3 = x2 + xStep;
  while (d != end) {
    const da = v128.load(d);
    const db = v128.load(e);
    const v0 = v128.load(x);
    a0 = f64x2.add(a0, f64x2.mul(da, v0));
    b0 = f64x2.add(b0, f64x2.mul(db, v0));
    const v1 = v128.load(x1);
    a1 = f64x2.add(a1, f64x2.mul(da, v1));
    b1 = f64x2.add(b1, f64x2.mul(db, v1));
    const v2 = v128.load(x2);
    a2 = f64x2.add(a2, f64x2.mul(da, v2));
    b2 = f64x2.add(b2, f64x2.mul(db, v2));
    const v3 = v128.load(x3);
    a3 = f64x2.add(a3, f64x2.mul(da, v3));
    b3 = f64x2.add(b3, f64x2.mul(db, v3));
    d += 16;
    e += 16;
    x += 16;
    x1 += 16;
    x2 += 16;
    x3 += 16;
  }
  if (last) {
    v128.store(sums, addPairs(a0, a1));
    v128.store(sums, addPairs(a2, a3), 16);
    v128.store(sums + sumStep, addPairs(b0, b1));
    v128.store(sums + sumStep, addPairs(b2, b3), 16);
  } else {
    v128.store(lanes, a0);
    v128.store(lanes, a1, 16);
    v128.store(lanes, a2, 32);
    v128.store(lanes, a3, 48);
    v128.store(lanes + laneStep, b0);
    v128.store(lanes + laneStep, b1, 16);
    v128.store(lanes + laneStep, b2, 32);
    v128.store(lanes + laneStep, b3, 48);
  }
}

/** One row times each of four. */
// @ts-ignore: decorator
@inline
function oneByFour(
  d: usize, x: usize, xStep: usize, width: usize, sums: usize, sumStep: usize, lanes: usize, first: bool, last: bool,
): void {
  const laneStep = sumStep * 2;
  let a0 = startOf(first, lanes);
  let a1 = startOf(first, lanes + laneStep);
  let a2 = startOf(first, lanes + 2 * laneStep);
  let a3 = startOf(first, lanes + 3 * laneStep);
  const end = d + width;
  let x1 = x + xStep;
  let x2 = x1 + xStep;
  let x3 = x2 + xStep;
  while (d != end) {
    const da = v128.load(d);
    a0 = f64x2.add(a0, f64x2.mul(da, v128.load(x)));
    a1 = f64x2.add(a1, f64x2.mul(da, v128.load(x1)));
    a2 = f64x2.add(a2, f64x2.mul(da, v128.load(x2)));
    a3 = f64x2.add(a3, f64x2.mul(da, v128.load(x3)));
    d += 16;
    x += 16;
    x1 += 16;
    x2 += 16;
    x3 += 16;
  }
  if (last) {
    f64.store(sums, addLanes(a0));
    f64.store(sums + sumStep, addLanes(a1));
    f64.store(sums + 2 * sumStep, addLanes(a2));
    f64.store(sums + 3 * sumStep, addLanes(a3));
  } else {
    v128.store(lanes, a0);
    v128.store(lanes + laneStep, a1);
    v128.store(lanes + 2 * laneStep, a2);
    v128.store(lanes + 3 * laneStep, a3);
  }
}

// @ts-ignore: decorator
@inline
function oneByOne(d: usize, x: usize, width: usize, sum: usize, lanes: usize, first: bool, last: bool): void {
  let a = startOf(first, lanes);
  for (let s: usize = 0; s < width; s += 16) {
    a = f64x2.add(a, f64x2.mul(v128.load(d + s), v128.load(x + s)));
  }
  if (last) f64.store(sum, addLanes(a));
  else v128.store(lanes, a);
}

/** sums[row] = Σ_s d[row][s], four rows at a time. */
export function sumOverSamples(
  d: usize, dStep: usize, width: usize, rows: i32, sums: usize, lanes: usize, first: bool, last: bool,
): void {
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    let a0 = startOf(first, lanes);
    let a1 = startOf(first, lanes + 16);
    let a2 = startOf(first, lanes + 32);
    let a3 = startOf(first, lanes + 48);
    let d0 = d;
    let d1 = d0 + dStep;
    let d2 = d1 + dStep;
    let d3 = d2 + dStep;
    const end = d + width;
    while (d0 != end) {
      a0 = f64x2.add(a0, v128.load(d0));
      a1 = f64x2.add(a1, v128.load(d1));
      a2 = f64x2.add(a2, v128.load(d2));
      a3 = f64x2.add(a3, v128.load(d3));
      d0 += 16;
      d1 += 16;
      d2 += 16;
      d3 += 16;
    }
    if (last) {
      v128.store(sums, addPairs(a0, a1));
      v128.store(sums, addPairs(a2, a3), 16);
    } else {
      v128.store(lanes, a0);
      v128.store(lanes, a1, 16);
      v128.store(lanes, a2, 32);
      v128.store(lanes, a3, 48);
    }
    d += 4 * dStep;
    sums += 4 * LANE;
    lanes += 8 * LANE;
  }
  for (; row < rows; row++) {
    let a = startOf(first, lanes);
    for (let s: usize = 0; s < width; s += 16) a = f64x2.add(a, v128.load(d + s));
    if (last) f64.store(sums, addLanes(a));
    else v128.store(lanes, a);
    d += dStep;
    sums += LANE;
    lanes += 2 * LANE;
  }
}
