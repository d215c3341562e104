import { type Counts, letterFeatures, stemsOf, symptomFeatures, wordFeatures } from './features.ts';
import { joined, type Vector, type Vocabulary, vectorOf, vocabularyOf } from './vectors.ts';

/** What the finder sees of a message: its words, its runs of letters, its symptoms; one vocabulary for each. */
export interface Space {
  readonly words: Vocabulary;
  readonly letters: Vocabulary;
  readonly symptoms: Vocabulary;
}

/** A feature seen in fewer of the questions tells nothing of the next one, and makes the model larger. */
const LEAST = { words: 2, letters: 4, symptoms: 2 } as const;
/** How much each kind counts in a message's vector. */
const FACTOR = { words: 1.5, letters: 1, symptoms: 0.5 } as const;

export function spaceOf(messages: readonly string[]): Space {
  const words = vocabularyOf(messages.map(wordFeatures), LEAST.words);
  return {
    words,
    letters: vocabularyOf(messages.map(letterFeatures), LEAST.letters),
    symptoms: vocabularyOf(
      messages.map((message) => symptoms(message, words)),
      LEAST.symptoms,
    ),
  };
}

/** How many of a message's words were met in no other: those who ask about other things use other words. */
function symptoms(message: string, { index }: Vocabulary): Counts {
  const counts = symptomFeatures(message);
  const stems = [...new Set(stemsOf(message))];
  const strange = stems.filter((stem) => !index.has(stem)).length;
  counts.set(`strange words: ${Math.min(strange, 4)}`, 1);
  counts.set(`strange share: ${Math.min(5, Math.ceil((10 * strange) / Math.max(1, stems.length)))}`, 1);
  return counts;
}

export function sizeOf({ words, letters, symptoms }: Space): number {
  return words.idf.length + letters.idf.length + symptoms.idf.length;
}

export function placeIn({ words, letters, symptoms: shown }: Space, message: string): Vector {
  const part = (vector: Vector, { idf }: Vocabulary, factor: number) => ({ vector, size: idf.length, factor });
  return joined([
    part(vectorOf(wordFeatures(message), words), words, FACTOR.words),
    part(vectorOf(letterFeatures(message), letters), letters, FACTOR.letters),
    part(vectorOf(symptoms(message, words), shown), shown, FACTOR.symptoms),
  ]);
}
