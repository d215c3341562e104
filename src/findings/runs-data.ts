import { final } from '../training/history.ts';
import { taskOf } from '../training/tasks/index.ts';
import type { Arm } from './arm.ts';

/** One run's numbers at its end, for scripts. Null where the run diverged: there is no end to speak of. */
export interface RunData {
  readonly lr: number;
  readonly wd: number;
  readonly optimizer: string;
  readonly seed: number;
  readonly train: number | null;
  readonly validation: number | null;
  readonly penalty: number | null;
  readonly weightLength: number | null;
  readonly divergedAt: number | null;
  /** Share of the validation samples whose class it named rightly; only of tasks that have classes. */
  readonly accuracy?: number | null;
}

export function runsData(arms: readonly Arm[]): RunData[] {
  return arms.flatMap(({ experiment, histories }) => {
    const { lr, wd, optimizer } = experiment;
    const hasClasses = taskOf(experiment).loss.kind === 'cross-entropy';
    return histories.map(({ seed, divergedAt, accuracy, ...series }) => {
      const end = (values: readonly number[]) => (divergedAt === null ? final(values) : null);
      return {
        lr,
        wd,
        optimizer,
        seed,
        train: end(series.dataLoss),
        validation: end(series.validationLoss),
        penalty: end(series.penalty),
        weightLength: end(series.weightLength),
        divergedAt,
        ...(hasClasses && { accuracy }),
      };
    });
  });
}
