import { final, type History } from '../training/history.ts';
import { taskOf } from '../training/tasks/index.ts';
import { type Arm, diverged, type Medians, mediansOf, type Pair, pairUp } from './arm.ts';
import { type Agreement, agreement, median } from './statistics.ts';
import type { Yardstick } from './yardstick.ts';

/**
 * What decay did, in a word. Only a run that diverged speaks for itself; the others need three seeds or more.
 *
 * - helped, hurt: validation loss is lower, higher, by more than the seeds' own spread and more than 2 %.
 * - collapsed: the decayed network ended hardly better than predicting the mean, on training and validation samples.
 * - no-difference: within 2 % in the median and 5 % in four seeds of five.
 * - unclear: a difference, but inside the seeds' spread, or of too few seeds.
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
  /** Their medians at the end, without decay and with it; NaN where no seed finished both ways. */
  readonly end: { readonly without: Medians; readonly with: Medians };
  /** Seed by seed ln(validation loss with decay / without). */
  readonly logRatios: readonly number[];
  readonly agreement: Agreement;
}

/** Fewer seeds than this may agree by chance, however plainly. */
export const ENOUGH_SEEDS = 3;
/** The share of seeds that must agree before anything is said of them all. */
const MOST = 0.8;
/** Smaller differences than this are not worth a learner's attention. */
const SMALL = Math.log(1.02);
/** Where we say that nothing differs, most seeds must differ by less than this. */
const STEADY = Math.log(1.05);
/** A network within this share of predict-the-mean has learnt nothing worth the name. */
const COLLAPSED = 0.95;

export function compare(without: Arm, decayed: Arm, yardstick: Yardstick): Comparison {
  const pairs = pairUp(without, decayed);
  const logRatios = pairs.map((pair) => Math.log(final(pair.with.validationLoss) / final(pair.without.validationLoss)));
  const end = {
    without: mediansOf(pairs.map((pair) => pair.without)),
    with: mediansOf(pairs.map((pair) => pair.with)),
  };
  const facts = { without, decayed, yardstick, pairs, end, logRatios, agreement: agreement(logRatios) };
  return { verdict: judge(facts), ...facts };
}

function judge({
  without,
  decayed,
  yardstick,
  pairs,
  end,
  logRatios,
  agreement,
}: Omit<Comparison, 'verdict'>): Verdict {
  const seeds = decayed.histories.length;
  if (diverged(decayed).length > seeds / 2) return 'diverged';
  if (seeds >= ENOUGH_SEEDS && diverged(without).length > seeds / 2) {
    return diverged(decayed).length === 0 ? 'rescued' : 'unclear';
  }
  const { without: bounces, decayed: bouncesWithDecay } = unsettled({ pairs, end, yardstick });
  const settles = !bounces && !bouncesWithDecay;
  if (settles && most(pairs, (pair) => isStillLearning(pair.with) || isStillLearning(pair.without)))
    return 'unfinished';
  if (pairs.length < ENOUGH_SEEDS) return 'unclear';
  const collapsed = areCollapsed(
    pairs.map((pair) => pair.with),
    yardstick,
  );
  // Where the undecayed network learnt nothing either, decay is not to blame.
  if (collapsed && !most(pairs, (pair) => hasCollapsed(pair.without, yardstick))) return 'collapsed';
  const typical = median(logRatios);
  const steady = logRatios.filter((ratio) => Math.abs(ratio) < STEADY).length;
  const shown = Math.log(end.with.validationLoss / end.without.validationLoss);
  if (Math.abs(typical) < SMALL && Math.abs(shown) < STEADY && steady >= MOST * logRatios.length)
    return 'no-difference';
  if (!agreement.clear || Math.abs(typical) < SMALL) return 'unclear';
  // The medians that the sentence quotes must tell the same story as the pairs.
  const fell = end.with.validationLoss < end.without.validationLoss;
  if (typical < 0) return fell ? 'helped' : 'unclear';
  return fell ? 'unclear' : 'hurt';
}

/** Whether at least four in five of the runs ended hardly better than predicting the mean. */
export function areCollapsed(histories: readonly History[], yardstick: Yardstick): boolean {
  const collapsed = histories.filter((history) => hasCollapsed(history, yardstick)).length;
  return histories.length > 0 && collapsed >= MOST * histories.length;
}

function hasCollapsed(history: History, { meanBaseline, trainingBaseline }: Yardstick): boolean {
  const seed = history.seed - 1;
  return (
    final(history.validationLoss) >= COLLAPSED * meanBaseline[seed]! &&
    final(history.dataLoss) >= COLLAPSED * trainingBaseline[seed]!
  );
}

/** Validation losses this near predict-the-mean's are about as good. */
const NEAR = Math.log(1.1);

/**
 * Whether decay brought the network about as far as predicting the mean and not clearly further, whatever it made of
 * its training samples. Not asked of classes: there a loss no better than guessing may go with many right names.
 */
export function endsAtMean({ pairs, yardstick, decayed }: Comparison): boolean {
  if (taskOf(decayed.experiment).loss.kind !== 'squared' || pairs.length === 0) return false;
  const apart = pairs.map((pair) => Math.log(final(pair.with.validationLoss) / yardstick.meanBaseline[pair.seed - 1]!));
  const typical = median(apart);
  const better = agreement(apart).clear && typical < Math.log(COLLAPSED);
  return Math.abs(typical) < NEAR && !better;
}

/**
 * Whether an arm's training loss ended half as much again above both its start and predict-the-mean's: decay alone does
 * not bring it there, steps too large to settle do.
 */
export function unsettled({ pairs, end, yardstick }: Pick<Comparison, 'pairs' | 'end' | 'yardstick'>) {
  const start = median(pairs.map((pair) => pair.without.dataLoss[0]!));
  const bound = 1.5 * Math.max(start, median(yardstick.trainingBaseline));
  return { without: end.without.dataLoss > bound, decayed: end.with.dataLoss > bound };
}

/**
 * Whether the training loss was still on its way down: its last quarter of steps made a tenth or more of the whole
 * descent, and that matters: either the loss lost 2 % in that quarter or has lost next to nothing at all yet.
 */
export function isStillLearning({ steps, dataLoss }: History): boolean {
  const [start, end] = [dataLoss[0]!, final(dataLoss)];
  const threeQuarters = 0.75 * final(steps);
  const then = dataLoss[steps.findLastIndex((step) => step <= threeQuarters)]!;
  const recent = then - end;
  const whole = start - end;
  const barelyBegun = whole < 0.05 * start;
  return whole > 0 && recent > 0.1 * whole && (recent > 0.02 * then || barelyBegun);
}

function most(pairs: readonly Pair[], holds: (pair: Pair) => boolean): boolean {
  return pairs.filter(holds).length > pairs.length / 2;
}
