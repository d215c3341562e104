import type { Arm } from '../../src/findings/arm.ts';
import { findingsOf } from '../../src/findings/findings.ts';
import { type Experiment, withoutDecay } from '../../src/training/experiment.ts';
import { train } from '../../src/training/train.ts';

function runsOf(experiment: Experiment): Arm {
  const seeds = Array.from({ length: experiment.seeds }, (_, index) => index + 1);
  return { experiment, histories: seeds.map((seed) => train(experiment, seed)) };
}

/** Trains an experiment with each wd (its own, unless others are named) and without decay, and says what was found. */
export function study(experiment: Experiment, wds: readonly number[] = [experiment.wd]) {
  const without = runsOf(withoutDecay(experiment));
  const decayed = wds.filter((wd) => wd > 0).map((wd) => runsOf({ ...experiment, wd }));
  return { without, decayed, findings: findingsOf([without, ...decayed]) };
}
