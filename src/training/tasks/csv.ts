import { CROSS_ENTROPY, MEAN_SQUARE } from '../loss.ts';
import { randomStream } from '../random.ts';
import { emptySamples } from '../samples.ts';
import type { Table } from '../table.ts';
import type { Task, TaskData } from './task.ts';

const TRAINING_SHARE = 0.7;

/**
 * Somebody's own table: each seed trains on 70 % of its rows, another 70 % for each, and validates on the rest. Every
 * column becomes z = (x − mean)/(standard deviation), both of the training rows, so that nothing of the validation rows
 * leaks into training; a column that is constant there becomes 0.
 *
 * A target that takes two values becomes classes 0 and 1, split 70 : 30 each, with cross-entropy. Any other is
 * standardised as well, so that predicting the mean scores a mean square of about 1.
 */
export function csv(table: Table): Task {
  const trainingCount = groupSizes(table).reduce((sum, rows) => sum + trainingShare(rows), 0);
  return {
    features: table.columns.length - 1,
    trainingCount,
    validationCount: table.rows - trainingCount,
    loss: table.classes === null ? MEAN_SQUARE : CROSS_ENTROPY,
    linearBias: true,
    startWidth: 1,
    noiseFloor: null,
    draw(seed) {
      const { training, validation } = split(table, seed);
      const features = table.columns.map((_, column) => column).filter((column) => column !== table.target);
      return drawn(table, features, training, validation);
    },
    drawTargets(seed) {
      const { training, validation } = split(table, seed);
      return drawn(table, [], training, validation);
    },
  };
}

/** Of how many rows the groups are that are split by themselves: of each class, or of them all. */
function groupSizes(table: Table): number[] {
  const { rows, classes } = table;
  if (classes === null) return [rows];
  let first = 0;
  for (let row = 0; row < rows; row++) if (isFirstClass(table, row)) first++;
  return [first, rows - first];
}

function isFirstClass({ values, columns, target, classes }: Table, row: number): boolean {
  return values[row * columns.length + target] === classes![0];
}

/** Of so many rows, how many train: some, and not all. */
function trainingShare(rows: number): number {
  return Math.min(rows - 1, Math.max(1, Math.round(TRAINING_SHARE * rows)));
}

/** The rows of each group in random order: the first 70 % of it train, the others validate. */
function split(table: Table, seed: number) {
  const random = randomStream(seed, 'data');
  const sizes = groupSizes(table);
  const trainingCount = sizes.reduce((sum, rows) => sum + trainingShare(rows), 0);
  const training = new Int32Array(trainingCount);
  const validation = new Int32Array(table.rows - trainingCount);
  let [trained, validated] = [0, 0];
  for (const [group, size] of sizes.entries()) {
    const rows = new Int32Array(size);
    let found = 0;
    for (let row = 0; row < table.rows; row++) {
      if (table.classes === null || isFirstClass(table, row) === (group === 0)) rows[found++] = row;
    }
    random.shuffle(rows);
    const share = trainingShare(size);
    training.set(rows.subarray(0, share), trained);
    validation.set(rows.subarray(share), validated);
    trained += share;
    validated += size - share;
  }
  return { training, validation };
}

function drawn(table: Table, features: readonly number[], training: Int32Array, validation: Int32Array): TaskData {
  const part = (rows: Int32Array) => ({ rows, samples: emptySamples(features.length, rows.length) });
  const [learnt, held] = [part(training), part(validation)];
  for (const [feature, column] of features.entries()) {
    const { mean, deviation } = spreadOf(table, column, training);
    for (const { rows, samples } of [learnt, held]) {
      if (deviation > 0) standardise(table, column, rows, mean, deviation, samples.inputs, feature * samples.stride);
    }
  }
  const { mean, deviation } = targetUnit(table, training);
  for (const { rows, samples } of [learnt, held]) {
    standardise(table, table.target, rows, mean, deviation, samples.targets, 0);
  }
  return { training: learnt.samples, validation: held.samples, truth: null };
}

/** What makes the first class 0 and the second 1; of a quantity, the training rows' mean and standard deviation. */
function targetUnit(table: Table, training: Int32Array) {
  if (table.classes !== null) {
    const [first, second] = table.classes;
    return { mean: first, deviation: second - first };
  }
  const { mean, deviation } = spreadOf(table, table.target, training);
  if (deviation > 0) return { mean, deviation };
  // A few training rows may share one value. Then all rows' spread is the only one to measure by.
  const all = Int32Array.from({ length: table.rows }, (_, row) => row);
  return { mean, deviation: spreadOf(table, table.target, all).deviation || 1 };
}

function spreadOf({ values, columns }: Table, column: number, rows: Int32Array) {
  let [sum, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]! * columns.length + column]!;
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const mean = sum / rows.length;
  // The mean of 0.1, 0.1, 0.1 is not quite 0.1: rounding would pass for a spread.
  if (least === most) return { mean: least, deviation: 0 };
  let squares = 0;
  for (let i = 0; i < rows.length; i++) squares += (values[rows[i]! * columns.length + column]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / rows.length) };
}

function standardise(
  { values, columns }: Table,
  column: number,
  rows: Int32Array,
  mean: number,
  deviation: number,
  into: Float64Array,
  start: number,
) {
  for (let sample = 0; sample < rows.length; sample++) {
    into[start + sample] = (values[rows[sample]! * columns.length + column]! - mean) / deviation;
  }
}
