import type { Random } from '../../training/random.ts';
import type { Vector } from './vectors.ts';

/**
 * Logistic regression: one row of weights for each feature, one bias for each class. Several classes are alternatives
 * (softmax); a single one is yes or no (its score is the log-odds).
 */
export interface Linear {
  readonly classes: number;
  /** [feature × classes + class] */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

export interface Example {
  readonly vector: Vector;
  /** The share of the truth that each class has; several add up to 1. */
  readonly target: Float32Array;
}

export interface Fitting {
  readonly features: number;
  readonly classes: number;
  readonly epochs: number;
  readonly lr: number;
  /** Strength of the pull to zero, relative to the gradient: the very thing the answers are about. */
  readonly wd: number;
  /** Decides the order in which the examples are met. */
  readonly random: Random;
}

/** A push on a class as small as this is not worth the step: most classes are soon ruled out for most examples. */
const NEGLIGIBLE = 1e-3;
/** AdaGrad's sum of squared gradients begins here, so that the first steps are not the largest. */
const FIRST_SQUARE = 0.1;

/**
 * Logistic regression by AdaGrad, an example at a time: g = push · x + wd · w; s += g²; w −= lr · g / √s. The lr falls
 * to 0 in a line. The L2 term acts only on the features that an example has, so that a step costs as little as it is long.
 */
export function fitLinear(
  examples: readonly Example[],
  { features, classes, epochs, lr, wd, random }: Fitting,
): Linear {
  const model = { classes, weights: new Float32Array(features * classes), biases: new Float32Array(classes) };
  const squares = new Float32Array(features * classes).fill(FIRST_SQUARE);
  const biasSquares = new Float32Array(classes).fill(FIRST_SQUARE);
  const order = Int32Array.from(examples.keys());
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    const step = lr * (1 - epoch / epochs);
    for (const n of order) {
      const pushes = pushesOf(model, examples[n]!);
      descend(model.biases, biasSquares, pushes, { row: 0, x: 1, wd: 0, step });
      const { at, weight } = examples[n]!.vector;
      for (let i = 0; i < at.length; i++) {
        descend(model.weights, squares, pushes, { row: at[i]! * classes, x: weight[i]!, wd, step });
      }
    }
  }
  return model;
}

interface Pushes {
  /** The classes that are pushed, and how much each. Same lengths. */
  readonly which: readonly number[];
  readonly by: readonly number[];
}

/** ∂loss/∂score of each class: the probability less the truth. */
function pushesOf(model: Linear, { vector, target }: Example): Pushes {
  const p = scoresOf(model, vector);
  if (model.classes === 1) p[0] = sigmoid(p[0]!);
  else softmax(p);
  const which: number[] = [];
  const by: number[] = [];
  for (let k = 0; k < p.length; k++) {
    const g = p[k]! - target[k]!;
    if (Math.abs(g) < NEGLIGIBLE) continue;
    which.push(k);
    by.push(g);
  }
  return { which, by };
}

function descend(
  weights: Float32Array,
  squares: Float32Array,
  { which, by }: Pushes,
  { row, x, wd, step }: { row: number; x: number; wd: number; step: number },
): void {
  for (let a = 0; a < which.length; a++) {
    const j = row + which[a]!;
    const g = by[a]! * x + wd * weights[j]!;
    squares[j] = squares[j]! + g * g;
    weights[j] = weights[j]! - (step * g) / Math.sqrt(squares[j]!);
  }
}

export function scoresOf({ classes, weights, biases }: Linear, { at, weight }: Vector): Float32Array {
  const scores = Float32Array.from(biases);
  for (let i = 0; i < at.length; i++) {
    const row = at[i]! * classes;
    const x = weight[i]!;
    for (let k = 0; k < classes; k++) scores[k] = scores[k]! + x * weights[row + k]!;
  }
  return scores;
}

/** The probability that these log-odds stand for. */
export function sigmoid(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/** In place. */
export function softmax(scores: Float32Array, temperature = 1): Float32Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp((scores[k]! - most) / temperature);
    sum += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = scores[k]! / sum;
  return scores;
}
