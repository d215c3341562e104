import type { Experiment } from '../training/experiment.ts';
import { type History, hasDiverged } from '../training/history.ts';
import { change, count, figure, setting } from './figures.ts';
import type { Comparison } from './verdict.ts';

/** `rose from 0.0082 to 0.0544`, `fell from …`, or `stayed at 0.118` where the figures shown are the same. */
export function moved(from: number, to: number): string {
  const [before, after] = [figure(from), figure(to)];
  if (before === after) return `stayed at ${after}`;
  return `${to > from ? 'rose' : 'fell'} from ${before} to ${after}`;
}

/** `5 of 5 seeds`; says of which seeds where some runs did not finish. */
export function inSeeds({ agreement, pairs, decayed }: Comparison): string {
  const whole = pairs.length === decayed.histories.length;
  return `${agreement.count} of ${agreement.of} seeds${whole ? '' : ' that finished both ways'}`;
}

/** The same where there is little room: `3 of 3 finished seeds`. */
export function inSeedsBriefly({ agreement, pairs, decayed }: Comparison): string {
  return `${agreement.count} of ${agreement.of} ${pairs.length === decayed.histories.length ? '' : 'finished '}seeds`;
}

/** `−37 %, in 5 of 5 seeds` */
export function changeInSeeds(comparison: Comparison): string {
  const { without, with: decayed } = comparison.end;
  return `${change(without.validationLoss, decayed.validationLoss)}, in ${inSeeds(comparison)}`;
}

/** How a loss stands to predict-the-mean's, for one that is hardly below it or above. */
export function besideMean(loss: number, mean: number): string {
  return isShownAbove(mean, loss) ? 'hardly better than' : 'no better than';
}

/** Whether a loss is larger than another and shown so: of two figures alike neither beats the other. */
export function isShownAbove(loss: number, other: number): boolean {
  return loss > other && figure(loss) !== figure(other);
}

export function wdLabel({ wd }: Experiment): string {
  return wd === 0 ? 'no decay' : `wd ${setting(wd)}`;
}

/** `2 of 5 seeds diverged, the first at step 85` */
export function divergedPhrase(histories: readonly History[]): string {
  const lost = histories.filter(hasDiverged);
  if (lost.length === 0) return `none of ${seeds(histories.length)} diverged`;
  const phrase = `${lost.length} of ${seeds(histories.length)} diverged`;
  const steps = lost.flatMap(({ divergedAt }) => (divergedAt === null ? [] : [divergedAt]));
  if (steps.length === 0) return `${phrase}, the loss ending more than 1,000 times its start`;
  return `${phrase}, ${steps.length === 1 ? 'at step' : 'the first at step'} ${count(Math.min(...steps))}`;
}

export function seeds(number: number): string {
  return `${number} ${number === 1 ? 'seed' : 'seeds'}`;
}

export function stepsWord(steps: number): string {
  return steps === 1 ? 'step' : 'steps';
}
