import { randomStream } from '../../training/random.ts';
import type { TaughtAnswer } from '../answer-file.ts';
import type { Question } from '../examples.ts';
import { bayesWeights } from '../finder/bayes.ts';
import type { Counts } from '../finder/features.ts';
import { type Example, fitLinear, type Linear, scoresOf } from '../finder/linear.ts';
import { joined, type Vector, type Vocabulary, vectorOf, vocabularyOf } from '../finder/vectors.ts';

/** What a candidate is taught with. */
export interface Lesson {
  readonly answers: readonly TaughtAnswer[];
  readonly questions: readonly Question[];
}

/** For a message one score an answer, in the order of the lesson's answers: the higher the nearer. */
export type Scorer = (message: string) => ArrayLike<number>;

export type Candidate = (lesson: Lesson) => Scorer;

/** One kind of feature, those seen in fewer than `least` questions left out, and how much it counts. */
export interface Part {
  readonly features: (message: string) => Counts;
  readonly least: number;
  readonly factor: number;
}

export interface Placed {
  readonly size: number;
  readonly place: (message: string) => Vector;
}

export function spaceOfParts(parts: readonly Part[], messages: readonly string[]): Placed {
  const kinds = parts.map((part): Part & { readonly vocabulary: Vocabulary } => ({
    ...part,
    vocabulary: vocabularyOf(messages.map(part.features), part.least),
  }));
  return {
    size: kinds.reduce((sum, { vocabulary }) => sum + vocabulary.idf.length, 0),
    place: (message) =>
      joined(
        kinds.map(({ features, vocabulary, factor }) => ({
          vector: vectorOf(features(message), vocabulary),
          size: vocabulary.idf.length,
          factor,
        })),
      ),
  };
}

export interface LinearOptions {
  /** How much of the fitted weights, and of naive Bayes, goes into the sum. */
  readonly fitted?: number;
  readonly bayes?: number;
}

/** A linear classifier on these features. */
export function linear(parts: readonly Part[], { fitted = 1, bayes = 0 }: LinearOptions = {}): Candidate {
  return ({ answers, questions }) => {
    const asked = questions.filter((question) => question.answers.length > 0);
    const { size: features, place } = spaceOfParts(
      parts,
      asked.map(({ text }) => text),
    );
    const classes = answers.length;
    const examples = asked.map((question): Example => {
      const target = new Float32Array(classes);
      target[answers.findIndex(({ id }) => id === question.answers[0])] = 1;
      return { vector: place(question.text), target };
    });
    const random = randomStream(1, 'batches');
    const none: Linear = { classes, weights: new Float32Array(features * classes), biases: new Float32Array(classes) };
    const model = fitted === 0 ? none : fitLinear(examples, { features, classes, epochs: 10, lr: 1, wd: 1e-5, random });
    const naive = bayes === 0 ? null : bayesWeights(examples, { features, classes, smoothing: 0.05 });
    const weights = model.weights.map((weight, j) => fitted * weight + (naive === null ? 0 : bayes * naive[j]!));
    return (message) => scoresOf({ ...model, weights }, place(message));
  };
}
