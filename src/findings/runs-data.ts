import { final } from '../training/history.ts';
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
}

export function runsData(arms: readonly Arm[]): RunData[] {
  return arms.flatMap(({ experiment: { lr, wd, optimizer }, histories }) =>
    histories.map(({ seed, divergedAt, ...series }) => {
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
      };
    }),
  );
}
