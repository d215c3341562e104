/** Longer words are not compared: how much work that is grows with the square of their length. */
const LONGEST = 100;

/** The word that was probably meant: one slip away, or two if it has six letters or more. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  if (typed.length > LONGEST) return undefined;
  const [best] = words
    .filter((word) => Math.abs(word.length - typed.length) <= 2)
    .map((word) => ({ word, slips: slipsBetween(typed, word) }))
    .filter(({ word, slips }) => slips <= (word.length < 6 ? 1 : 2))
    .sort((a, b) => a.slips - b.slips);
  return best?.word;
}

/**
 * How many slips of the fingers lead from one word to the other: a letter too many, too few, wrong, or two swapped
 * (the optimal string alignment distance). d[i][j] is the distance of the first i letters of a from the first j of b.
 */
export function slipsBetween(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + wrong);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
    }
  }
  return d[a.length]![b.length]!;
}
