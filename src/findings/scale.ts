import type { Experiment } from '../training/experiment.ts';
import { taskOf } from '../training/tasks/index.ts';
import { RIDGE_BEST_WD } from '../training/theory/ridge.ts';
import { baselineWords } from './baseline-words.ts';
import { figure, setting } from './figures.ts';
import { type Comparison, endsAtMean } from './verdict.ts';
import { isShownAbove } from './wording.ts';
import { medianBaseline } from './yardstick.ts';

/**
 * What the losses are held against: predicting the mean, the noise, and theory's best wd where it is known.
 * @param isAlone whether the headline is about this comparison, not several: then it may have told of the mean.
 */
export function yardstickSentence(comparison: Comparison, isAlone: boolean): string {
  const { yardstick, decayed, pairs, end, verdict } = comparison;
  const { noiseFloor } = taskOf(decayed.experiment);
  const { always } = baselineWords(decayed.experiment);
  const mean = medianBaseline(yardstick);
  const worse = isShownAbove(end.with.validationLoss, mean);
  const both = worse && isShownAbove(end.without.validationLoss, mean);
  const alone = both ? 'both' : 'the network with decay';
  const several = both ? 'even the best of them' : 'even the best with decay';
  const caution = worse ? `, which beats ${isAlone ? alone : several}` : '';
  const isTold = verdict === 'collapsed' || (verdict === 'helped' && isAlone && endsAtMean(comparison));
  const scales = [
    isTold ? '' : `${always} scores ${figure(mean)}${caution}`,
    noiseFloor === null ? '' : `the noise alone is ${noiseWords(noiseFloor)}`,
  ].filter((scale) => scale !== '');
  const known = scales.length === 0 ? '' : `For scale: ${scales.join('; ')}.`;
  const runs = decayed.histories.length;
  const over = pairs.length === runs ? `${runs} seeds` : 'the seeds that finished';
  const medians = runs > 1 ? `Losses and lengths are medians over ${over}.` : '';
  return [known, unitOf(decayed.experiment), medians, bestWdSentence(decayed.experiment)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Exact where that is short, as it is of a squared loss. */
export function noiseWords(noiseFloor: number): string {
  return setting(noiseFloor).length <= 7 ? setting(noiseFloor) : figure(noiseFloor);
}

/** What a loss is measured in, where it is not the plain mean square. */
export function unitOf(experiment: Experiment): string {
  const { loss } = taskOf(experiment);
  if (loss.kind === 'cross-entropy') return 'Loss here is cross-entropy.';
  if (loss.factor === 0.5) return 'Loss here is half the mean square.';
  return experiment.task === 'csv' ? 'Losses are in units of the target’s variance.' : '';
}

/**
 * The wd that validates best on average over data sets, once converged; null where theory does not know. SGDW settles
 * where g = −wd·(1 − μ)·w, so its best wd is larger by 1/(1 − μ); AdamW does not settle at ridge.
 */
export function theoryBestWd({ task, hidden, optimizer, momentum }: Experiment): number | null {
  if (task !== 'ridge' || hidden.length > 0 || optimizer === 'adamw') return null;
  return optimizer === 'sgdw' ? RIDGE_BEST_WD / (1 - momentum) : RIDGE_BEST_WD;
}

function bestWdSentence(experiment: Experiment): string {
  const best = theoryBestWd(experiment);
  if (best === null) return '';
  const { wd } = experiment;
  const asked = figure(best) === figure(wd) ? '' : `; this was ${setting(wd)}`;
  return `Theory’s best wd here, on average over data sets and once converged, is ${figure(best)}${asked}.`;
}
