import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Question, readQuestions } from '../../src/answers/examples.ts';
import { letterFeatures } from '../../src/answers/finder/features.ts';
import { type Vector, vectorOf, vocabularyOf } from '../../src/answers/finder/vectors.ts';
import { plainForm } from '../../src/answers/finder/words.ts';
import { readAnswers } from '../../src/answers/library.ts';
import { contentOf, findLabelledQuestions } from './labelled-questions.ts';

const FOLDER = new URL('../../src/answers/', import.meta.url);
const answers = readAnswers(FOLDER);

function questionsIn(file: string, answer: string | null): Question[] {
  return readQuestions(answer, readFileSync(new URL(file, FOLDER), 'utf8'));
}

const questionsFor = new Map(answers.map(({ id }) => [id, questionsIn(`${id}.questions.txt`, id)]));
const offTopic = questionsIn('off-topic.txt', null);
const written = [...questionsFor.values()].flat().concat(offTopic);

describe('a file of questions', () => {
  test('is read a question a line, each with the heading it stands under', () => {
    const text = ['first', '', '## chat ', '  what is wd?  ', 'why # not', '', '##exam', '## plain words', 'λ²?', ''];
    const questions = [
      { text: 'first', answers: ['momentum'], batch: '' },
      { text: 'what is wd?', answers: ['momentum'], batch: 'chat' },
      { text: 'why # not', answers: ['momentum'], batch: 'chat' },
      { text: '##exam', answers: ['momentum'], batch: 'chat' },
      { text: 'λ²?', answers: ['momentum'], batch: 'plain words' },
    ];
    expect(readQuestions('momentum', text.join('\n'))).toEqual(questions);
    expect(readQuestions('momentum', text.join('\r\n'))).toEqual(questions);
    expect(readQuestions('momentum', '')).toEqual([]);
  });

  test('names behind ||| the answers that would serve as well, its own never twice', () => {
    const text = 'a ||| batch-size\nb|||batch-size, early-stopping  l1-vs-l2\nc ||| momentum\nd | e || f';
    expect(readQuestions('momentum', text).map(({ text, answers }) => [text, ...answers])).toEqual([
      ['a', 'momentum', 'batch-size'],
      ['b', 'momentum', 'batch-size', 'early-stopping', 'l1-vs-l2'],
      ['c', 'momentum'],
      ['d | e || f', 'momentum'],
    ]);
  });

  test('of other things names no answer', () => {
    expect(readQuestions(null, '## chat\nhello')).toEqual([{ text: 'hello', answers: [], batch: 'chat' }]);
  });
});

describe('the ways of asking', () => {
  test('are written for every answer, and for nothing else', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.questions.txt'));
    expect(files.toSorted()).toEqual(answers.map(({ id }) => `${id}.questions.txt`).toSorted());
  });

  test.for([...questionsFor.keys()])(
    'for %s are a hundred at least, of ten manners at least, each under a heading',
    (id) => {
      const questions = questionsFor.get(id)!;
      const batches = new Set(questions.map(({ batch }) => batch));
      expect(questions.length).toBeGreaterThanOrEqual(100);
      expect(batches.size).toBeGreaterThanOrEqual(10);
      expect(batches).not.toContain('');
    },
  );

  test('stand beside at least 1,500 messages about other things', () => {
    expect(offTopic.length).toBeGreaterThanOrEqual(1_500);
    expect(new Set(offTopic.map(({ batch }) => batch))).not.toContain('');
  });

  test('name only answers that there are', () => {
    const ids = new Set(answers.map(({ id }) => id));
    const strange = written.filter((question) => question.answers.some((id) => !ids.has(id)));
    expect(strange).toEqual([]);
  });

  test('are messages as they can be sent: not empty, not too long', () => {
    const odd = written.filter(({ text }) => text.trim() === '' || text.length > MAX_MESSAGE);
    expect(odd.map(({ text }) => text)).toEqual([]);
  });

  test('are each written once', () => {
    const first = new Map<string, Question>();
    const twice: string[] = [];
    for (const question of written) {
      const plain = plainForm(question.text);
      const other = first.get(plain);
      if (other !== undefined)
        twice.push(`${other.answers[0] ?? 'off-topic'}, ${question.answers[0] ?? 'off-topic'}: ${plain}`);
      else first.set(plain, question);
    }
    expect(twice).toEqual([]);
  });

  // The measure would be worth nothing if the finder were taught what it is measured with.
  test('are no copies of a question it is measured with', (context) => {
    const measured = contentOf(findLabelledQuestions(), context);
    const documents = [...written, ...measured].map(({ text }) => letterFeatures(text));
    const vocabulary = vocabularyOf(documents, 1);
    const vectors = documents.map((counts) => vectorOf(counts, vocabulary));
    const cosines = cosinesTo(vectors.slice(written.length), vocabulary.idf.length);
    const copies = written.flatMap(({ text }, n) => {
      const found = cosines(vectors[n]!);
      const nearest = found.indexOf(Math.max(...found));
      return found[nearest]! < ALIKE
        ? []
        : [`${text} (${found[nearest]!.toFixed(2)}, line ${measured[nearest]!.line})`];
    });
    expect(copies).toEqual([]);
  });
});

/** As long as a message may be. */
const MAX_MESSAGE = 4_000;
/** From here on two messages are the same in other words. */
const ALIKE = 0.65;

/** For vectors of length 1: the cosine of the angle to each of them. */
function cosinesTo(others: readonly Vector[], features: number): (vector: Vector) => Float64Array {
  // Which of them have a feature, and how much each: most have few.
  const having = Array.from({ length: features }, () => ({ others: [] as number[], weights: [] as number[] }));
  for (const [n, { at, weight }] of others.entries()) {
    for (let i = 0; i < at.length; i++) {
      having[at[i]!]!.others.push(n);
      having[at[i]!]!.weights.push(weight[i]!);
    }
  }
  return ({ at, weight }) => {
    const cosines = new Float64Array(others.length);
    for (let i = 0; i < at.length; i++) {
      const { others: found, weights } = having[at[i]!]!;
      for (let j = 0; j < found.length; j++) cosines[found[j]!] = cosines[found[j]!]! + weight[i]! * weights[j]!;
    }
    return cosines;
  };
}
