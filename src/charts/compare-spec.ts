import type { Arm } from '../findings/arm.ts';
import type { CompareFindings } from '../findings/compare-findings.ts';
import { typicalPair } from '../findings/compare-pairs.ts';
import { lineLabel } from '../findings/compare-words.ts';
import { taskOf } from '../training/tasks/index.ts';
import { fitOf } from './fit.ts';
import type { TrainChart } from './spec.ts';
import { courseOf } from './train-spec.ts';

/** The chart of what a `/compare` found: a's line and b's in one frame. */
export function compareSpec({ comparison, words, title, meanBaseline }: CompareFindings): TrainChart {
  const { a, b } = comparison;
  const arms: readonly Arm[] = [a, b];
  return {
    kind: 'train',
    title,
    subtitle: [`A: ${words.a.join(', ')}`, `B: ${words.b.join(', ')}`, `both: ${words.same.join(', ')}`].join(' · '),
    arms: arms.map(({ experiment, histories }, index) => ({
      label: index === 0 ? lineLabel(words.a, 'A') : lineLabel(words.b, 'B'),
      wd: experiment.wd,
      histories: histories.map(courseOf),
    })),
    noiseFloor: taskOf(a.experiment).noiseFloor,
    meanBaseline,
    fit: fitOf(arms, typicalPair(comparison), arms),
  };
}
