import { type Experiment, OPTIMIZERS, type OptimizerName, usesMomentum } from '../training/experiment.ts';
import { type History, hasDiverged } from '../training/history.ts';
import type { Arm } from './arm.ts';
import { median } from './statistics.ts';
import { type Comparison, compare } from './verdict.ts';
import { yardstickOf } from './yardstick.ts';

/** One of the four, with its own runs without decay beside it. */
export interface OptimizerFinding {
  readonly optimizer: OptimizerName;
  readonly comparison: Comparison;
  /** Over all weights of all seeds that finished both ways; null where none did. */
  readonly left: Spread | null;
}

/** What decay left of weights: |w| with decay over |w| of the same weight without, in tenths of them all. */
export interface Spread {
  /** A tenth of the weights kept less. */
  readonly low: number;
  readonly middle: number;
  /** A tenth kept more. */
  readonly high: number;
}

/** How far two runs ended apart: ‖w_a − w_b‖/‖w_b‖, the largest over the seeds that finished both ways; null for none. */
export type Gap = number | null;

export interface OptimizersStudy {
  /** As given, its optimizer left aside. */
  readonly experiment: Experiment;
  /** SGD, SGDW, Adam, AdamW. */
  readonly findings: readonly OptimizerFinding[];
  /** SGD from SGDW without momentum, and with the momentum asked for; of no momentum, the same. */
  readonly plainGap: Gap;
  readonly momentumGap: Gap;
  /** Adam from AdamW. */
  readonly adamGap: Gap;
  readonly noise: NoiseStudy;
}

/** What Adam's L2 and AdamW leave of weights on noise alone, for each of NOISE_SCALES; and what 1 − lr·wd a step would. */
export interface NoiseStudy {
  readonly experiment: Experiment;
  readonly adam: readonly number[];
  readonly adamw: readonly number[];
  readonly theory: number;
}

/** The experiments that a study trains, in this order; `plain` is only there where momentum is not 0 already. */
export interface OptimizerRuns<Run> {
  readonly decayed: Readonly<Record<OptimizerName, Run>>;
  /** Without decay SGD is SGDW and Adam is AdamW. */
  readonly free: { readonly sgd: Run; readonly adam: Run };
  /** SGD and SGDW without momentum. */
  readonly plain: { readonly sgd: Run; readonly sgdw: Run } | null;
}

/** @param experiment by SGD, with decay. */
export function optimizerExperiments(experiment: Experiment): OptimizerRuns<Experiment> {
  const by = (optimizer: OptimizerName, change: Partial<Experiment> = {}): Experiment => {
    const keeps = usesMomentum(optimizer);
    const { momentum, nesterov } = experiment;
    return {
      ...experiment,
      optimizer,
      momentum: keeps ? momentum : 0,
      nesterov: keeps && nesterov,
      ...change,
    };
  };
  const plain = { momentum: 0, nesterov: false, seeds: 1 };
  return {
    decayed: { sgd: by('sgd'), sgdw: by('sgdw'), adam: by('adam'), adamw: by('adamw') },
    free: { sgd: by('sgd', { wd: 0 }), adam: by('adam', { wd: 0 }) },
    plain: experiment.momentum === 0 ? null : { sgd: by('sgd', plain), sgdw: by('sgdw', plain) },
  };
}

export function studyOptimizers(
  experiment: Experiment,
  { decayed, free, plain }: OptimizerRuns<Arm>,
  noise: NoiseStudy,
): OptimizersStudy {
  const yardstick = yardstickOf(experiment);
  const momentumGap = gapOf(decayed.sgd, decayed.sgdw);
  return {
    experiment,
    findings: OPTIMIZERS.map((optimizer) => {
      const comparison = compare(free[usesMomentum(optimizer) ? 'sgd' : 'adam'], decayed[optimizer], yardstick);
      return { optimizer, comparison, left: leftOf(comparison) };
    }),
    plainGap: plain === null ? momentumGap : gapOf(plain.sgd, plain.sgdw),
    momentumGap,
    adamGap: gapOf(decayed.adam, decayed.adamw),
    noise,
  };
}

function leftOf({ pairs }: Comparison): Spread | null {
  const ratios = pairs.flatMap(({ without, with: decayed }) =>
    Array.from(decayed.finalWeights, (w, i) => Math.abs(w / without.finalWeights[i]!)),
  );
  const sorted = ratios.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return { low: at(0.1), middle: median(sorted), high: at(0.9) };
}

function gapOf(a: Arm, b: Arm): Gap {
  const gaps = a.histories.flatMap((history, index) => {
    const other = b.histories[index]!;
    return hasDiverged(history) || hasDiverged(other) ? [] : [relativeGap(history, other)];
  });
  return gaps.length === 0 ? null : Math.max(...gaps);
}

function relativeGap(a: History, b: History): number {
  const apart = a.finalWeights.map((w, i) => w - b.finalWeights[i]!);
  const gap = Math.hypot(...apart);
  return gap === 0 ? 0 : gap / Math.hypot(...b.finalWeights);
}
