import { accuracySentence } from './accuracy.ts';
import type { Arm } from './arm.ts';
import { divergenceNote } from './divergence.ts';
import { halfLifeSentence, unsettledNote, weightsSentence, whyHelped, whyNoDifference } from './explain.ts';
import { type Headline, headlineOf } from './headline.ts';
import { yardstickSentence } from './scale.ts';
import { bestOf, severalHeadline } from './several.ts';
import { soloHeadline } from './solo.ts';
import { type Comparison, compare, type Verdict } from './verdict.ts';
import { wdLabel } from './wording.ts';
import { medianBaseline, type Yardstick, yardstickOf } from './yardstick.ts';

/** What a `/train` found, in words; the numbers behind them are in the arms' histories. */
export interface Findings {
  /** Of the best decayed arm; null where no decay was asked for. */
  readonly verdict: Verdict | null;
  /** Plain text for the chart's title. */
  readonly title: string;
  /** Markdown, paragraphs parted by empty lines. */
  readonly text: string;
  /** The comparison that the verdict is about; null where no decay was asked for. */
  readonly best: Comparison | null;
  readonly meanBaseline: number;
}

/** @param arms the same seeds in each; first the one without decay, which the others are compared with. */
export function findingsOf([without, ...decayed]: readonly Arm[]): Findings {
  if (without === undefined) throw new RangeError('an arm without decay is needed');
  const yardstick = yardstickOf(without.experiment);
  const comparisons = decayed.map((arm) => compare(without, arm, yardstick));
  const [first, ...others] = comparisons;
  if (first === undefined) {
    return {
      verdict: null,
      ...written(soloHeadline(without, yardstick), []),
      best: null,
      ...scale(yardstick),
    };
  }
  const best = bestOf(comparisons) ?? first;
  const headline = others.length === 0 ? headlineOf(first) : severalHeadline(comparisons);
  const explanation = [
    [others.length === 0 ? divergenceNote(first) : '', whyHelped(best), whyNoDifference(best), unsettledNote(best)],
    others.length === 0 ? aboutDecay(best) : withWd(best, [...aboutDecay(best), accuracySentence(best)]),
    // Nothing is gained from scales and half-lives while the run itself goes wrong.
    best.verdict === 'diverged' ? [] : [yardstickSentence(best, others.length === 0)],
  ];
  return { verdict: best.verdict, ...written(headline, explanation), best, ...scale(best.yardstick) };
}

function aboutDecay(comparison: Comparison): string[] {
  if (comparison.verdict === 'diverged') return [];
  return [weightsSentence(comparison), halfLifeSentence(comparison.decayed.experiment)];
}

/** Says of which wd a paragraph speaks. */
function withWd({ decayed }: Comparison, paragraph: readonly string[]): string[] {
  const [first, ...others] = paragraph.filter((sentence) => sentence !== '');
  if (first === undefined) return [];
  return [`With ${wdLabel(decayed.experiment)}, ${first.charAt(0).toLowerCase()}${first.slice(1)}`, ...others];
}

function scale(yardstick: Yardstick) {
  return { meanBaseline: medianBaseline(yardstick) };
}

function written({ title, sentences }: Headline, explanation: readonly (readonly string[])[]) {
  const paragraphs = [sentences, ...explanation].map((paragraph) => paragraph.filter((sentence) => sentence !== ''));
  const text = paragraphs
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => paragraph.join(' '))
    .join('\n\n');
  return { title, text };
}
