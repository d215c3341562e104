import type { Arm } from '../findings/arm.ts';
import type { Findings } from '../findings/findings.ts';
import { typicalSeed } from '../findings/typical-seed.ts';
import { wdLabel } from '../findings/wording.ts';
import type { Course, History } from '../training/history.ts';
import { taskOf } from '../training/tasks/index.ts';
import { boundaryOf } from './boundary.ts';
import { fitOf } from './fit.ts';
import { settingsLine } from './settings-line.ts';
import type { TrainChart } from './spec.ts';

/** The chart of what a `/train` found. @param arms the one without decay first. */
export function trainSpec(arms: readonly Arm[], { title, best, meanBaseline }: Findings): TrainChart {
  const task = taskOf(arms[0]!.experiment);
  const seed = best === null ? 1 : typicalSeed(best);
  // Of many arms the panel shows two, and a large network takes its time to ask.
  const shown = arms.length <= 3 ? arms : [arms[0], best?.decayed];
  return {
    kind: 'train',
    title,
    subtitle: settingsLine(arms.map(({ experiment }) => experiment)),
    arms: arms.map(({ experiment, histories }) => ({
      label: wdLabel(experiment),
      wd: experiment.wd,
      histories: histories.map(courseOf),
    })),
    noiseFloor: task.noiseFloor,
    meanBaseline,
    hasClasses: task.loss.kind === 'cross-entropy',
    fit: fitOf(arms, seed, shown),
    boundary: boundaryOf(arms, seed, shown),
  };
}

/** A history without its weights: no chart reads them, and they are most of what would cross to the drawing thread. */
export function courseOf({ firstWeights: _first, finalWeights: _final, ...course }: History): Course {
  return course;
}
