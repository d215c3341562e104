import { isDeepStrictEqual } from 'node:util';
import { type Experiment, withoutDecay } from '../training/experiment.ts';
import { final, type History } from '../training/history.ts';
import { networkOf } from '../training/network.ts';
import { taskOf } from '../training/tasks/index.ts';
import { type Arm, mediansOf, pairUp } from './arm.ts';
import { baselineWords } from './baseline-words.ts';
import type { PairedComparison } from './compare-pairs.ts';
import { figure, share } from './figures.ts';
import { noiseWords, unitOf } from './scale.ts';
import { median } from './statistics.ts';
import { ENOUGH_SEEDS, isStillLearning } from './verdict.ts';
import { isShownAbove, seeds } from './wording.ts';
import { medianBaseline } from './yardstick.ts';

/** The rest of what two settings did: to the training samples, to the weights, and what their decay had to do with it. */
export function lossesAndLengths({ pairs, verdict, end: { a, b } }: PairedComparison): string {
  if (pairs.length === 0) return '';
  // Elsewhere the sentence about medians says which seeds they are of.
  const few = verdict.endsWith('diverged');
  return [
    `${few ? `In the ${seeds(pairs.length)} that finished both ways, training` : 'Training'} loss ended at ${figure(a.dataLoss)} with A, ${figure(b.dataLoss)} with B; ` +
      `the weights at length ${figure(a.weightLength)} and ${figure(b.weightLength)}.`,
    accuracies(pairs.map((pair) => [pair.without, pair.with] as const)),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** How many new points were put into their class; empty for tasks without classes. */
function accuracies(pairs: readonly (readonly [History, History])[]): string {
  if (taskOf(pairs[0]![0].experiment).loss.kind === 'squared') return '';
  const [a, b] = ([0, 1] as const).map((side) => share(median(pairs.map((pair) => pair[side].accuracy!))));
  return `It named the class of new points rightly for ${a} with A, ${b} with B.`;
}

/** What each of the two would have been without its decay, over the same seeds. */
export function decayNote({ a, b }: PairedComparison, twins: readonly Arm[]): string {
  const all = [a, b, ...twins];
  const notes = (
    [
      ['A', a],
      ['B', b],
    ] as const
  ).flatMap(([letter, arm]) => {
    const twin = all.find((other) => isTwin(other.experiment, arm.experiment));
    // Where one of the two is the other's twin, their comparison has said it.
    if (twin === undefined || arm.experiment.wd === 0 || twin === a || twin === b) return [];
    const pairs = pairUp(twin, arm);
    if (pairs.length === 0) return [];
    const [from, to] = [pairs.map((pair) => pair.without), pairs.map((pair) => pair.with)].map(
      (runs) => mediansOf(runs).validationLoss,
    );
    const lower = pairs.filter((pair) => final(pair.with.validationLoss) < final(pair.without.validationLoss)).length;
    return [`${letter} ${figure(from!)} → ${figure(to!)}, lower in ${lower} of ${seeds(pairs.length)}`];
  });
  return notes.length === 0 ? '' : `Against the same seeds without decay: ${notes.join('; ')}.`;
}

/** Whether the one is the other without its decay. Sparing biases from no decay changes nothing. */
export function isTwin(twin: Experiment, of: Experiment): boolean {
  return isDeepStrictEqual(twinOf(twin), twinOf(of)) && twin.wd === 0;
}

export function twinOf(experiment: Experiment): Experiment {
  return { ...withoutDecay(experiment), decayBiases: true };
}

/** Whether a seed means the same in both, so that what differs is due to the settings. */
export function startsSentence(a: Experiment, b: Experiment): string {
  const sameStart = isDeepStrictEqual(networkOf(a).widths, networkOf(b).widths);
  return sameStart
    ? 'In every seed both have the same points and start from the same weights.'
    : 'In every seed both have the same points, but their starts differ, as their networks do: part of the spread is due to that.';
}

/** Said of runs that had not come to rest: with more steps, they could change places. */
export function stillLearningNote({ pairs, verdict }: PairedComparison): string {
  if (pairs.length === 0 || verdict.endsWith('diverged')) return '';
  const learning = (side: 'without' | 'with') =>
    pairs.filter((pair) => isStillLearning(pair[side])).length > pairs.length / 2;
  const [a, b] = [learning('without'), learning('with')];
  if (!a && !b) return '';
  const which = a && b ? 'With both' : a ? 'With A' : 'With B';
  return `${which}, training loss was still falling at the last step: after more steps this may look different.`;
}

/** Said at once where neither of the two is better than no network at all: then their difference means little. */
export function beatenNote(comparison: PairedComparison): string {
  const mean = medianBaseline(comparison.yardstick);
  if (beatenByMean(comparison) !== 'both') return '';
  const { always } = baselineWords(comparison.a.experiment);
  const learnt = comparison.pairs.length < ENOUGH_SEEDS ? '' : ': neither has learnt what new points share';
  return `But ${always} (${figure(mean)}) beats both${learnt}.`;
}

/** Which of the two validates worse than the mean. */
function beatenByMean({ end, yardstick }: PairedComparison): 'both' | 'A' | 'B' | null {
  const [a, b] = [end.a, end.b].map(({ validationLoss }) => isShownAbove(validationLoss, medianBaseline(yardstick)));
  return a && b ? 'both' : a ? 'A' : b ? 'B' : null;
}

/** What the losses are held against, and what they are. */
export function scaleSentence(comparison: PairedComparison): string {
  const { a, pairs, yardstick, verdict } = comparison;
  const { noiseFloor } = taskOf(a.experiment);
  const beaten = beatenByMean(comparison);
  const caution = beaten === null ? '' : `, which beats ${beaten}`;
  const mean = `${baselineWords(a.experiment).always} scores ${figure(medianBaseline(yardstick))}${caution}`;
  const scales = [
    beaten === 'both' ? '' : mean,
    noiseFloor === null ? '' : `the noise alone is ${noiseWords(noiseFloor)}`,
  ].filter((scale) => scale !== '');
  const known = scales.length === 0 ? '' : `For scale: ${scales.join('; ')}.`;
  const over = pairs.length === a.histories.length ? `${seeds(pairs.length)}` : 'the seeds that finished both ways';
  const medians =
    pairs.length > 1 && !verdict.endsWith('diverged') ? `Losses and lengths are medians over ${over}.` : '';
  return [known, unitOf(a.experiment), medians].filter((sentence) => sentence !== '').join(' ');
}
