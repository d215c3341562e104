import { final, type History, hasDiverged } from '../../training/history.ts';
import type { Arm } from '../arm.ts';
import { median } from '../statistics.ts';

/** One lr with one wd, its runs done. */
export interface Cell extends Arm {
  /** Median validation loss over all seeds, a diverged one counting as infinitely bad: infinite where half diverged. */
  readonly loss: number;
  /** How many seeds diverged. */
  readonly lost: number;
}

/** A map of lr against wd, as far as it is done. */
export interface Grid {
  /** Rows and columns, smallest first; the first column is no decay, wd 0. */
  readonly lrs: readonly number[];
  readonly wds: readonly number[];
  /** [row][column]; null where the runs are not done. */
  readonly cells: readonly (readonly (Cell | null)[])[];
}

/** @param arms those that are done, in any order; every arm has the same seeds. */
export function gridOf(lrs: readonly number[], wds: readonly number[], arms: readonly Arm[]): Grid {
  const at = new Map(arms.map((arm) => [`${arm.experiment.lr} ${arm.experiment.wd}`, arm]));
  return {
    lrs,
    wds,
    cells: lrs.map((lr) =>
      wds.map((wd) => {
        const arm = at.get(`${lr} ${wd}`);
        return arm === undefined ? null : cellOf(arm);
      }),
    ),
  };
}

function cellOf(arm: Arm): Cell {
  const losses = arm.histories.map(lossOf);
  return { ...arm, loss: median(losses), lost: arm.histories.filter(hasDiverged).length };
}

/** A run's validation loss at its end, infinite where it diverged. */
export function lossOf(history: History): number {
  return hasDiverged(history) ? Number.POSITIVE_INFINITY : final(history.validationLoss);
}

/** All that are done, row by row. */
export function doneCells({ cells }: Grid): Cell[] {
  return cells.flat().filter((cell) => cell !== null);
}

/** Whether half the seeds or more diverged: there is no loss to speak of. */
export function isDiverged({ loss }: Cell): boolean {
  return loss === Number.POSITIVE_INFINITY;
}

/** The lowest loss; of those whose seeds all finished, where there is one. Null where all diverged. */
export function bestCell(cells: readonly Cell[]): Cell | null {
  const finished = cells.filter((cell) => !isDiverged(cell));
  const whole = finished.filter(({ lost }) => lost === 0);
  const candidates = whole.length > 0 ? whole : finished;
  return candidates.reduce<Cell | null>((best, cell) => (best === null || cell.loss < best.loss ? cell : best), null);
}
