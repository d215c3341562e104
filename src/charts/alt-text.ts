import { mediansOf } from '../findings/arm.ts';
import { figure } from '../findings/figures.ts';
import { hasDiverged } from '../training/history.ts';
import type { TrainChart } from './spec.ts';

/**
 * The chart in words, with its numbers: for those who hear it, and for search. Most important first: what does not
 * fit into `most` characters is left out, sentence by sentence. */
export function altText({ title, subtitle, arms, meanBaseline, noiseFloor, fit }: TrainChart, most: number): string {
  const lines = arms.map(({ label, histories }) => {
    const finished = histories.filter((history) => !hasDiverged(history));
    if (finished.length === 0) return `${label}: every seed diverged.`;
    const lost = histories.length - finished.length;
    const end = mediansOf(finished);
    return (
      `${label}: training loss ${figure(end.dataLoss)}, ` +
      `validation loss ${figure(end.validationLoss)}, ` +
      `weights of length ${figure(end.weightLength)}${lost > 0 ? ` (${lost} of ${histories.length} seeds diverged)` : ''}.`
    );
  });
  const panels = fit === null ? 'loss and weights' : 'loss, weights and the fitted curves';
  const scale = [
    meanBaseline === null ? '' : `Predicting the mean scores ${figure(meanBaseline)}.`,
    noiseFloor === null ? '' : `The noise alone is ${figure(noiseFloor)}.`,
  ];
  return [`Chart of ${panels}. ${title}.`, `${subtitle}.`, 'At the end, in the median:', ...lines, ...scale]
    .filter((part) => part !== '')
    .reduce((text, part) => (text.length + 1 + part.length > most ? text : `${text} ${part}`));
}
