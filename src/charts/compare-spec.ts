import type { Arm } from '../findings/arm.ts';
import type { CompareFindings } from '../findings/compare-findings.ts';
import { typicalPair } from '../findings/compare-pairs.ts';
import { lineLabel } from '../findings/compare-words.ts';
import { taskOf } from '../training/tasks/index.ts';
import { boundaryOf } from './boundary.ts';
import { fitOf } from './fit.ts';
import type { TrainChart } from './spec.ts';
import { courseOf } from './train-spec.ts';

/** The chart of what a `/compare` found: a's line and b's in one frame. */
export function compareSpec({ comparison, words, title, meanBaseline }: CompareFindings): TrainChart {
  const { a, b } = comparison;
  const arms: readonly Arm[] = [a, b];
  const seed = typicalPair(comparison);
  const { noiseFloor, loss } = taskOf(a.experiment);
  return {
    kind: 'train',
    title,
    subtitle: [`A: ${listed(words.a)}`, `B: ${listed(words.b)}`, `both: ${listed(words.same)}`].join(' · '),
    arms: arms.map(({ experiment, histories }, index) => ({
      label: index === 0 ? lineLabel(words.a, 'A') : lineLabel(words.b, 'B'),
      wd: experiment.wd,
      histories: histories.map(courseOf),
    })),
    noiseFloor,
    meanBaseline,
    hasClasses: loss.kind === 'cross-entropy',
    fit: fitOf(arms, seed, arms),
    boundary: boundaryOf(arms, seed, arms),
  };
}

/** A line breaks between settings, not between a setting and its value. */
function listed(words: readonly string[]): string {
  return words.map((each) => each.replaceAll(' ', '\u00a0')).join(', ');
}
