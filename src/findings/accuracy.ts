import type { History } from '../training/history.ts';
import { taskOf } from '../training/tasks/index.ts';
import { finished } from './arm.ts';
import { share } from './figures.ts';
import { median } from './statistics.ts';
import type { Comparison } from './verdict.ts';
import type { Yardstick } from './yardstick.ts';

/** How many new points it put into their class, with decay and without; empty for tasks without classes. */
export function accuracySentence({ pairs, decayed, yardstick }: Comparison): string {
  if (yardstick.commonerClass === null || pairs.length === 0) return '';
  const after = share(medianAccuracy(pairs.map((pair) => pair.with)));
  const before = share(medianAccuracy(pairs.map((pair) => pair.without)));
  const both = after === before ? `${after} with decay and without` : `${after} with decay, ${before} without`;
  return `It named the class of new points rightly for ${both}${ceiling(decayed.experiment, yardstick)}.`;
}

/** The same of runs with nothing to compare them to. */
export function soloAccuracySentence(arm: Comparison['without'], yardstick: Yardstick): string {
  const runs = finished(arm);
  if (yardstick.commonerClass === null || runs.length === 0) return '';
  return `It named the class of new points rightly for ${share(medianAccuracy(runs))}${ceiling(arm.experiment, yardstick)}.`;
}

/** What the share is held against: the most there can be, or of one's own data what takes no learning. */
function ceiling(experiment: Comparison['decayed']['experiment'], { commonerClass }: Yardstick): string {
  const { flippedShare } = taskOf(experiment);
  if (flippedShare !== undefined) {
    return `; ${share(flippedShare)} of the labels are wrong on purpose, so ${share(1 - flippedShare)} is all there is to reach`;
  }
  return `; always naming the commoner class is right for ${share(median(commonerClass!))}`;
}

function medianAccuracy(histories: readonly History[]): number {
  return median(histories.map(({ accuracy }) => accuracy!));
}
