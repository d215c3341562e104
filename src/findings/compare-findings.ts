import type { Arm } from './arm.ts';
import {
  beatenNote,
  decayNote,
  lossesAndLengths,
  scaleSentence,
  startsSentence,
  stillLearningNote,
} from './compare-explain.ts';
import { compareHeadline, divergedNote } from './compare-headline.ts';
import { comparePaired, type PairedComparison } from './compare-pairs.ts';
import { type Differences, differencesOf } from './compare-words.ts';
import { medianBaseline, yardstickOf } from './yardstick.ts';

/** What a `/compare` found, in words; the numbers behind them are in the arms' histories. */
export interface CompareFindings {
  readonly comparison: PairedComparison;
  readonly words: Differences;
  /** Plain text for the chart's title. */
  readonly title: string;
  /** Markdown, paragraphs parted by empty lines. */
  readonly text: string;
  readonly meanBaseline: number;
}

/** @param twins the same without decay, as far as they were trained too; each of the same seeds as a and b. */
export function compareFindingsOf(a: Arm, b: Arm, twins: readonly Arm[] = []): CompareFindings {
  const yardstick = yardstickOf(a.experiment);
  const comparison = comparePaired(a, b, yardstick);
  const words = differencesOf(a.experiment, b.experiment);
  const { title, sentences } = compareHeadline(comparison, words);
  const [first, ...others] = sentences;
  const paragraphs = [
    [first!, beatenNote(comparison)],
    [...others, divergedNote(comparison), stillLearningNote(comparison)],
    [lossesAndLengths(comparison), decayNote(comparison, twins)],
    [startsSentence(a.experiment, b.experiment), scaleSentence(comparison)],
  ];
  const text = paragraphs
    .map((paragraph) => paragraph.filter((sentence) => sentence !== '').join(' '))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
  return { comparison, words, title, text, meanBaseline: medianBaseline(yardstick) };
}
