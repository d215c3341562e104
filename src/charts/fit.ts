import type { Arm } from '../findings/arm.ts';
import { type History, hasDiverged } from '../training/history.ts';
import { createKernel } from '../training/kernel.ts';
import { MEAN_SQUARE } from '../training/loss.ts';
import { networkOf } from '../training/network.ts';
import { emptySamples } from '../training/samples.ts';
import { taskOf } from '../training/tasks/index.ts';
import type { Curve, Fit } from './spec.ts';

const GRID = 200;
/** Of a large table so many points are shown: more would cover the curves. */
const MOST_POINTS = 300;

/**
 * What each arm's run of one seed learnt, over the whole range of the input; null unless the task has one input and
 * predicts a quantity.
 * @param seed whose runs to show: the findings' typicalSeed.
 * @param shown the arms whose curves are wanted; the others' stay null.
 */
export function fitOf(arms: readonly Arm[], seed: number, shown: readonly (Arm | undefined)[]): Fit | null {
  const task = taskOf(arms[0]!.experiment);
  if (task.features !== 1 || task.loss.kind !== 'squared') return null;
  const { training, truth } = task.draw(seed);
  const count = Math.min(training.count, MOST_POINTS);
  const points = {
    x: [...training.inputs.subarray(0, count)],
    y: [...training.targets.subarray(0, count)],
  };
  const [low, high] = truth === null ? [Math.min(...points.x), Math.max(...points.x)] : [-1, 1];
  const x = Array.from({ length: GRID + 1 }, (_, index) => low! + ((high! - low!) * index) / GRID);
  return {
    seed,
    points,
    truth: truth === null ? null : { x, y: x.map((value) => truth([value])) },
    learnt: arms.map((arm) => (shown.includes(arm) ? learntBy(arm.histories[seed - 1]!, x) : null)),
  };
}

function learntBy(history: History, x: readonly number[]): Curve | null {
  if (hasDiverged(history)) return null;
  const samples = emptySamples(1, x.length);
  samples.inputs.set(x);
  const kernel = createKernel(networkOf(history.experiment), x.length, MEAN_SQUARE);
  kernel.weights.set(history.finalWeights);
  return { x, y: [...kernel.predict(samples).subarray(0, x.length)] };
}
