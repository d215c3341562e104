import fc from 'fast-check';
import { ACTIVATIONS, type Experiment, OPTIMIZERS, SCHEDULES } from '../../src/training/experiment.ts';
import { emptySamples, type Samples } from '../../src/training/samples.ts';
import { curve } from '../experiments.ts';

/** The curve task on a network small enough to be trained hundreds of times. */
export const smallCurve: Experiment = { ...curve, hidden: [8], momentum: 0, steps: 200, seeds: 1 };

/** Linear regression with an answer key, by plain gradient descent. */
export const ridgeRegression: Experiment = { ...smallCurve, task: 'ridge', hidden: [], lr: 0.1, wd: 2 / 3, steps: 500 };

/** Any experiment that passes the bot's checks, sane or not, short enough for a property test. */
export const anyExperiment: fc.Arbitrary<Experiment> = fc.record({
  task: fc.constantFrom('curve', 'ridge'),
  hidden: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
  activation: fc.constantFrom(...ACTIVATIONS),
  optimizer: fc.constantFrom(...OPTIMIZERS),
  momentum: fc.constantFrom(0, 0.5, 0.9, 0.99),
  nesterov: fc.boolean(),
  lr: powersOfTen(-4, 3),
  wd: fc.oneof(fc.constant(0), powersOfTen(-6, 3)),
  decayBiases: fc.boolean(),
  schedule: fc.constantFrom(...SCHEDULES),
  batch: fc.oneof(fc.constant('all' as const), fc.integer({ min: 1, max: 40 })),
  steps: fc.integer({ min: 1, max: 250 }),
  seeds: fc.constant(1),
});

/** Evenly spread over orders of magnitude. */
export function powersOfTen(from: number, to: number): fc.Arbitrary<number> {
  return fc.double({ min: from, max: to, noNaN: true }).map((exponent) => 10 ** exponent);
}

/** Samples from rows of features. */
export function samplesOf(rows: readonly (readonly number[])[], targets: readonly number[]): Samples {
  const samples = emptySamples(rows[0]!.length, rows.length);
  samples.targets.set(targets);
  for (const [sample, row] of rows.entries()) {
    for (const [feature, x] of row.entries()) samples.inputs[feature * samples.stride + sample] = x;
  }
  return samples;
}

/** Samples whose features and targets are standard normal. */
export function normalSamples(normal: () => number, features: number, count: number): Samples {
  const rows = Array.from({ length: count }, () => Array.from({ length: features }, normal));
  return samplesOf(
    rows,
    rows.map(() => normal()),
  );
}

/** ‖a − b‖ / ‖b‖. */
export function relativeGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.hypot(...Array.from(a, (value, index) => value - b[index]!)) / Math.hypot(...Array.from(b));
}
