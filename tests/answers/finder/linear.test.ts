import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Example, fitLinear, scoresOf, sigmoid, softmax } from '../../../src/answers/finder/linear.ts';
import type { Vector } from '../../../src/answers/finder/vectors.ts';
import { randomStream } from '../../../src/training/random.ts';

function having(...features: number[]): Vector {
  return {
    at: Int32Array.from(features),
    weight: new Float32Array(features.length).fill(1 / Math.sqrt(features.length)),
  };
}

const FITTING = { epochs: 10, lr: 1, wd: 1e-5 };

function fresh() {
  return randomStream(1, 'batches');
}

test('classes that can be told apart are, and new mixtures of their features too', () => {
  // Three features tell of each class, one (the last) is in all.
  const inClass = (k: number) =>
    [
      [0, 1],
      [1, 2],
      [0, 2],
    ].map((pair) => having(...pair.map((i) => 3 * k + i), 9));
  const examples = [0, 1, 2].flatMap((k) =>
    inClass(k).map((vector): Example => ({ vector, target: Float32Array.from([0, 1, 2], (j) => (j === k ? 1 : 0)) })),
  );
  const model = fitLinear(examples, { ...FITTING, features: 10, classes: 3, random: fresh() });
  for (const { vector, target } of examples) {
    const p = softmax(scoresOf(model, vector));
    expect(p[target.indexOf(1)]).toBeGreaterThan(0.8);
  }
  for (const k of [0, 1, 2]) {
    const scores = scoresOf(model, having(3 * k, 3 * k + 1, 3 * k + 2));
    expect(scores.indexOf(Math.max(...scores))).toBe(k);
  }
});

test('a truth that is shared by two classes is learnt as shared', () => {
  const examples = Array.from(
    { length: 40 },
    (): Example => ({ vector: having(0), target: Float32Array.of(0.75, 0.25, 0) }),
  );
  const model = fitLinear(examples, { ...FITTING, epochs: 40, features: 1, classes: 3, random: fresh() });
  const [first, second, third] = softmax(scoresOf(model, having(0)));
  expect(first).toBeCloseTo(0.75, 1);
  expect(second).toBeCloseTo(0.25, 1);
  expect(third).toBeLessThan(0.05);
});

test('a single class is yes or no, its score the log-odds: with 3 of 4 right, ln 3', () => {
  const sides = [having(0), having(1)];
  const examples = sides.flatMap((vector, side) =>
    Array.from(
      { length: 40 },
      (_, n): Example => ({ vector, target: Float32Array.of((n % 4 === 0) === (side === 0) ? 0 : 1) }),
    ),
  );
  const model = fitLinear(examples, { ...FITTING, epochs: 60, wd: 0, features: 2, classes: 1, random: fresh() });
  const [yes, no] = sides.map((vector) => scoresOf(model, vector)[0]!);
  expect(yes).toBeCloseTo(Math.log(3), 0);
  expect(no).toBeCloseTo(-Math.log(3), 0);
  expect(sigmoid(yes!)).toBeCloseTo(0.75, 1);
});

test('decay keeps weights small, and the same numbers always give the same model', () => {
  const examples = [0, 1].map((k): Example => ({ vector: having(k), target: Float32Array.of(1 - k, k) }));
  const trained = (wd: number) => fitLinear(examples, { ...FITTING, features: 2, classes: 2, wd, random: fresh() });
  const size = (wd: number) => Math.hypot(...trained(wd).weights);
  expect(size(0.3)).toBeLessThan(0.7 * size(0));
  expect(trained(1e-5)).toEqual(trained(1e-5));
});

test('a score is the bias and what each feature adds by its weight', () => {
  const model = { classes: 2, weights: Float32Array.of(1, -1, 2, 4), biases: Float32Array.of(0.5, -0.5) };
  const vector = { at: Int32Array.of(1, 0), weight: Float32Array.of(0.5, 2) };
  expect([...scoresOf(model, vector)]).toEqual([0.5 + 0.5 * 2 + 2 * 1, -0.5 + 0.5 * 4 + 2 * -1]);
  expect([...scoresOf(model, { at: Int32Array.of(), weight: Float32Array.of() })]).toEqual([0.5, -0.5]);
});

test('softmax makes probabilities of any scores, in their order; heat brings them nearer to each other', () => {
  fc.assert(
    fc.property(
      fc.float32Array({ minLength: 1, maxLength: 40, noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      (scores, temperature) => {
        const p = softmax(scores.slice(), temperature);
        expect(p.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
        expect(p[scores.indexOf(Math.max(...scores))]).toBe(Math.max(...p));
        expect(Math.max(...softmax(scores.slice(), 2 * temperature))).toBeLessThanOrEqual(Math.max(...p) + 1e-6);
      },
    ),
  );
  const [half, other] = softmax(Float32Array.of(7, 7));
  expect([half, other]).toEqual([0.5, 0.5]);
});
