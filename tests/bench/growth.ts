import { toExperiment } from '../../src/chat/experiment-options.ts';
import { costOf } from '../../src/lab/budget.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { emptySamples } from '../../src/training/samples.ts';
import { taskOf } from '../../src/training/tasks/index.ts';
import { startOf, train, trainFrom } from '../../src/training/train.ts';
import { SEED } from './job.ts';
import { median } from './statistics.ts';

/** How a run's time grows when one thing of it is doubled, all else as in the default `curve`. */
export interface Growth {
  readonly of: string;
  readonly values: readonly number[];
  /** Median milliseconds for each. */
  readonly ms: readonly number[];
}

const base = toExperiment({});

function samples(count: number) {
  const { inputs, targets } = taskOf(base).draw(SEED).training;
  const many = emptySamples(1, count);
  for (let s = 0; s < count; s++) {
    many.inputs[s] = inputs[s % 20]!;
    many.targets[s] = targets[s % 20]!;
  }
  return many;
}

const GROWING: readonly (readonly [of: string, values: readonly number[], run: (value: number) => () => unknown])[] = [
  [
    'units in each of two hidden layers',
    [16, 32, 64, 128, 256],
    (width) => trained({ hidden: [width, width], steps: 200 }),
  ],
  [
    'points',
    [20, 80, 320, 1_280, 5_120],
    (count) => {
      const experiment = { ...base, steps: 100 };
      const data = { training: samples(count), validation: samples(20) };
      const start = startOf(experiment, SEED);
      return () => trainFrom(experiment, SEED, data, start);
    },
  ],
  ['steps', [500, 1_000, 2_000, 4_000, 8_000], (steps) => trained({ steps })],
  [
    'seeds',
    [1, 2, 4, 8],
    (seeds) => () => {
      for (let seed = 1; seed <= seeds; seed++) train({ ...base, steps: 1_000 }, seed);
    },
  ],
];

function trained(changed: Partial<Experiment>): () => unknown {
  const experiment = { ...base, ...changed };
  return () => train(experiment, SEED);
}

/** Each value takes its turn in every round. */
export function growths(rounds: number): Growth[] {
  return GROWING.map(([of, values, run]) => {
    const runs = values.map(run);
    const times: number[][] = runs.map(() => []);
    for (let round = 0; round <= rounds; round++) {
      for (const [index, go] of runs.entries()) {
        const began = performance.now();
        go();
        if (round > 0) times[index]!.push(performance.now() - began);
      }
    }
    return { of, values, ms: times.map(median) };
  });
}

/** Multiplications with their addition, as the budget counts them, that this machine's one thread makes in a second. */
export function workPerSecond(rounds: number): number {
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now();
    train(base, SEED);
    return performance.now() - began;
  });
  return costOf([{ ...base, seeds: 1 }]) / (median(times) / 1_000);
}
