import { count, figure } from '../findings/figures.ts';
import type { OptimizersStudy } from '../findings/optimizers.ts';
import { OPTIMIZER_NAMES, optimizersTitle } from '../findings/optimizers-text.ts';
import { seeds, stepsWord } from '../findings/wording.ts';
import { medianBaseline } from '../findings/yardstick.ts';
import type { Course, History } from '../training/history.ts';
import { NOISE_SCALES } from '../training/noise.ts';
import { taskOf } from '../training/tasks/index.ts';
import { settingsLine } from './settings-line.ts';
import type { OptimizersChart } from './spec.ts';

/** The chart of what an `/optimizers` found. */
export function optimizersSpec(study: OptimizersStudy): OptimizersChart {
  const { experiment, findings, noise } = study;
  const [sgd, , adam] = findings;
  return {
    kind: 'optimizers',
    title: optimizersTitle(study),
    subtitle: settingsLine([experiment]).replace(/ · SGD(?=,| ·)/u, ' · SGD(W)'),
    arms: findings.map(({ optimizer, comparison, left }) => ({
      label: OPTIMIZER_NAMES[optimizer],
      histories: comparison.decayed.histories.map(courseOf),
      left,
    })),
    free: [
      { label: 'SGD, no decay', histories: sgd!.comparison.without.histories.map(courseOf) },
      { label: 'Adam, no decay', histories: adam!.comparison.without.histories.map(courseOf) },
    ],
    noiseFloor: taskOf(experiment).noiseFloor,
    meanBaseline: medianBaseline(sgd!.comparison.yardstick),
    noise: { scales: NOISE_SCALES, adam: noise.adam, adamw: noise.adamw, theory: noise.theory },
  };
}

/** Without its weights: no chart reads them. */
function courseOf({ firstWeights: _first, finalWeights: _final, ...course }: History): Course {
  return course;
}

/** The chart in words, with its numbers; what does not fit into `most` characters is left out, sentence by sentence. */
export function optimizersAlt(chart: OptimizersChart, study: OptimizersStudy, most: number): string {
  const { experiment, findings } = study;
  const { scales, adam, adamw } = chart.noise;
  const lines = findings.map(({ optimizer, comparison: { end, pairs }, left }) => {
    const name = OPTIMIZER_NAMES[optimizer];
    if (pairs.length === 0 || left === null) return `${name}: no seed finished with decay and without.`;
    return (
      `${name}: validation loss ${figure(end.with.validationLoss)}, without decay ${figure(end.without.validationLoss)}; ` +
      `left of a weight ${figure(left.middle)}, of eight in ten ${figure(left.low)} to ${figure(left.high)}.`
    );
  });
  const list = (values: readonly number[]) => values.map((value) => figure(value)).join(', ');
  return [
    `Chart of validation loss over ${count(experiment.steps)} ${stepsWord(experiment.steps)} and of what decay left of each weight, by optimizer.`,
    `${chart.title}.`,
    `${chart.subtitle}.`,
    `Medians of ${seeds(experiment.seeds)}:`,
    ...lines,
    `On noise of size ${scales.join(', ')} alone, Adam with L2 leaves ${list(adam)} of a weight, AdamW ${list(adamw)}.`,
  ].reduce((text, part) => (text.length + 1 + part.length > most ? text : `${text} ${part}`));
}
