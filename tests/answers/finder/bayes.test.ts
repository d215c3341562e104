import { expect, test } from 'vitest';
import { bayesWeights } from '../../../src/answers/finder/bayes.ts';
import type { Example } from '../../../src/answers/finder/linear.ts';

function example(features: Record<number, number>, ...target: number[]): Example {
  return {
    vector: { at: Int32Array.from(Object.keys(features), Number), weight: Float32Array.from(Object.values(features)) },
    target: Float32Array.from(target),
  };
}

test('the weights are ln P(feature | class), less their mean over the classes: worked out by hand', () => {
  // Class 0 has feature 0 (1 + 2) and feature 1 (1); class 1 has feature 1 (3). Smoothing gives each 1 more:
  // masses 4 and 2 of 6 in class 0, 1 and 4 of 5 in class 1.
  const weights = bayesWeights([example({ 0: 1, 1: 1 }, 1, 0), example({ 0: 2 }, 1, 0), example({ 1: 3 }, 0, 1)], {
    features: 2,
    classes: 2,
    smoothing: 1,
  });
  const [first, second] = [Math.log(4 / 6 / (1 / 5)) / 2, Math.log(2 / 6 / (4 / 5)) / 2];
  expect(weights).toHaveLength(4);
  expect(weights[0]).toBeCloseTo(first, 6);
  expect(weights[1]).toBeCloseTo(-first, 6);
  expect(weights[2]).toBeCloseTo(second, 6);
  expect(weights[3]).toBeCloseTo(-second, 6);
});

test('an example of two classes counts in each by its share', () => {
  const halves = [example({ 0: 1 }, 0.5, 0.5), example({ 1: 1 }, 0.5, 0.5)];
  for (const weight of bayesWeights(halves, { features: 2, classes: 2, smoothing: 0.1 }))
    expect(weight).toBeCloseTo(0, 6);
  const [most] = bayesWeights([example({ 0: 4 }, 0.75, 0.25)], { features: 2, classes: 2, smoothing: 1 });
  // Masses 1 + 3 of 5 in class 0, and 1 + 1 of 3 in class 1.
  expect(most).toBeCloseTo(Math.log(4 / 5 / (2 / 3)) / 2, 6);
});

test('a feature that no example has leans to no class by itself where the classes are as large', () => {
  const weights = bayesWeights([example({ 0: 1 }, 1, 0), example({ 1: 1 }, 0, 1)], {
    features: 3,
    classes: 2,
    smoothing: 1,
  });
  expect([...weights.slice(4)]).toEqual([0, 0]);
});
