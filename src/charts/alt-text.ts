import { mediansOf } from '../findings/arm.ts';
import { figure, share } from '../findings/figures.ts';
import { median } from '../findings/statistics.ts';
import { type Course, hasDiverged } from '../training/history.ts';
import type { TrainChart } from './spec.ts';

/**
 * The chart in words, with its numbers: for those who hear it, and for search. Most important first: what does not
 * fit into `most` characters is left out, sentence by sentence. */
export function altText(chart: TrainChart, most: number): string {
  const { title, subtitle, arms, meanBaseline, noiseFloor, fit, boundary, hasClasses = false } = chart;
  const lines = arms.map(({ label, histories }) => {
    const finished = histories.filter((history) => !hasDiverged(history));
    if (finished.length === 0) return `${label}: every seed diverged.`;
    const lost = histories.length - finished.length;
    const end = mediansOf(finished);
    return (
      `${label}: training loss ${figure(end.dataLoss)}, ` +
      `validation loss ${figure(end.validationLoss)}, ` +
      `weights of length ${figure(end.weightLength)}${accuracyOf(finished)}${lost > 0 ? ` (${lost} of ${histories.length} seeds diverged)` : ''}.`
    );
  });
  const learnt = boundary ? 'the boundaries between the classes' : 'the fitted curves';
  const panels = fit || boundary ? `loss, weights and ${learnt}` : 'loss and weights';
  const scale = [
    meanBaseline === null
      ? ''
      : `${hasClasses ? 'Guessing the classes’ shares' : 'Predicting the mean'} scores ${figure(meanBaseline)}.`,
    noiseFloor === null ? '' : `The noise alone is ${figure(noiseFloor)}.`,
  ];
  return [`Chart of ${panels}. ${title}.`, `${subtitle}.`, 'At the end, in the median:', ...lines, ...scale]
    .filter((part) => part !== '')
    .reduce((text, part) => (text.length + 1 + part.length > most ? text : `${text} ${part}`));
}

/** Of tasks with classes, the share of new points named rightly. */
function accuracyOf(histories: readonly Course[]): string {
  const accuracies = histories.flatMap(({ accuracy }) => accuracy ?? []);
  return accuracies.length === 0 ? '' : `, ${share(median(accuracies))} of new points named rightly`;
}
