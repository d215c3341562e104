import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Experiment } from '../../src/training/experiment.ts';
import { train } from '../../src/training/train.ts';
import { curve, ridge } from '../experiments.ts';

function digest(experiment: Experiment): string {
  const { dataLoss, validationLoss, finalWeights } = train(experiment, 1);
  const numbers = Float64Array.from([...dataLoss, ...validationLoss, ...finalWeights]);
  return createHash('sha256').update(new Uint8Array(numbers.buffer)).digest('hex').slice(0, 16);
}

// A change here changes every number the bot has ever told: make it on purpose, and tell it in the commit.
it.each([
  ['curve', { ...curve, steps: 300 }, 'd0ff11fb4215604c'],
  [
    'curve, Adam in mini-batches',
    { ...curve, steps: 200, optimizer: 'adam', momentum: 0, lr: 0.01, batch: 7 },
    'c735d5a329b63641',
  ],
  ['ridge', ridge, 'dcae1f35f3c295a2'],
] as const)('%s gives the same bits on every machine and in every version', (_, experiment, bits) => {
  expect(digest(experiment)).toBe(bits);
});
