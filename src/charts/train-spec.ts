import type { Arm } from '../findings/arm.ts';
import type { Findings } from '../findings/findings.ts';
import { typicalSeed } from '../findings/typical-seed.ts';
import { wdLabel } from '../findings/wording.ts';
import { tasks } from '../training/tasks/index.ts';
import { fitOf } from './fit.ts';
import { settingsLine } from './settings-line.ts';
import type { TrainChart } from './spec.ts';

/** The chart of what a `/train` found. @param arms the one without decay first. */
export function trainChart(arms: readonly Arm[], { title, best, meanBaseline }: Findings): TrainChart {
  return {
    kind: 'train',
    title,
    subtitle: settingsLine(arms.map(({ experiment }) => experiment)),
    arms: arms.map(({ experiment, histories }) => ({ label: wdLabel(experiment), wd: experiment.wd, histories })),
    noiseFloor: tasks[arms[0]!.experiment.task].noiseFloor,
    meanBaseline,
    fit: fitOf(arms, best === null ? 1 : typicalSeed(best)),
  };
}
