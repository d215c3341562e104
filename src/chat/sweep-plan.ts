import { BUDGET, costOf, stepsThatFit } from '../lab/budget.ts';
import type { Experiment } from '../training/experiment.ts';
import { toExperiment } from './experiment-options.ts';
import type { ExperimentFields } from './experiment-settings.ts';
import { writeNumber } from './numbers.ts';
import { COUNTS, usualRange } from './sweep-options.ts';
import { type Part, valuesOf, writeParts } from './sweep-range.ts';
import { UserError } from './user-error.ts';

/** The runs of a sweep: which cells, in which order, and whether they are too many. */

export interface SweepPlan {
  /** The settings all cells share; its lr and wd are the task's usual ones. */
  readonly shared: Experiment;
  /** Rows and columns, smallest first; no decay, wd 0, is always the first column. */
  readonly lrs: readonly number[];
  readonly wds: readonly number[];
  /** One for each cell, in an order that fills the map from coarse to fine. */
  readonly experiments: readonly Experiment[];
}

export type SweepFields = ExperimentFields & {
  readonly lrs?: readonly Part[] | undefined;
  readonly wds?: readonly Part[] | undefined;
};

export const SEEDS = 3;
/** More would be too small to see, and their best too lucky. */
export const MOST_CELLS = 400;

/** Throws UserError where settings do not go together, or it is too much; the nearest that fits is then named. */
export function sweepPlan({ lrs, wds, ...settings }: SweepFields): SweepPlan {
  const shared = toExperiment({ ...settings, seeds: settings.seeds ?? SEEDS });
  const plan = planned(
    shared,
    valuesOf(lrs ?? [usualRange('lr', shared.lr)], COUNTS.lrs),
    valuesOf([0, ...(wds ?? [usualRange('wd', shared.wd)])], COUNTS.wds),
  );
  checkSize(plan);
  return plan;
}

function planned(shared: Experiment, lrs: readonly number[], wds: readonly number[]): SweepPlan {
  const cells = lrs.flatMap((lr, row) =>
    wds.map((wd, column) => ({ lr, wd, level: Math.max(level(row), level(column)) })),
  );
  const experiments = cells
    .toSorted((a, b) => a.level - b.level)
    .map(({ lr, wd }): Experiment => ({ ...shared, lr, wd }));
  return { shared, lrs, wds, experiments };
}

/** In which round an index is filled in: every eighth first, then every fourth, every second, the rest. */
function level(index: number): number {
  return [8, 4, 2, 1].findIndex((stride) => index % stride === 0);
}

function fits({ experiments }: SweepPlan): boolean {
  return experiments.length <= MOST_CELLS && costOf(experiments) <= BUDGET;
}

function checkSize(plan: SweepPlan): void {
  if (fits(plan)) return;
  const { lrs, wds, experiments } = plan;
  const cells = `${experiments.length} cells (${lrs.length} lr × ${wds.length} wd, no decay among them)`;
  const most =
    experiments.length > MOST_CELLS
      ? `at most ${MOST_CELLS} fit into one map`
      : `${(costOf(experiments) / BUDGET).toPrecision(2)} times the work that one request may take`;
  throw new UserError(`that is ${cells}, ${most}; ${nearest(plan)}`);
}

/** A coarser map of the same ranges; if even a small one is too much, fewer steps with it. */
function nearest({ shared, lrs, wds }: SweepPlan): string {
  const least = { rows: Math.min(5, lrs.length), columns: Math.min(5, wds.length - 1) };
  for (let finer = 0.95; finer > 0.02; finer -= 0.05) {
    const rows = Math.max(least.rows, Math.floor(lrs.length * finer));
    const columns = Math.max(least.columns, Math.floor((wds.length - 1) * finer));
    const [lrRange, wdRange] = [coarser(lrs, rows), coarser(wds.slice(1), columns)];
    const plan = planned(shared, valuesOf(lrRange, COUNTS.lrs), valuesOf([0, ...wdRange], COUNTS.wds));
    const asked = `lrs:${writeParts(lrRange)} wds:${writeParts(wdRange)}`;
    if (fits(plan)) return `${asked} would fit`;
    if (rows > least.rows || columns > least.columns) continue;
    const steps = stepsThatFit(plan.experiments);
    if (steps > 0) return `${asked} steps:${writeNumber(steps)} would fit`;
  }
  return 'fewer hidden units would fit, such as hidden:32-32';
}

/** So many values from the smallest to the largest; fewer than all of them as a range. */
function coarser(values: readonly number[], count: number): Part[] {
  if (count >= values.length) return [...values];
  return [{ from: values[0]!, to: values.at(-1)!, count }];
}
