import { diverged, mediansOf } from './arm.ts';
import { differenceInWords, intervalInWords } from './compare-difference.ts';
import { type CompareVerdict, leavesOutZero, type PairedComparison, wildPair } from './compare-pairs.ts';
import { type Differences, lineLabel, namedBy } from './compare-words.ts';
import { figure } from './figures.ts';
import type { Headline } from './headline.ts';
import { median } from './statistics.ts';
import { ENOUGH_SEEDS } from './verdict.ts';
import { divergedPhrase, seeds } from './wording.ts';

/** What comparing two settings found: first what tells them apart, then which does better, and how surely. */
export function compareHeadline(comparison: PairedComparison, words: Differences): Headline {
  return headlines[comparison.verdict](comparison, words);
}

type Write = (comparison: PairedComparison, words: Differences) => Headline;

const headlines: Record<CompareVerdict, Write> = {
  'a-better': better,
  'b-better': better,

  alike(comparison, { a, b }) {
    const most = Math.max(...comparison.logRatios.map((ratio) => Math.abs(Math.expm1(ratio))));
    const apart =
      most === 0
        ? 'to the last digit in every seed'
        : `in no seed more than ${figure(100 * most)}\u00a0% apart, rounding or next to it`;
    return {
      title: `No difference: validation loss ${losses(comparison).join(' and ')}`,
      sentences: [`**${namedBy(a, 'A')} and ${namedBy(b, 'B')} come to the same.** ${ended(comparison)}: ${apart}.`],
    };
  },

  unclear(comparison, { a, b }) {
    return {
      title: `No clear difference: validation loss ${losses(comparison).join(' and ')}, B’s ${countOf(comparison)}`,
      sentences: [
        `**No clear difference between ${namedBy(a, 'A')} and ${namedBy(b, 'B')}.** ${ended(comparison)}; seed by seed, ` +
          `B’s is ${typicalDifference(comparison)} on average, and ${countOf(comparison)}.`,
        `${likely(comparison)} ${whyUnclear(comparison)}`,
        wildNote(comparison),
      ],
    };
  },

  'few-seeds'(comparison, { a, b }) {
    const { pairs } = comparison;
    const all = comparison.a.histories.length;
    const title = all < ENOUGH_SEEDS ? `${seeds(all)} cannot tell` : 'Too few seeds finished both ways to tell';
    const lead = `**${title} ${namedBy(a, 'A')} from ${namedBy(b, 'B')}.**`;
    if (pairs.length === 0)
      return { title, sentences: [`${lead} No seed finished both ways.`, divergedBoth(comparison)] };
    return {
      title: `${title}: validation loss ${losses(comparison).join(' and ')}`,
      sentences: [
        `${lead} ${ended(comparison)}; seed by seed, B’s is ${typicalDifference(comparison)}, which may be luck.`,
        `An interval needs ${ENOUGH_SEEDS} seeds that finish both ways: fewer say nothing about how far seeds differ.`,
      ],
    };
  },

  'a-diverged': (comparison, words) => oneDiverged(comparison, words, 'a'),
  'b-diverged': (comparison, words) => oneDiverged(comparison, words, 'b'),

  'both-diverged'(comparison, { a, b }) {
    return {
      title: 'Both diverged',
      sentences: [
        `**${namedBy(a, 'A')} and ${namedBy(b, 'B')} both diverged**: their losses grew beyond all bounds.`,
        `${divergedBoth(comparison)} Try a smaller lr.`,
      ],
    };
  },
};

function better(comparison: PairedComparison, words: Differences): Headline {
  const { verdict, end, agreement, logRatios } = comparison;
  const isB = verdict === 'b-better';
  const [winner, loser] = isB ? (['b', 'a'] as const) : (['a', 'b'] as const);
  const inSeeds = `in ${agreement.count} of ${seeds(agreement.of)}`;
  const small = Math.abs(median(logRatios)) < Math.log(1.02) ? ' by a little' : '';
  const short = lineLabel(words[winner], LETTERS[winner]).replace(/^(.): (.+)$/u, '$1 ($2)');
  return {
    title: `${short} validates better${small}: ${figure(end[winner].validationLoss)} against ${figure(end[loser].validationLoss)}, ${inSeeds}`,
    sentences: [
      `**${named(words, winner)} validates better${small} than ${named(words, loser)}.** ${ended(comparison)}; ` +
        `seed by seed, B’s is ${typicalDifference(comparison)} on average, and ${isB ? 'lower' : 'higher'} ${inSeeds}.`,
      `${likely(comparison)} The interval leaves out zero, so it is unlikely to be luck${isSplit(comparison) ? ' of the split' : ''}.`,
      wildNote(comparison),
    ],
  };
}

const LETTERS = { a: 'A', b: 'B' } as const;

function named(words: Differences, which: 'a' | 'b'): string {
  return namedBy(words[which], LETTERS[which]);
}

function oneDiverged(comparison: PairedComparison, words: Differences, lost: 'a' | 'b'): Headline {
  const kept = lost === 'a' ? 'b' : 'a';
  const none = diverged(comparison[kept]).length === 0;
  const loss = figure(mediansOf(comparison[kept].histories).validationLoss);
  const rest = none ? ` Validation loss of ${LETTERS[kept]} ended at ${loss}.` : '';
  const didNot = `did not${none ? '' : ' in most seeds'}`;
  return {
    title: `${LETTERS[lost]} diverged, ${LETTERS[kept]} ${didNot}`,
    sentences: [
      `**${named(words, lost)} diverged, ${named(words, kept)} ${didNot}.** ${divergedBoth(comparison)}${rest} ` +
        `${LETTERS[lost]} has no loss worth comparing it with.`,
    ],
  };
}

/** Runs that diverged, told where the headline is about something else. */
export function divergedNote(comparison: PairedComparison): string {
  const { verdict, a, b, pairs } = comparison;
  if (diverged(a).length + diverged(b).length === 0 || verdict.endsWith('diverged')) return '';
  if (pairs.length === 0) return '';
  return `${divergedBoth(comparison)} Only the ${seeds(pairs.length)} that finished both ways ${pairs.length === 1 ? 'is' : 'are'} compared.`;
}

function divergedBoth({ a, b }: PairedComparison): string {
  return `With A, ${divergedPhrase(a.histories)}; with B, ${divergedPhrase(b.histories)}.`;
}

function losses({ end }: PairedComparison): [string, string] {
  return [figure(end.a.validationLoss), figure(end.b.validationLoss)];
}

function ended(comparison: PairedComparison): string {
  const [a, b] = losses(comparison);
  return `Validation loss ended at ${a} with A and ${b} with B`;
}

/** The interval, the count of seeds and the medians have to tell the same story before it is told. */
function whyUnclear({ interval, agreement, pairs, logRatios }: PairedComparison): string {
  const more = pairs.length < 20 ? ' More seeds would tell more.' : '';
  if (!leavesOutZero(interval)) {
    if (!agreement.clear)
      return `The interval holds zero as well: these ${pairs.length} seeds cannot tell the two apart.${more}`;
    return `The interval holds zero, though ${agreement.count} of ${pairs.length} seeds agree: it stays open.${more}`;
  }
  const others = logRatios.length - agreement.count;
  if (!agreement.clear) {
    return `The interval leaves out zero, but ${others} of ${pairs.length} seeds go the other way, too many to rule out luck: it stays open.${more}`;
  }
  return `The interval leaves out zero, but the medians do not tell the same story: it stays open.${more}`;
}

/** Of the paired losses: the mean of their log ratios, as a ratio. */
function typicalDifference({ logRatios }: PairedComparison): string {
  return differenceInWords(Math.exp(logRatios.reduce((sum, ratio) => sum + ratio, 0) / logRatios.length));
}

/** `lower in 8 of 10 seeds`: in how many B’s loss lies where it lies in the mean. */
function countOf({ logRatios }: PairedComparison): string {
  const isLower = logRatios.reduce((sum, ratio) => sum + ratio, 0) < 0;
  const count = logRatios.filter((ratio) => (isLower ? ratio < 0 : ratio > 0)).length;
  return `${isLower ? 'lower' : 'higher'} in ${count} of ${seeds(logRatios.length)}`;
}

function likely(comparison: PairedComparison): string {
  const all = isSplit(comparison) ? 'Over all splits of these rows' : 'Over all seeds like these';
  return `${all}, B’s is probably ${intervalInWords(comparison.interval!)} (95\u00a0% interval of the mean).`;
}

/** Whether seeds differ only in how they split the same rows: then nothing is known of other rows. */
function isSplit({ a }: PairedComparison): boolean {
  return a.experiment.task === 'csv';
}

/** One seed far from all others sways a mean and stretches its interval: the median is told beside it. */
function wildNote(comparison: PairedComparison): string {
  const wild = wildPair(comparison);
  if (wild === null) return '';
  return (
    `Seed ${wild.pair.seed} stands far out (B’s loss is ${differenceInWords(Math.exp(wild.logRatio))} there) and sways the mean; ` +
    `the median of the differences is ${differenceInWords(Math.exp(median(comparison.logRatios)))}.`
  );
}
