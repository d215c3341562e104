import type { Experiment } from '../../training/experiment.ts';
import { directionOf, driftOf } from './basin.ts';
import { doneCells, type Grid, isDiverged } from './grid.ts';
import type { SweepFindings } from './sweep.ts';

/** A map's numbers, for scripts. */
export function sweepData(grid: Grid, shared: Experiment, { best, meanBaseline, theoryWd }: SweepFindings) {
  const drift = driftOf(grid, meanBaseline);
  const cells = doneCells(grid);
  return {
    verdict: {
      best: best === null ? null : { lr: best.experiment.lr, wd: best.experiment.wd, validation: best.loss },
      /** How the best wd moves with lr: `product`, `stays`, `unclear`; null where too few rows have a clear basin. */
      direction: drift === null ? null : directionOf(drift, shared.seeds),
      slope: drift?.slope ?? null,
      meanBaseline,
      theoryWd,
      cells: grid.lrs.length * grid.wds.length,
      done: cells.length,
      diverged: cells.filter(isDiverged).length,
    },
    cells: cells.map((cell) => ({
      lr: cell.experiment.lr,
      wd: cell.experiment.wd,
      validation: isDiverged(cell) ? null : cell.loss,
      diverged: cell.lost,
      seeds: cell.histories.length,
    })),
  };
}
