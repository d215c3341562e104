import type { Arm } from '../findings/arm.ts';
import { type History, hasDiverged } from '../training/history.ts';
import { createKernel } from '../training/kernel.ts';
import { networkOf } from '../training/network.ts';
import { emptySamples, type Samples } from '../training/samples.ts';
import { taskOf } from '../training/tasks/index.ts';
import { type Segment, zeroLine } from './level-line.ts';
import type { Boundary } from './spec.ts';

const GRID = 80;
/** Of a large table so many points are shown: more would cover the lines. */
const MOST_POINTS = 250;
/** Room around the points, as a share of their range. */
const ROOM = 0.08;

/**
 * Where each arm's run of one seed passes from one class to the other; null unless the task has two classes and two
 * features.
 * @param seed whose runs to show: the findings' typicalSeed.
 * @param shown the arms whose boundaries are wanted; the others' stay null.
 */
export function boundaryOf(arms: readonly Arm[], seed: number, shown: readonly (Arm | undefined)[]): Boundary | null {
  const { experiment } = arms[0]!;
  const task = taskOf(experiment);
  if (task.features !== 2 || task.loss.kind !== 'cross-entropy') return null;
  const { training, truth } = task.draw(seed);
  const points = Array.from({ length: Math.min(training.count, MOST_POINTS) }, (_, sample) => {
    const [x, y] = [training.inputs[sample]!, training.inputs[training.stride + sample]!];
    const second = training.targets[sample] === 1;
    return { x, y, second, wrong: truth !== null && truth([x, y]) > 0 !== second };
  });
  const x = rangeOf(points.map((point) => point.x));
  const y = rangeOf(points.map((point) => point.y));
  const { columns, target, classNames } = experiment.table ?? { columns: [], target: 0, classNames: null };
  return {
    seed,
    x,
    y,
    points,
    classes: classNames ?? ['class 0', 'class 1'],
    features: experiment.table ? columns.filter((_, column) => column !== target) : null,
    learnt: arms.map((arm) => (shown.includes(arm) ? lineOf(arm.histories[seed - 1]!, x, y) : null)),
  };
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = ROOM * (high - low) || 1;
  return [low - room, high + room];
}

function lineOf(history: History, x: readonly [number, number], y: readonly [number, number]): Segment[] | null {
  if (hasDiverged(history)) return null;
  const [across, up] = [places(x), places(y)];
  const kernel = createKernel(networkOf(history.experiment), across.length, taskOf(history.experiment).loss);
  kernel.weights.set(history.finalWeights);
  const row: Samples = emptySamples(2, across.length);
  row.inputs.set(across);
  const values = new Float64Array(across.length * up.length);
  for (const [j, height] of up.entries()) {
    row.inputs.fill(height, row.stride, row.stride + across.length);
    values.set(kernel.predict(row).subarray(0, across.length), j * across.length);
  }
  return zeroLine(across, up, values);
}

function places([low, high]: readonly [number, number]): number[] {
  return Array.from({ length: GRID + 1 }, (_, index) => low + ((high - low) * index) / GRID);
}
