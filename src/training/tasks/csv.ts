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
  const groups = groupsOf(table);
  const trainingCount = groups.reduce((sum, rows) => sum + trainingShare(rows.length), 0);
  return {
    features: table.columns.length - 1,
    trainingCount,
    validationCount: table.rows - trainingCount,
    loss: table.classes === null ? MEAN_SQUARE : CROSS_ENTROPY,
    linearBias: true,
    startWidth: 1,
    noiseFloor: null,
    draw(seed) {
      const { training, validation } = split(groups, seed);
      const features = table.columns.map((_, column) => column).filter((column) => column !== table.target);
      return drawn(table, features, training, validation);
    },
    drawTargets(seed) {
      const { training, validation } = split(groups, seed);
      return drawn(table, [], training, validation);
    },
  };
}

/** The numbers of the rows that are split alike: each class by itself. */
function groupsOf({ rows, columns, values, target, classes }: Table): Int32Array[] {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  if (classes === null) return [all];
  return classes.map((value) => all.filter((row) => values[row * columns.length + target] === value));
}

/** Of so many rows, how many train: some, and not all. */
function trainingShare(rows: number): number {
  return Math.min(rows - 1, Math.max(1, Math.round(TRAINING_SHARE * rows)));
}

function split(groups: readonly Int32Array[], seed: number) {
  const random = randomStream(seed, 'data');
  const parts = groups.map((rows) => {
    const order = rows.slice();
    random.shuffle(order);
    const training = trainingShare(order.length);
    return { training: order.subarray(0, training), validation: order.subarray(training) };
  });
  return {
    training: joined(parts.map(({ training }) => training)),
    validation: joined(parts.map(({ validation }) => validation)),
  };
}

/** In the order of the table, whichever class a row is of. */
function joined(parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(parts.flatMap((part) => [...part])).sort();
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
  // Of a target that all training rows share the unit stays as it is: there is no spread to measure by.
  const { mean, deviation } =
    table.classes === null ? spreadOf(table, table.target, training) : classUnit(table.classes);
  for (const { rows, samples } of [learnt, held]) {
    standardise(table, table.target, rows, mean, deviation || 1, samples.targets, 0);
  }
  return { training: learnt.samples, validation: held.samples, truth: null };
}

/** What makes the first class 0 and the second 1. */
function classUnit([first, second]: readonly [number, number]) {
  return { mean: first, deviation: second - first };
}

function spreadOf({ values, columns }: Table, column: number, rows: Int32Array) {
  let sum = 0;
  for (const row of rows) sum += values[row * columns.length + column]!;
  const mean = sum / rows.length;
  let squares = 0;
  for (const row of rows) squares += (values[row * columns.length + column]! - mean) ** 2;
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
