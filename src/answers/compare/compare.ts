import { letterFeatures, symptomFeatures, wordFeatures } from '../finder/features.ts';
import { readLibrary } from '../library.ts';
import { type Candidate, linear, type Part } from './candidate.ts';
import { bm25OnAnswers, bm25OnQuestions, nearestQuestions } from './nearest.ts';
import { bySentence, fused, spelled } from './variations.ts';

/**
 * `npm run ask:compare`: ways of finding the answer, each tried on batches of questions that it was not taught with. A
 * Markdown table on stdout, in a quarter of an hour.
 */

const words: Part = { features: wordFeatures, least: 2, factor: 1.5 };
const letters: Part = { features: letterFeatures, least: 4, factor: 1 };
const symptoms: Part = { features: symptomFeatures, least: 2, factor: 0.5 };
const all = [words, letters, symptoms];
const winner = linear(all, { bayes: 0.3 });

const CANDIDATES: Readonly<Record<string, Candidate>> = {
  'BM25 on titles and texts': bm25OnAnswers({ withQuestions: false }),
  'BM25 on titles, texts and questions': bm25OnAnswers({ withQuestions: true }),
  'BM25 on single questions, the best of each answer': bm25OnQuestions,
  'nearest questions by cosine of words and letters': nearestQuestions([words, letters]),
  'naive Bayes on words, letters, symptoms': linear(all, { fitted: 0, bayes: 1 }),
  'linear on words': linear([words]),
  'linear on letters': linear([letters]),
  'linear on words and letters': linear([words, letters]),
  'linear on words, letters, symptoms': linear(all),
  '**the same and naive Bayes**': winner,
  'the same, spelling repaired': spelled(winner),
  'the same, long posts by sentence too': bySentence(winner),
  'the same, fused with BM25 on single questions': fused(winner, bm25OnQuestions),
};

const FOLDS = 3;
/** Of the questions held back, every fourth is asked: two thousand tell candidates a percentage point apart. */
const EVERY = 4;
const { answers, questions } = readLibrary(new URL('../', import.meta.url));
const batches = [...new Set(questions.map(({ batch }) => batch))];

function measured(candidate: Candidate): { first: number; inThree: number } {
  let [first, inThree, asked] = [0, 0, 0];
  for (let fold = 0; fold < FOLDS; fold++) {
    const heldBack = (batch: string) => batches.indexOf(batch) % FOLDS === fold;
    const scorer = candidate({ answers, questions: questions.filter(({ batch }) => !heldBack(batch)) });
    for (const [n, { text, answers: serving, batch }] of questions.entries()) {
      if (serving.length === 0 || !heldBack(batch) || n % EVERY > 0) continue;
      const scores = scorer(text);
      const order = [...answers.keys()].sort((a, b) => scores[b]! - scores[a]!).map((k) => answers[k]!.id);
      asked += 1;
      if (serving.includes(order[0]!)) first += 1;
      if (order.slice(0, 3).some((id) => serving.includes(id))) inThree += 1;
    }
  }
  return { first: first / asked, inThree: inThree / asked };
}

process.stdout.write('| | right first | among three |\n|---|---|---|\n');
for (const [name, candidate] of Object.entries(CANDIDATES)) {
  const { first, inThree } = measured(candidate);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  process.stdout.write(`| ${name} | ${percent(first)} | ${percent(inThree)} |\n`);
}
