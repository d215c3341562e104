import type { Found } from './finder.ts';
import { type Linear, scoresOf, sigmoid, softmax } from './linear.ts';
import { placeIn, type Space } from './space.ts';

/** All that was learnt from the questions. */
export interface FinderModel {
  /** The answers it knows; the classes of `which`, in order. */
  readonly ids: readonly string[];
  readonly space: Space;
  /** Which answer is asked for, if any is. */
  readonly which: Linear;
  /** Whether any is, by its words: one class, its score the log-odds. */
  readonly whether: Linear;
  readonly limits: Limits;
}

/** Where the finder draws its lines, chosen on questions that the model had not seen. */
export interface Limits {
  /** Divides the scores of `which`, so that its probabilities come true as often as they say. */
  readonly temperature: number;
  /** Log-odds of being on topic = scale · evidence + offset, for the same reason. */
  readonly evidence: { readonly scale: number; readonly offset: number };
  /** At least this probability that it is about anything known: below, the message is about something else. */
  readonly onTopic: number;
  /** At least this probability that the first answer is right: it is given straight away. */
  readonly sure: number;
}

/** What the message says to the model, before any line is drawn. */
export interface Reading {
  /** That it is about anything known: the higher the more. */
  readonly evidence: number;
  /** For each answer that it is the one, in the order of the model's ids. */
  readonly scores: Float32Array;
}

/**
 * What is close to one of the answers is about it, though its words be those of every day: so much counts the best
 * answer's score, as it is before softmax makes the scores compete.
 */
const STRONGEST = 0.4;

export function read(
  { space, which, whether }: Pick<FinderModel, 'space' | 'which' | 'whether'>,
  message: string,
): Reading {
  const vector = placeIn(space, message);
  const [odds] = scoresOf(whether, vector);
  const scores = scoresOf(which, vector);
  return { evidence: odds! + STRONGEST * Math.max(...scores), scores };
}

export function decide(ids: readonly string[], { evidence, scores }: Reading, limits: Limits): Found {
  const { scale, offset } = limits.evidence;
  const onTopic = sigmoid(scale * evidence + offset);
  const which = softmax(scores.slice(), limits.temperature);
  const ranked = ids.map((id, k) => ({ id, score: which[k]! })).sort((a, b) => b.score - a.score);
  const sure = onTopic * ranked[0]!.score >= limits.sure;
  return { confidence: onTopic < limits.onTopic ? 'lost' : sure ? 'sure' : 'unsure', onTopic, ranked };
}
