import { describe, expect, test } from 'vitest';
import { readQuestions } from '../../../src/answers/examples.ts';
import { decide, type FinderModel, type Limits, type Reading, read } from '../../../src/answers/finder/model.ts';
import { chooseLimits, heldBack, trainFinder, type Unseen } from '../../../src/answers/finder/train-finder.ts';
import { tinyLibrary } from './tiny-library.ts';

const library = tinyLibrary();
const ids = library.answers.map(({ id }) => id);

function find({ ids, limits, ...model }: FinderModel, message: string) {
  return decide(ids, read(model, message), limits);
}

describe('a finder taught four answers with a dozen questions each', () => {
  const model = trainFinder(library);

  test.for([
    ['momentum', 'what on earth does the momentum setting do to my steps'],
    ['momentum', 'is the velocity buffer why it overshoots?'],
    ['batch-size', 'should I take bigger batches'],
    ['batch-size', 'going from batch 32 to batch 256, what changes'],
    ['l1-vs-l2', 'absolute values or squares in the penalty?'],
    ['l1-vs-l2', 'does the lasso make weights exactly zero'],
    ['early-stopping', 'when should I stop training, validation keeps rising'],
    ['early-stopping', 'patience for early stopping'],
  ] as const)('finds %s for words it has not seen together: %s', ([id, message]) => {
    const { confidence, ranked } = find(model, message);
    expect(ranked[0]!.id).toBe(id);
    expect(confidence).not.toBe('lost');
  });

  test.for(['good morning everyone', 'which pizza shall we order tonight', 'my train to the airport was late'])(
    'is lost where it is about none: %s',
    (message) => {
      expect(find(model, message).confidence).toBe('lost');
    },
  );

  test('gives every answer a probability, best first', () => {
    for (const { text } of library.questions) {
      const { ranked, onTopic } = find(model, text);
      expect(ranked.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      expect(ranked.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5);
      for (const [i, { score }] of ranked.slice(1).entries()) expect(score).toBeLessThanOrEqual(ranked[i]!.score);
      expect(onTopic).toBeGreaterThanOrEqual(0);
      expect(onTopic).toBeLessThanOrEqual(1);
    }
  });

  test('learns the same from the same questions', () => {
    expect(trainFinder(library)).toEqual(model);
  });
});

test('every question is held back once, to be read by a model that saw none of its batch', () => {
  const unseen = heldBack(ids, library.questions);
  expect(new Set(unseen.map(({ question }) => question))).toEqual(new Set(library.questions));
  expect(unseen).toHaveLength(library.questions.length);
  // Of one batch nothing is left to learn from but a word: the model that reads it has never met that word.
  const batches = ['one', 'two', 'three', 'four', 'five', 'six'];
  const [alone, ...others] = batches.map((batch, i) =>
    readQuestions(
      i === 0 ? 'momentum' : 'batch-size',
      `## ${batch}\nsomething ${batch}\nmore ${batch}\nagain ${batch}`,
    ),
  );
  const readings = heldBack(['momentum', 'batch-size'], [...alone!, ...others.flat()]);
  for (const { question, reading } of readings) {
    if (question.batch !== 'one') continue;
    expect(reading.scores[1]).toBeGreaterThan(reading.scores[0]!);
  }
});

describe('the lines are drawn', () => {
  /** A reading whose first class has the probability p among two. */
  function reading(p: number, evidence: number): Reading {
    return { evidence, scores: Float32Array.of(Math.log(p), Math.log(1 - p)) };
  }

  function made(answers: readonly string[], p: number, evidence: number): Unseen {
    return { question: { text: '', answers, batch: '' }, reading: reading(p, evidence) };
  }

  function times<Value>(count: number, value: Value): Value[] {
    return Array.from({ length: count }, () => value);
  }

  /** Three of four come true where it says three of four; those about other things have no evidence for them. */
  const honest = [
    ...times(30, made(['a'], 0.75, 6)),
    ...times(10, made(['b'], 0.75, 6)),
    ...times(40, made([], 0.6, -6)),
  ];

  function confidences(limits: Limits, unseen: readonly Unseen[]) {
    return unseen.map((each) => decide(['a', 'b'], each.reading, limits).confidence);
  }

  test('at the temperature at which the probabilities come true', () => {
    expect(chooseLimits(['a', 'b'], honest).temperature).toBe(1);
    // Twice as sure of itself as it may be: odds of 9 to 1 where 3 to 1 come true.
    const boastful = [
      ...times(30, made(['a'], 0.9, 6)),
      ...times(10, made(['b'], 0.9, 6)),
      ...times(40, made([], 0.6, -6)),
    ];
    expect(chooseLimits(['a', 'b'], boastful).temperature).toBe(2);
  });

  test('between what is about something known and what is not', () => {
    const limits = chooseLimits(['a', 'b'], honest);
    const lost = confidences(limits, honest).map((confidence) => confidence === 'lost');
    expect(lost).toEqual(honest.map(({ question }) => question.answers.length === 0));
    expect(limits.evidence.scale).toBeGreaterThan(0);
  });

  test('and of lines that do so as well as each other, at the one that answers least of what was not asked', () => {
    const doubtful = [
      ...times(30, made(['a'], 0.9, 3)),
      ...times(10, made(['a'], 0.9, 0)),
      ...times(10, made([], 0.6, 0)),
      ...times(30, made([], 0.6, -3)),
    ];
    const limits = chooseLimits(['a', 'b'], doubtful);
    const lost = confidences(limits, doubtful).map((confidence) => confidence === 'lost');
    expect(lost).toEqual(doubtful.map(({ reading: { evidence } }) => evidence <= 0));
  });

  test('so that an answer given straight away is hardly ever wrong, and as many as possible are', () => {
    const mixed = [
      ...times(200, made(['a'], 0.97, 6)),
      ...times(20, made(['a'], 0.7, 6)),
      ...times(20, made(['b'], 0.7, 6)),
      ...times(40, made([], 0.6, -6)),
    ];
    const sure = confidences(chooseLimits(['a', 'b'], mixed), mixed).map((confidence) => confidence === 'sure');
    expect(sure).toEqual(mixed.map((_, i) => i < 200));
  });

  test('so that where it is often wrong, however sure, nothing is given straight away', () => {
    expect(confidences(chooseLimits(['a', 'b'], honest), honest)).not.toContain('sure');
  });

  test('and an answer that serves as well counts as right', () => {
    const either = [...times(60, made(['b', 'a'], 0.9, 6)), ...times(40, made([], 0.6, -6))];
    const limits = chooseLimits(['a', 'b'], either);
    expect(confidences(limits, either).slice(0, 60)).toEqual(times(60, 'sure'));
  });
});
