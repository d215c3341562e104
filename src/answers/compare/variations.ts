import { slipsBetween } from '../../chat/nearest.ts';
import { softmax } from '../finder/linear.ts';
import { plainForm, tokensOf } from '../finder/words.ts';
import type { Candidate, Lesson } from './candidate.ts';

/** Two rankings as one: 1/(60 + rank) of each, added up (reciprocal rank fusion). */
export function fused(...candidates: readonly Candidate[]): Candidate {
  return (lesson) => {
    const scorers = candidates.map((candidate) => candidate(lesson));
    return (message) => {
      const sums = new Float64Array(lesson.answers.length);
      for (const scorer of scorers) {
        const scores = scorer(message);
        const order = [...sums.keys()].sort((a, b) => scores[b]! - scores[a]!);
        order.forEach((k, rank) => {
          sums[k] = sums[k]! + 1 / (60 + rank + 1);
        });
      }
      return sums;
    };
  };
}

/** A long post is read whole and sentence by sentence; the sentences have three tenths of the say. */
export function bySentence(candidate: Candidate): Candidate {
  return (lesson) => {
    const scorer = candidate(lesson);
    const probabilities = (message: string) => softmax(Float32Array.from(scorer(message)), 1.3);
    return (message) => {
      const sentences = message.split(/(?<=[.?!])\s+/u).filter((sentence) => sentence.length > 12);
      const whole = probabilities(message);
      if (sentences.length < 2) return whole;
      const parts = sentences.map(probabilities);
      return whole.map((p, k) => 0.7 * p + (0.3 * parts.reduce((sum, part) => sum + part[k]!, 0)) / parts.length);
    };
  };
}

/** Words that no question has are taken for the one they are a slip away from, in questions and in messages. */
export function spelled(candidate: Candidate): Candidate {
  return ({ answers, questions }) => {
    const repair = repairer(questions.map(({ text }) => text));
    const repaired: Lesson = { answers, questions: questions.map((each) => ({ ...each, text: repair(each.text) })) };
    const scorer = candidate(repaired);
    return (message) => scorer(repair(message));
  };
}

const COMMON = 5;
const LEAST_LETTERS = 5;

function repairer(messages: readonly string[]): (message: string) => string {
  const counts = new Map<string, number>();
  for (const message of messages) {
    for (const word of new Set(tokensOf(plainForm(message)))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const common = [...counts].filter(([word, n]) => n >= COMMON && word.length >= LEAST_LETTERS).map(([word]) => word);
  const byGap = new Map<string, string[]>();
  for (const word of common) for (const gap of gaps(word)) byGap.set(gap, [...(byGap.get(gap) ?? []), word]);
  const meant = (word: string): string => {
    if (word.length < LEAST_LETTERS || (counts.get(word) ?? 0) >= COMMON) return word;
    const near = gaps(word)
      .flatMap((gap) => byGap.get(gap) ?? [])
      .filter((other) => slipsBetween(word, other) === 1);
    return near.reduce((best, other) => ((counts.get(other) ?? 0) > (counts.get(best) ?? 0) ? other : best), word);
  };
  const known = new Map<string, string>();
  return (message) =>
    plainForm(message).replace(/\p{L}+/gu, (word) => {
      if (!known.has(word)) known.set(word, meant(word));
      return known.get(word)!;
    });
}

/** The word, and the word with any one letter left out: two words a slip apart share one of these. */
function gaps(word: string): string[] {
  return [word, ...Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))];
}
