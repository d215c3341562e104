import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Experiment, TaskName } from '../../src/training/experiment.ts';
import type { History } from '../../src/training/history.ts';
import { networkOf, startWeights } from '../../src/training/network.ts';
import { randomStream } from '../../src/training/random.ts';
import { emptySamples, type Samples } from '../../src/training/samples.ts';
import { taskOf } from '../../src/training/tasks/index.ts';
import { trainFrom } from '../../src/training/train.ts';

/*
 * What PyTorch made of the same experiments, data, starts and batches: written by generate.py, from which no number
 * here passes through our code.
 */

const RELATIVE = 1e-9;
/**
 * Numbers smaller than this are held to RELATIVE × FLOOR = 1e-15 instead: the rounding of a few terms of order one,
 * of which weights and losses are sums. Weights that decay brought all but to zero have no digits beyond it.
 */
const FLOOR = 1e-6;

interface Part {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly number[];
}

interface Run extends Pick<History, 'steps' | 'dataLoss' | 'penalty' | 'validationLoss' | 'weightLength'> {
  readonly name: string;
  readonly seed: number;
  readonly experiment: Experiment;
  readonly start: readonly number[];
  /** Null of a run that diverged. */
  readonly finalWeights: readonly number[] | null;
  readonly divergedAt: number | null;
}

interface Golden {
  readonly torch: string;
  readonly startWidth: Readonly<Record<TaskName, number>>;
  readonly data: Readonly<Record<`${TaskName} ${number}`, { readonly training: Part; readonly validation: Part }>>;
  readonly runs: readonly Run[];
}

const golden: Golden = JSON.parse(readFileSync(new URL('pytorch.json', import.meta.url), 'utf8'));

const engines = ['wasm', 'reference'] as const;
const cases = golden.runs.flatMap((run) => engines.map((engine) => ({ ...run, engine })));

describe.each(cases)('$name, $engine', ({ engine, ...run }) => {
  const start = Float64Array.from(run.start);
  let history: History;
  beforeAll(() => {
    const { training, validation } = golden.data[`${run.experiment.task} ${run.seed}`]!;
    const data = { training: samplesOf(training), validation: samplesOf(validation) };
    history = trainFrom(run.experiment, run.seed, data, start, { engine });
  });

  it('records at the same steps, and diverges where PyTorch does', () => {
    expect(history.divergedAt).toBe(run.divergedAt);
    expect(history.steps).toEqual(run.steps);
  });

  it.each(['dataLoss', 'penalty', 'validationLoss', 'weightLength'] as const)('has the same %s all along', (series) => {
    expect(worstDifference(history[series], run[series])).toBeLessThanOrEqual(RELATIVE);
  });

  // A run that diverged has no final weights to compare.
  const { finalWeights } = run;
  if (finalWeights !== null) {
    it('ends at the same weights', () => {
      expect(worstDifference(history.finalWeights, finalWeights)).toBeLessThanOrEqual(RELATIVE);
    });
  }

  it('starts from the weights that its seed draws, to the last bit', () => {
    const network = networkOf(run.experiment);
    const drawn = startWeights(network, randomStream(run.seed, 'start'), golden.startWidth[run.experiment.task]);
    expect(drawn).toEqual(start);
  });
});

it.each(Object.entries(golden.data))('%s: a few lines of Python draw the data that the task draws', (name, data) => {
  const [task, seed] = name.split(' ') as [TaskName, string];
  const { training, validation } = taskOf({ task }).draw(Number(seed));
  // Logarithm and cosine differ in the last place from one C library to the next.
  for (const [ours, theirs] of [
    [training, data.training],
    [validation, data.validation],
  ] as const) {
    const { count, inputs, targets } = samplesOf(theirs);
    expect(worstDifference(ours.targets.slice(0, count), targets.slice(0, count))).toBeLessThan(1e-12);
    for (let feature = 0; feature < ours.features; feature++) {
      const row = (samples: Float64Array, stride: number) => samples.slice(feature * stride, feature * stride + count);
      const difference = worstDifference(row(ours.inputs, ours.stride), row(inputs, Math.ceil(count / 4) * 4));
      expect(difference).toBeLessThan(1e-12);
    }
  }
});

function samplesOf({ inputs, targets }: Part): Samples {
  const samples = emptySamples(inputs[0]!.length, targets.length);
  samples.targets.set(targets);
  for (const [sample, features] of inputs.entries()) {
    for (const [feature, x] of features.entries()) samples.inputs[feature * samples.stride + sample] = x;
  }
  return samples;
}

/** The largest |a − b| / max(|a|, |b|, FLOOR); infinite where the lengths differ or a number is missing. */
function worstDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < ours.length; i++) {
    const a = ours[i]!;
    const b = theirs[i]!;
    const difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), FLOOR);
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return worst;
}
