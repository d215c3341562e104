import { describe, expect, test } from 'vitest';
import { lossOf } from '../../../src/training/loss.ts';
import type { Samples } from '../../../src/training/samples.ts';
import { moons } from '../../../src/training/tasks/moons.ts';
import { train } from '../../../src/training/train.ts';
import { moons as experiment } from '../../experiments.ts';

const seeds = [1, 2, 3, 17];

/** The logits that the function behind the labels gives. */
function truthOf({ count, stride, inputs }: Samples, truth: (features: readonly number[]) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, s) => truth([inputs[s]!, inputs[stride + s]!]));
}

describe.for(seeds)('the moons of seed %i', (seed) => {
  const { training, validation, truth } = moons.draw(seed);

  test('are as many in either class, one label in ten the wrong one', () => {
    for (const samples of [training, validation]) {
      const ones = samples.targets.subarray(0, samples.count).reduce((sum, y) => sum + y, 0);
      expect(ones).toBe(samples.count / 2);
      const wrong = [...truthOf(samples, truth!)].filter((logit, s) => logit > 0 !== (samples.targets[s] === 1));
      expect(wrong).toHaveLength(samples.count / 10);
    }
  });

  test('are told apart by their truth at exactly the loss that the noise alone is', () => {
    expect(lossOf(moons.loss, truthOf(validation, truth!), validation)).toBeCloseTo(moons.noiseFloor!, 12);
    expect(moons.noiseFloor).toBeCloseTo(-0.1 * Math.log(0.1) - 0.9 * Math.log(0.9), 12);
  });

  test('are one another turned by half a turn', () => {
    for (let s = 0; s < training.count; s++) {
      const [x, y] = [training.inputs[s]!, training.inputs[training.stride + s]!];
      expect(truth!([-x, -y])).toBe(-truth!([x, y]));
    }
  });
});

test('no logit is better than the truth’s, whichever way it is moved', () => {
  const { validation, truth } = moons.draw(1);
  for (const factor of [0, 0.5, 0.9, 1.1, 2, 10]) {
    const moved = truthOf(validation, truth!).map((logit) => factor * logit);
    expect(lossOf(moons.loss, moved, validation)).toBeGreaterThan(moons.noiseFloor!);
  }
});

test('a run tells its accuracy at the end; one that diverged has none', () => {
  const { accuracy } = train({ ...experiment, hidden: [16], steps: 800 }, 1);
  expect(accuracy).toBeGreaterThan(0.75);
  expect(accuracy).toBeLessThanOrEqual(0.95);
  expect(train({ ...experiment, hidden: [4], lr: 1_000, wd: 5, steps: 300 }, 1)).toMatchObject({
    divergedAt: expect.any(Number),
    accuracy: null,
  });
});
