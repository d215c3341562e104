import fc from 'fast-check';
import type { Arm } from '../../src/findings/arm.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { train } from '../../src/training/train.ts';
import { anyExperiment, powersOfTen } from '../training/experiments.ts';

/** Trains every seed. */
export function armOf(experiment: Experiment): Arm {
  const histories = Array.from({ length: experiment.seeds }, (_, index) => train(experiment, index + 1));
  return { experiment, histories };
}

/** What /export may be asked for, sane or not, quickly trained: first without decay, then with up to five. */
export const anyExperiments: fc.Arbitrary<Experiment[]> = fc
  .record({
    experiment: anyExperiment,
    task: fc.constantFrom('curve', 'ridge', 'moons', 'wide'),
    steps: fc.integer({ min: 1, max: 25 }),
    seeds: fc.integer({ min: 1, max: 2 }),
    wds: fc.uniqueArray(powersOfTen(-6, 3), { maxLength: 5 }),
  })
  .map(({ experiment, wds, ...changed }) => [0, ...wds].map((wd) => ({ ...experiment, ...changed, wd })));
