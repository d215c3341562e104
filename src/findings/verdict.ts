import { final, type History } from '../training/history.ts';
import { type Arm, diverged, mediansOf, type Pair, pairUp } from './arm.ts';
import { type Agreement, agreement, median } from './statistics.ts';
import type { Yardstick } from './yardstick.ts';

/**
 * What decay did, in a word.
 *
 * - helped, hurt: validation loss is lower, higher, by more than the seeds' own spread and more than 2 %.
 * - collapsed: the decayed network ended no better than predicting the mean, on training and validation samples.
 * - no-difference: within 2 % in the median and 5 % in every seed.
 * - unclear: a difference, but inside the seeds' spread, or of one seed only.
 * - rescued: most runs diverged without decay, and none with it.
 * - diverged: most decayed runs did.
 * - unfinished: still learning at the last step, so nothing can be said yet.
 */
export type Verdict =
  | 'helped'
  | 'hurt'
  | 'collapsed'
  | 'no-difference'
  | 'unclear'
  | 'rescued'
  | 'diverged'
  | 'unfinished';

/** A decayed arm held against the same seeds without decay. */
export interface Comparison {
  readonly verdict: Verdict;
  readonly without: Arm;
  readonly decayed: Arm;
  readonly yardstick: Yardstick;
  /** The seeds in which both arms finished: every claim about losses is about these. */
  readonly pairs: readonly Pair[];
  /** Seed by seed ln(validation loss with decay / without). */
  readonly logRatios: readonly number[];
  readonly agreement: Agreement;
}

/** Smaller differences than this are not worth a learner's attention. */
const SMALL = Math.log(1.02);
/** No single seed may differ by more where we say that nothing differs. */
const STEADY = Math.log(1.05);
/** A network this close to predict-the-mean has learnt nothing. */
const COLLAPSED = 0.95;

export function compare(without: Arm, decayed: Arm, yardstick: Yardstick): Comparison {
  const pairs = pairUp(without, decayed);
  const logRatios = pairs.map((pair) => Math.log(final(pair.with.validationLoss) / final(pair.without.validationLoss)));
  const facts = { without, decayed, yardstick, pairs, logRatios, agreement: agreement(logRatios) };
  return { verdict: judge(facts), ...facts };
}

function judge({ without, decayed, yardstick, pairs, logRatios, agreement }: Omit<Comparison, 'verdict'>): Verdict {
  const seeds = decayed.histories.length;
  if (diverged(decayed).length > seeds / 2) return 'diverged';
  if (diverged(without).length > seeds / 2) return diverged(decayed).length === 0 ? 'rescued' : 'unclear';
  if (pairs.length === 0) return 'unclear';
  // Where the undecayed network learnt nothing either, decay is not to blame.
  const collapsed = isMostlyCollapsed(
    pairs.map((pair) => pair.with),
    yardstick,
  );
  if (collapsed && !most(pairs, (pair) => hasCollapsed(pair.without, yardstick))) return 'collapsed';
  if (most(pairs, (pair) => isStillLearning(pair.with) || isStillLearning(pair.without))) return 'unfinished';
  const typical = median(logRatios);
  if (Math.abs(typical) < SMALL && logRatios.every((ratio) => Math.abs(ratio) < STEADY)) return 'no-difference';
  if (!agreement.clear || Math.abs(typical) < SMALL || pairs.length === 1) return 'unclear';
  const [before, after] = [mediansOf(pairs.map((pair) => pair.without)), mediansOf(pairs.map((pair) => pair.with))];
  // The medians that the sentence quotes must tell the same story as the pairs.
  if (typical < 0) return after.validationLoss < before.validationLoss ? 'helped' : 'unclear';
  return after.validationLoss > before.validationLoss ? 'hurt' : 'unclear';
}

/** Whether more than half of the runs ended no better than predicting the mean. */
export function isMostlyCollapsed(histories: readonly History[], yardstick: Yardstick): boolean {
  return histories.filter((history) => hasCollapsed(history, yardstick)).length > histories.length / 2;
}

function hasCollapsed(history: History, { meanBaseline, trainingBaseline }: Yardstick): boolean {
  const seed = history.seed - 1;
  return (
    final(history.validationLoss) >= COLLAPSED * meanBaseline[seed]! &&
    final(history.dataLoss) >= COLLAPSED * trainingBaseline[seed]!
  );
}

/**
 * Whether the training loss was still on its way down: its last quarter of steps made a tenth or more of the whole
 * descent, and that matters: either the loss lost 2 % in that quarter or has lost next to nothing at all yet.
 */
function isStillLearning({ steps, dataLoss }: History): boolean {
  const [start, end] = [dataLoss[0]!, final(dataLoss)];
  const threeQuarters = 0.75 * final(steps);
  const then = dataLoss[steps.findLastIndex((step) => step <= threeQuarters)]!;
  const recent = then - end;
  const whole = start - end;
  const barelyBegun = whole < 0.05 * start;
  return recent > 0.1 * Math.abs(whole) && (recent > 0.02 * then || barelyBegun);
}

function most(pairs: readonly Pair[], holds: (pair: Pair) => boolean): boolean {
  return pairs.filter(holds).length > pairs.length / 2;
}
