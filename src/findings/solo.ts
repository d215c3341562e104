import { final, type History } from '../training/history.ts';
import { soloAccuracySentence } from './accuracy.ts';
import { type Arm, finished, mediansOf } from './arm.ts';
import { baselineWords } from './baseline-words.ts';
import { count, figure } from './figures.ts';
import type { Headline } from './headline.ts';
import { median } from './statistics.ts';
import { divergedPhrase, moved } from './wording.ts';
import { medianBaseline, type Yardstick } from './yardstick.ts';

/** A run asked for without decay, with nothing to compare it to but itself. */
export function soloHeadline(arm: Arm, yardstick: Yardstick): Headline {
  const runs = finished(arm);
  if (runs.length === 0) {
    return {
      title: `Diverged: ${divergedPhrase(arm.histories)}`,
      sentences: [`**It diverged.** Without decay, ${divergedPhrase(arm.histories)}. Try a smaller lr.`],
    };
  }
  const { validationLoss: validation, dataLoss: training } = mediansOf(runs);
  const lowest = median(runs.map((run) => Math.min(...run.validationLoss)));
  const lowestAt = (run: History) => run.validationLoss.indexOf(Math.min(...run.validationLoss));
  const at = median(runs.map((run) => run.steps[lowestAt(run)]!));
  // A run that shook itself out of a good fit lost its training points too: that is no overfitting.
  const wentOn = runs.filter((run) => final(run.dataLoss) < run.dataLoss[lowestAt(run)]!).length > runs.length / 2;
  const overfits = validation > 1.05 * lowest && final(runs[0]!.steps) > at && wentOn;
  const lost = runs.length < arm.histories.length ? ` (${divergedPhrase(arm.histories)})` : '';
  const turn = overfits
    ? ` The lowest validation loss, ${figure(lowest)}, came at step ${count(Math.round(at))}; from there on it overfitted: ` +
      `training loss went on down and validation loss ${moved(lowest, validation)}.`
    : '';
  return {
    title: `No decay: validation loss ${figure(validation)}, training loss ${figure(training)}`,
    sentences: [
      `**Without decay**, validation loss ended at ${figure(validation)} and training loss at ${figure(training)}${lost}; ` +
        `${baselineWords(arm.experiment).always} scores ${figure(medianBaseline(yardstick))}.${turn}`,
      soloAccuracySentence(arm, yardstick),
      'Add a wd to see what decay does.',
    ],
  };
}
