import { type ForcesStudy, studyForces } from '../../src/findings/forces.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { trainWithForces } from '../../src/training/forces.ts';

/** What `/forces` studies: every seed of an experiment, and of the same without decay. */
export function forcesOf(experiment: Experiment, seed?: number): ForcesStudy {
  const runs = (each: Experiment) => ({
    experiment: each,
    histories: Array.from({ length: each.seeds }, (_, index) => trainWithForces(each, index + 1)),
  });
  return studyForces(runs(experiment), experiment.wd === 0 ? null : runs({ ...experiment, wd: 0 }), seed);
}
