import { symptomsOf } from './symptoms.ts';
import { named, plainForm, stemOf, tokensOf } from './words.ts';

/** What of a message the finder looks at: the names of features, with how often each occurs. */
export type Counts = Map<string, number>;

export function stemsOf(message: string): string[] {
  return named(tokensOf(plainForm(message))).map(stemOf);
}

/** Words, and pairs of words that follow each other. */
export function wordFeatures(message: string): Counts {
  const stems = stemsOf(message);
  return counted(stems.flatMap((stem, i) => (i + 1 < stems.length ? [stem, `${stem} ${stems[i + 1]}`] : [stem])));
}

/** Runs of 3 to 5 letters within words and at their edges: typed wrong, a word still shares most of them. */
export function letterFeatures(message: string): Counts {
  return counted(
    plainForm(message)
      .split(' ')
      .flatMap((word) => [3, 4, 5].flatMap((length) => runs(` ${word} `, length))),
  );
}

function runs(word: string, length: number): string[] {
  return Array.from({ length: Math.max(0, word.length - length + 1) }, (_, i) => word.slice(i, i + length));
}

export function symptomFeatures(message: string): Counts {
  return counted(symptomsOf(plainForm(message)));
}

function counted(names: readonly string[]): Counts {
  const counts: Counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
