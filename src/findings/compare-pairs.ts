import { final, type History } from '../training/history.ts';
import { type Arm, diverged, finished, type Medians, mediansOf, type Pair, pairUp } from './arm.ts';
import { type Agreement, agreement, type Interval, meanInterval, median } from './statistics.ts';
import { ENOUGH_SEEDS } from './verdict.ts';
import type { Yardstick } from './yardstick.ts';

/**
 * How two settings stand to each other, in a word.
 *
 * - a-better, b-better: validation loss is lower by more than luck explains, by the interval and by the signs of the
 *   seeds, and the medians tell the same story.
 * - alike: within a thousandth in every seed.
 * - unclear: neither of these.
 * - few-seeds: fewer than three seeds finished both ways.
 * - a-diverged, b-diverged, both-diverged: most of its runs did.
 */
export type CompareVerdict =
  | 'a-better'
  | 'b-better'
  | 'alike'
  | 'unclear'
  | 'few-seeds'
  | 'a-diverged'
  | 'b-diverged'
  | 'both-diverged';

/** Two settings over the same seeds. */
export interface PairedComparison {
  readonly verdict: CompareVerdict;
  readonly a: Arm;
  readonly b: Arm;
  readonly yardstick: Yardstick;
  /** The seeds in which both finished, a's run as `without`: every claim about losses is about these. */
  readonly pairs: readonly Pair[];
  /** Their medians at the end; NaN where there are none. */
  readonly end: { readonly a: Medians; readonly b: Medians };
  /** Seed by seed ln(b's validation loss / a's). */
  readonly logRatios: readonly number[];
  /** Of the mean of the log ratios; null of fewer than three seeds. */
  readonly interval: Interval | null;
  readonly agreement: Agreement;
}

/** Validation losses within this ratio of each other in every seed are as good as the same. */
const ALIKE = 1e-3;

export function comparePaired(a: Arm, b: Arm, yardstick: Yardstick): PairedComparison {
  const pairs = pairUp(a, b);
  const logRatios = pairs.map((pair) => Math.log(endOf(pair.with) / endOf(pair.without)));
  const facts = {
    a,
    b,
    yardstick,
    pairs,
    end: { a: mediansOf(pairs.map((pair) => pair.without)), b: mediansOf(pairs.map((pair) => pair.with)) },
    logRatios,
    interval: pairs.length >= ENOUGH_SEEDS ? meanInterval(logRatios) : null,
    agreement: agreement(logRatios),
  };
  return { verdict: judge(facts), ...facts };
}

/** A loss of exactly nothing has no ratio to another. */
function endOf({ validationLoss }: History): number {
  return Math.max(final(validationLoss), Number.MIN_VALUE);
}

function judge(facts: Omit<PairedComparison, 'verdict'>): CompareVerdict {
  const { a, b, pairs, logRatios, agreement, end } = facts;
  const mostDiverged = (arm: Arm) => diverged(arm).length > arm.histories.length / 2;
  if (mostDiverged(a)) return mostDiverged(b) ? 'both-diverged' : 'a-diverged';
  if (mostDiverged(b)) return 'b-diverged';
  if (pairs.length < ENOUGH_SEEDS) return 'few-seeds';
  if (logRatios.every((ratio) => Math.abs(ratio) < ALIKE)) return 'alike';
  if (!leavesOutZero(facts.interval) || !agreement.clear) return 'unclear';
  // The medians that are quoted must tell the same story as the pairs.
  const falls = median(logRatios) < 0;
  if (end.b.validationLoss < end.a.validationLoss !== falls || facts.interval!.mean < 0 !== falls) return 'unclear';
  return falls ? 'b-better' : 'a-better';
}

export function leavesOutZero(interval: Interval | null): boolean {
  return interval !== null && (interval.low > 0 || interval.high < 0);
}

/** The pair that lies far from all others, if there is one: five times as far from the median as is usual. */
export function wildPair({ pairs, logRatios }: PairedComparison): { pair: Pair; logRatio: number } | null {
  if (pairs.length < 5) return null;
  const middle = median(logRatios);
  const distances = logRatios.map((ratio) => Math.abs(ratio - middle));
  // 1.4826 times the median distance is the standard deviation, for values spread about normally.
  const usual = 1.4826 * median(distances);
  const farthest = distances.indexOf(Math.max(...distances));
  if (distances[farthest]! < Math.max(5 * usual, Math.log(1.2))) return null;
  return { pair: pairs[farthest]!, logRatio: logRatios[farthest]! };
}

/** The seed whose difference is nearest the median difference. */
export function typicalPair({ pairs, logRatios, b }: PairedComparison): number {
  const middle = median(logRatios);
  const distances = logRatios.map((ratio) => Math.abs(ratio - middle));
  return pairs[distances.indexOf(Math.min(...distances))]?.seed ?? finished(b)[0]?.seed ?? 1;
}
