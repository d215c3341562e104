import { randomStream } from '../../training/random.ts';
import type { Question } from '../examples.ts';
import type { Library } from '../library.ts';
import { learn } from './learn.ts';
import { fitLinear, softmax } from './linear.ts';
import { decide, type FinderModel, type Limits, type Reading, read } from './model.ts';
import { type Score, scoreOf } from './score.ts';

/** A question, and how a model reads it that has not seen any of its batch. */
export interface Unseen {
  readonly question: Question;
  readonly reading: Reading;
}

/** How often an answer given straight away has to be the right one, on batches of questions not seen before. */
const RIGHT = 0.97;
/** Each is trained without a part of the batches, to be tried on that part. */
const FOLDS = 5;
const HUNDREDTHS = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
const TEMPERATURES = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 2];

/** Learns from all of the library, and draws the lines where they did best on what was held back. Takes a minute. */
export function trainFinder({ answers, questions }: Library): FinderModel {
  const ids = answers.map(({ id }) => id);
  const limits = chooseLimits(ids, heldBack(ids, questions));
  return { ...learn({ ids, questions, random: randomStream(1, 'batches') }), limits };
}

/**
 * Every question as read by a model trained without its batch: those of a batch were thought up by one head in
 * one manner, so that only another batch tells how a stranger's question will fare.
 */
export function heldBack(ids: readonly string[], questions: readonly Question[]): Unseen[] {
  const batches = [...new Set(questions.map(({ batch }) => batch))];
  const foldOf = ({ batch }: Question) => batches.indexOf(batch) % FOLDS;
  return Array.from({ length: FOLDS }, (_, fold) => {
    const rest = questions.filter((question) => foldOf(question) !== fold);
    const model = learn({ ids, questions: rest, random: randomStream(1, 'batches') });
    return questions
      .filter((question) => foldOf(question) === fold)
      .map((question) => ({ question, reading: read(model, question.text) }));
  }).flat();
}

export function chooseLimits(ids: readonly string[], unseen: readonly Unseen[]): Limits {
  const temperature = least(TEMPERATURES, (each) => surprise(ids, unseen, each));
  const undecided = { temperature, evidence: evidenceScale(unseen) };
  const scored = (lines: Pick<Limits, 'onTopic' | 'sure'>) =>
    scoreOf(
      unseen.map(({ question, reading }) => ({ question, found: decide(ids, reading, { ...undecided, ...lines }) })),
    );
  const onTopic = strictest(HUNDREDTHS.map((each) => ({ value: each, score: scored({ onTopic: each, sure: 1 }) })));
  const sure = HUNDREDTHS.find((each) => scored({ onTopic, sure: each }).directRight >= RIGHT) ?? 1;
  return { ...undecided, onTopic, sure };
}

/**
 * Of the lines that part on topic from off as well as the best does, within two standard errors, the highest. Where
 * nothing else decides, an answer to what was not asked is worse than to say what one knows about; and questions held
 * back by batch, which nobody else has put in that manner, are refused more often than those to come will be.
 */
function strictest(lines: readonly { readonly value: number; readonly score: Score }[]): number {
  const best = lines.reduce((a, b) => (b.score.balancedAccuracy > a.score.balancedAccuracy ? b : a)).score;
  const variance = (share: number, count: number) => (share * (1 - share)) / Math.max(1, count);
  const error = Math.sqrt(
    (variance(best.refusedInScope, best.inScope) + variance(best.answeredOutOfScope, best.outOfScope)) / 4,
  );
  return lines.findLast(({ score }) => score.balancedAccuracy >= best.balancedAccuracy - 2 * error)!.value;
}

/** The mean of −ln P(an answer that serves): how surprised the probabilities are by the truth. */
function surprise(ids: readonly string[], unseen: readonly Unseen[], temperature: number): number {
  const inside = unseen.filter(({ question }) => question.answers.length > 0);
  const total = inside.reduce((sum, { question, reading }) => {
    const p = softmax(reading.scores.slice(), temperature);
    return sum - Math.log(question.answers.reduce((served, id) => served + p[ids.indexOf(id)]!, 1e-9));
  }, 0);
  return total / inside.length;
}

/** Logistic regression on the evidence alone (Platt's scaling). */
function evidenceScale(unseen: readonly Unseen[]): Limits['evidence'] {
  const examples = unseen.map(({ question, reading: { evidence } }) => ({
    vector: { at: Int32Array.of(0), weight: Float32Array.of(evidence) },
    target: Float32Array.of(question.answers.length > 0 ? 1 : 0),
  }));
  const random = randomStream(1, 'batches');
  const { weights, biases } = fitLinear(examples, { features: 1, classes: 1, epochs: 20, lr: 0.5, wd: 0, random });
  return { scale: weights[0]!, offset: biases[0]! };
}

function least(values: readonly number[], of: (value: number) => number): number {
  const scored = values.map((value) => ({ value, of: of(value) }));
  return scored.reduce((best, each) => (each.of < best.of ? each : best)).value;
}
