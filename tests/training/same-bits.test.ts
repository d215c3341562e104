import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Experiment } from '../../src/training/experiment.ts';
import type { Engine } from '../../src/training/kernel.ts';
import { train } from '../../src/training/train.ts';
import { curve, ridge } from '../experiments.ts';

function digest(experiment: Experiment, engine: Engine): string {
  const { dataLoss, validationLoss, finalWeights } = train(experiment, 1, { engine });
  const numbers = Float64Array.from([...dataLoss, ...validationLoss, ...finalWeights]);
  return createHash('sha256').update(new Uint8Array(numbers.buffer)).digest('hex').slice(0, 16);
}

// A change here changes every number the bot has ever told: make it on purpose, and tell it in the commit.
it.each([
  ['curve', { ...curve, steps: 300 }, 'b6ab05ecc8455486'],
  [
    'curve, Adam in mini-batches',
    { ...curve, steps: 200, optimizer: 'adam', momentum: 0, lr: 0.01, batch: 7 },
    '2b93863a1bfcbae6',
  ],
  ['ridge', ridge, 'b0e66495690dba45'],
] as const)('%s gives the same bits on every machine, in every engine and in every version', (_, experiment, bits) => {
  for (const engine of ['wasm', 'reference'] as const) expect(digest(experiment, engine)).toBe(bits);
});
