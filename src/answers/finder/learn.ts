import type { Random } from '../../training/random.ts';
import type { Question } from '../examples.ts';
import { bayesWeights } from './bayes.ts';
import { type Example, fitLinear, type Linear } from './linear.ts';
import type { FinderModel } from './model.ts';
import { placeIn, type Space, sizeOf, spaceOf } from './space.ts';

/** Of the truth, how much the answers that would serve as well have between them. */
const ALSO = 0.25;
/** How much of naive Bayes is added to what was fitted, and what every class is given of every feature beforehand. */
const WHICH = { bayes: 0.3, smoothing: 0.05 } as const;
const WHETHER = { bayes: 0.8, smoothing: 0.3 } as const;

export interface Taught {
  readonly ids: readonly string[];
  readonly questions: readonly Question[];
  readonly random: Random;
}

/** Learns from questions which answer they ask for, and whether they ask for any. */
export function learn({ ids, questions, random }: Taught): Omit<FinderModel, 'limits'> {
  const space = spaceOf(questions.map(({ text }) => text));
  const vectors = questions.map(({ text }) => placeIn(space, text));
  const inside: Example[] = [];
  const either: Example[] = [];
  questions.forEach(({ answers }, n) => {
    const vector = vectors[n]!;
    either.push({ vector, target: Float32Array.of(answers.length > 0 ? 1 : 0) });
    if (answers.length > 0) inside.push({ vector, target: shares(ids, answers) });
  });
  return {
    ids,
    space,
    which: learnWhich(space, inside, ids.length, random),
    whether: learnWhether(space, either, random),
  };
}

function learnWhich(space: Space, examples: readonly Example[], classes: number, random: Random): Linear {
  const features = sizeOf(space);
  const fitted = fitLinear(examples, { features, classes, epochs: 10, lr: 1, wd: 1e-5, random });
  const bayes = bayesWeights(examples, { features, classes, smoothing: WHICH.smoothing });
  return { ...fitted, weights: fitted.weights.map((weight, j) => weight + WHICH.bayes * bayes[j]!) };
}

function learnWhether(space: Space, examples: readonly Example[], random: Random): Linear {
  const features = sizeOf(space);
  const fitted = fitLinear(examples, { features, classes: 1, epochs: 10, lr: 1, wd: 1e-5, random });
  // Yes and no as two classes; the difference of their rows is the log-odds.
  const sides = examples.map(({ vector, target: [yes] }) => ({ vector, target: Float32Array.of(yes!, 1 - yes!) }));
  const bayes = bayesWeights(sides, { features, classes: 2, smoothing: WHETHER.smoothing });
  const odds = (feature: number) => bayes[2 * feature]! - bayes[2 * feature + 1]!;
  return { ...fitted, weights: fitted.weights.map((weight, feature) => weight + WHETHER.bayes * odds(feature)) };
}

function shares(ids: readonly string[], [first, ...others]: readonly string[]): Float32Array {
  const also = others.length === 0 ? 0 : ALSO / others.length;
  const target = new Float32Array(ids.length);
  target[ids.indexOf(first!)] = 1 - also * others.length;
  for (const other of others) target[ids.indexOf(other)] = also;
  return target;
}
