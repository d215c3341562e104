import type { ChartArm, Curve, Fit, TrainChart } from '../../src/charts/spec.ts';
import type { History } from '../../src/training/history.ts';
import { curve } from '../experiments.ts';

export interface Shape {
  readonly wd: number;
  readonly seed: number;
  readonly steps?: number;
  readonly start?: number;
  readonly training?: number;
  readonly validation?: number;
  readonly length?: number;
  readonly divergedAt?: number | null;
}

/** A history as training leaves them: a fast fall, then a slow way to where it ends, or an explosion. */
export function history(shape: Shape): History {
  const {
    wd,
    seed,
    steps = 3000,
    start = 0.6,
    training = 0.05,
    validation = 0.15,
    length = 8,
    divergedAt = null,
  } = shape;
  const recorded = recordedSteps(steps).filter((step) => divergedAt === null || step < divergedAt);
  const way = (end: number) =>
    recorded.map((step) => {
      if (divergedAt !== null) return start * 10 ** ((300 * step) / divergedAt);
      if (step === steps) return end;
      const fast = Math.exp((-40 * step) / steps);
      const slow = Math.min(1, step / steps);
      return start * fast + (1 - fast) * (end * slow + (end * 1.1 + 0.01) * (1 - slow));
    });
  return {
    experiment: { ...curve, wd, steps },
    seed,
    steps: recorded,
    dataLoss: way(training),
    penalty: recorded.map(() => wd),
    validationLoss: way(validation),
    weightLength: recorded.map((step) =>
      divergedAt === null ? 10 + (length - 10) * Math.sqrt(step / steps) : 10 * 10 ** ((150 * step) / divergedAt),
    ),
    firstWeights: Float64Array.from([0.5, -0.5]),
    finalWeights: Float64Array.from([0.3, -0.1]),
    divergedAt,
    accuracy: null,
  };
}

export function recordedSteps(steps: number): number[] {
  const dense = Array.from({ length: 100 }, (_, i) => Math.round(steps * (i / 99) ** 2));
  return [...new Set(dense)];
}

export function arm(wd: number, seeds: number, shape: (seed: number) => Partial<Shape>): ChartArm {
  const histories = Array.from({ length: seeds }, (_, i) => history({ wd, seed: i + 1, ...shape(i + 1) }));
  return { label: wd === 0 ? 'no decay' : `wd ${wd}`, wd, histories };
}

export function chartOf(arms: readonly ChartArm[], rest: Partial<TrainChart> = {}): TrainChart {
  return {
    kind: 'train',
    title: 'Decay helped: validation loss 0.207 → 0.124, in 5 of 5 seeds',
    subtitle: 'lr 0.05 · wd 0.01 · SGD with momentum 0.9 · 20 noisy points · tanh 32-32 · median of 5 seeds',
    arms,
    noiseFloor: 0.09,
    meanBaseline: 0.52,
    fit: null,
    ...rest,
  };
}

/** The pair of the default curve task, about as it comes out. */
export function pair(rest: Partial<TrainChart> = {}): TrainChart {
  return chartOf(
    [
      arm(0, 5, (seed) => ({
        training: 0.02 + 0.004 * seed,
        validation: 0.15 + 0.02 * seed ** 2,
        length: 12 + seed / 5,
      })),
      arm(0.01, 5, (seed) => ({
        training: 0.06 + 0.005 * seed,
        validation: 0.115 + 0.004 * seed,
        length: 4.2 + seed / 10,
      })),
    ],
    rest,
  );
}

/** Six settings of decay, from none to one that collapses. */
export function six(rest: Partial<TrainChart> = {}): TrainChart {
  const ends = [
    [0, 0.027, 0.207, 12.6],
    [0.001, 0.04, 0.15, 6.6],
    [0.003, 0.065, 0.121, 4.8],
    [0.01, 0.07, 0.123, 4.4],
    [0.03, 0.094, 0.138, 4.1],
    [0.1, 0.435, 0.519, 1],
  ] as const;
  return chartOf(
    ends.map(([wd, training, validation, length]) =>
      arm(wd, 5, (seed) => ({
        training: training * (0.8 + seed / 15),
        validation: validation * (0.7 + seed / 10),
        length: length * (0.9 + seed / 30),
      })),
    ),
    rest,
  );
}

export function wiggly(arms: number): Fit {
  const x = Array.from({ length: 121 }, (_, i) => -1 + i / 60);
  const truth = (v: number) => Math.sin(1.5 * Math.PI * v);
  const points = Array.from({ length: 20 }, (_, i) => (2 * (i + 0.5)) / 20 - 1);
  const curve = (xs: number[], f: (v: number) => number): Curve => ({ x: xs, y: xs.map(f) });
  return {
    seed: 1,
    points: curve(points, (v) => truth(v) + 0.3 * Math.sin(97 * v)),
    truth: curve(x, truth),
    learnt: Array.from({ length: arms }, (_, i) =>
      curve(x, (v) => truth(v) * (1 - i / 8) + (0.3 / (1 + 3 * i)) * Math.sin(20 * v)),
    ),
  };
}
