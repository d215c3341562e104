import type { Arm } from '../../src/findings/arm.ts';
import {
  type OptimizerRuns,
  type OptimizersStudy,
  optimizerExperiments,
  studyOptimizers,
} from '../../src/findings/optimizers.ts';
import { NOISE_EXPERIMENTS, noiseStudy } from '../../src/findings/optimizers-noise.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { leftOnNoise } from '../../src/training/noise.ts';
import { train } from '../../src/training/train.ts';

/** What decay leaves on noise alone: the same for every study, and a second of work. */
export const NOISE = noiseStudy(
  NOISE_EXPERIMENTS.map((experiment) => [{ ...train(experiment, 1), leftOnNoise: leftOnNoise(experiment, 1) }]),
);

/** What `/optimizers` studies, trained here. @param experiment by SGD. */
export function optimizersOf(experiment: Experiment): OptimizersStudy {
  const runs = (each: Experiment): Arm => ({
    experiment: each,
    histories: Array.from({ length: each.seeds }, (_, index) => train(each, index + 1)),
  });
  const { decayed, free, plain } = optimizerExperiments(experiment);
  const arms: OptimizerRuns<Arm> = {
    decayed: {
      sgd: runs(decayed.sgd),
      sgdw: runs(decayed.sgdw),
      adam: runs(decayed.adam),
      adamw: runs(decayed.adamw),
    },
    free: { sgd: runs(free.sgd), adam: runs(free.adam) },
    plain: plain === null ? null : { sgd: runs(plain.sgd), sgdw: runs(plain.sgdw) },
  };
  return studyOptimizers(experiment, arms, NOISE);
}
