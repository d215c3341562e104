import type { Arm } from '../findings/arm.ts';
import type { Findings } from '../findings/findings.ts';
import { typicalSeed } from '../findings/typical-seed.ts';
import { wdLabel } from '../findings/wording.ts';
import type { Course, History } from '../training/history.ts';
import { taskOf } from '../training/tasks/index.ts';
import { fitOf } from './fit.ts';
import { settingsLine } from './settings-line.ts';
import type { TrainChart } from './spec.ts';

/** The chart of what a `/train` found. @param arms the one without decay first. */
export function trainSpec(arms: readonly Arm[], { title, best, meanBaseline }: Findings): TrainChart {
  return {
    kind: 'train',
    title,
    subtitle: settingsLine(arms.map(({ experiment }) => experiment)),
    arms: arms.map(({ experiment, histories }) => ({
      label: wdLabel(experiment),
      wd: experiment.wd,
      histories: histories.map(courseOf),
    })),
    noiseFloor: taskOf(arms[0]!.experiment).noiseFloor,
    meanBaseline,
    // Of many arms the panel shows two, and a large network takes its time to ask.
    fit: fitOf(arms, best === null ? 1 : typicalSeed(best), arms.length <= 3 ? arms : [arms[0], best?.decayed]),
  };
}

/** A history without its weights: no chart reads them, and they are most of what would cross to the drawing thread. */
export function courseOf({ firstWeights: _first, finalWeights: _final, ...course }: History): Course {
  return course;
}
