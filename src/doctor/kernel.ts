import { isDeepStrictEqual } from 'node:util';
import type { Experiment } from '../training/experiment.ts';
import { failed, ok, type Told, warning } from './finding.ts';

const SMALL: Experiment = {
  task: 'curve',
  hidden: [8],
  activation: 'tanh',
  optimizer: 'adamw',
  momentum: 0,
  nesterov: false,
  lr: 0.01,
  wd: 0.1,
  decayBiases: true,
  schedule: 'constant',
  batch: 'all',
  steps: 200,
  seeds: 1,
};

/** Whether the fast kernel runs here, and gives the very numbers of the loops that a learner reads. */
export async function checkKernel(): Promise<Told> {
  const { train } = await import('../training/train.ts');
  const { hasWasm } = await import('../training/kernel/machine.ts');
  if (!hasWasm) {
    return warning(
      'WebAssembly has no SIMD here: it trains with the TypeScript loops, several times slower',
      'run it on a newer processor, and as npm start, with the Node that npm ci brings along',
    );
  }
  const fast = train(SMALL, 1, { engine: 'wasm' });
  const readable = train(SMALL, 1, { engine: 'reference' });
  if (!isDeepStrictEqual(fast, readable)) {
    return failed(
      'the kernel and the TypeScript loops give different numbers',
      'make the kernel anew: npm ci && npm run kernel; if that does not help, tell who wrote it, with your processor’s name',
    );
  }
  return ok(`WebAssembly with SIMD, and the same bits as the TypeScript loops over ${SMALL.steps} steps`);
}
