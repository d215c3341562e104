import type { Experiment } from '../training/experiment.ts';
import { type History, hasDiverged } from '../training/history.ts';
import { decayMask, networkOf } from '../training/network.ts';
import { restSlope } from '../training/theory/rest.ts';
import type { Arm } from './arm.ts';
import { median } from './statistics.ts';

/** Push against pull at the end of one run, over the weights that decay. */
export interface Balance {
  readonly seed: number;
  /** How many decay, and how many of them ended larger in size than they started. */
  readonly of: number;
  readonly grew: number;
  /** ‖push − rest‖/‖rest‖, with rest = restSlope·w what the push would be at rest; without decay, NaN. */
  readonly gap: number;
  /** How many lie within NEAR of the line of rest, each by the larger of its own push and rest. */
  readonly near: number;
  /** How many have sunk to less than a millionth of the largest: next to nothing is left of them to balance. */
  readonly sunk: number;
  /** Pearson's, of push and rest; NaN without decay. */
  readonly correlation: number;
  /** Root mean square of the push. */
  readonly push: number;
  /** How many biases are spared from decay, and how many of those grew. */
  readonly spared: number;
  readonly sparedGrew: number;
}

/** How near the line of rest a weight counts as on it. */
export const NEAR = 0.05;
/** How small beside the largest a weight counts as sunk. */
const SUNK = 1e-6;

/**
 * How the forces stand at the end of the run shown.
 *
 * - settled, nearly, moving: gap up to 3 %, up to 30 %, beyond.
 * - no-decay: nothing pulls.
 * - diverged: there is no end to look at.
 */
export type ForcesVerdict = 'settled' | 'nearly' | 'moving' | 'no-decay' | 'diverged';

const SETTLED = 0.03;
const NEARLY = 0.3;

/** A seed with its end. */
export interface Shown {
  readonly history: History;
  readonly balance: Balance;
  /** How many of the same weights grew where nothing pulled; null where that was not asked for, or diverged. */
  readonly grewFree: number | null;
}

/** What the runs say of push and pull; `shown` is the seed that is told of and drawn. */
export interface ForcesStudy {
  readonly verdict: ForcesVerdict;
  readonly experiment: Experiment;
  readonly arm: Arm;
  /** The same seeds without decay; null where none was asked for. */
  readonly without: Arm | null;
  /** Of the seeds that finished. */
  readonly balances: readonly Balance[];
  readonly shown: Shown | null;
  /** Whether the seed was asked for, not chosen. */
  readonly asked: boolean;
}

/** @param seed whose weights to show; of those that finished, the one whose count of grown weights is the middle one. */
export function studyForces(arm: Arm, without: Arm | null, seed?: number): ForcesStudy {
  const { experiment, histories } = arm;
  const balances = histories.filter((history) => !hasDiverged(history)).map(balanceOf);
  const balance = seed === undefined ? typical(balances) : balances.find((each) => each.seed === seed);
  const free = balance && without?.histories[balance.seed - 1];
  const grewFree = free === undefined || hasDiverged(free) ? null : grewIn(free, decayingOf(experiment)).length;
  const shown = balance && { history: histories[balance.seed - 1]!, balance, grewFree };
  return {
    verdict: shown === undefined ? 'diverged' : verdictOf(experiment, shown.balance),
    experiment,
    arm,
    without,
    balances,
    shown: shown ?? null,
    asked: seed !== undefined,
  };
}

function typical(balances: readonly Balance[]): Balance | undefined {
  const middle = median(balances.map(({ grew }) => grew));
  return balances.toSorted((a, b) => Math.abs(a.grew - middle) - Math.abs(b.grew - middle))[0];
}

function verdictOf({ wd }: Experiment, { gap }: Balance): ForcesVerdict {
  if (wd === 0) return 'no-decay';
  if (gap <= SETTLED) return 'settled';
  return gap <= NEARLY ? 'nearly' : 'moving';
}

/** The places of the weights that decay. */
function decayingOf(experiment: Experiment): number[] {
  const decays = decayMask(networkOf(experiment), experiment.decayBiases);
  return [...decays.keys()].filter((i) => decays[i] === 1);
}

/** Which of these weights ended larger in size than they started. */
function grewIn({ firstWeights, finalWeights }: History, places: readonly number[]): number[] {
  return places.filter((i) => Math.abs(finalWeights[i]!) > Math.abs(firstWeights[i]!));
}

function balanceOf(history: History): Balance {
  const { experiment, seed, finalWeights } = history;
  const { push } = history.forces!;
  const slope = restSlope(experiment);
  const decaying = decayingOf(experiment);
  const isDecaying = new Set(decaying);
  const spared = [...finalWeights.keys()].filter((i) => !isDecaying.has(i));
  const pushes = decaying.map((i) => push[i]!);
  const rests = decaying.map((i) => slope * finalWeights[i]!);
  const sizes = decaying.map((i) => Math.abs(finalWeights[i]!));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const gaps = pushes.map((u, k) => u - rests[k]!);
  return {
    seed,
    of: decaying.length,
    grew: grewIn(history, decaying).length,
    gap: slope === 0 ? Number.NaN : relative(Math.hypot(...gaps), Math.hypot(...rests)),
    near: gaps.filter((gap, k) => Math.abs(gap) <= NEAR * Math.max(Math.abs(pushes[k]!), Math.abs(rests[k]!))).length,
    sunk: sizes.filter((size) => size < SUNK * largest).length,
    correlation: correlation(pushes, rests),
    push: Math.hypot(...pushes) / Math.sqrt(pushes.length),
    spared: spared.length,
    sparedGrew: grewIn(history, spared).length,
  };
}

/** Where nothing is left at all, neither push nor pull, they do not differ. */
function relative(gap: number, whole: number): number {
  return gap === 0 ? 0 : gap / whole;
}

/** Pearson's correlation; NaN where either does not vary. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const [fromA, fromB] = [a.map((value) => value - meanA), b.map((value) => value - meanB)];
  const together = fromA.reduce((sum, value, k) => sum + value * fromB[k]!, 0);
  return together / (Math.hypot(...fromA) * Math.hypot(...fromB));
}
