import type { Experiment } from './experiment.ts';
import type { History } from './history.ts';
import { createKernel } from './kernel.ts';
import { decayMask, networkOf } from './network.ts';
import { lrFactor } from './schedules.ts';
import { taskOf } from './tasks/index.ts';
import { pushIsDivided } from './theory/rest.ts';
import { recordedSteps, type TrainOptions, train } from './train.ts';

/**
 * What the data do to the weights of one run: the push that decay's pull −wd·w works against. It is −g, with g the
 * gradient of the data loss over all training samples. AdamW's decay never meets g itself, but g divided by its own
 * size: there the push is −m̂/(√v̂ + ε), the data's part of a step per lr.
 */
export interface Forces {
  /** On each weight, at the end of the run. */
  readonly push: Float64Array;
  /** Of the weights that decay, the few whose size |w| grew most, then the few whose size shrank most. */
  readonly courses: readonly WeightCourse[];
}

/** The way of one weight, at some steps of the run, the first and the last among them. */
export interface WeightCourse {
  /** Its place in the network's order. */
  readonly index: number;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** The data's push on it at those steps. */
  readonly push: readonly number[];
}

/** How many of the weights that grew most are followed, and how many of those that shrank most. */
const FOLLOWED = 3;
/** At how many steps. */
const POINTS = 100;

/** Trains as `train` does and tells the forces; of a diverged run there are none, for it has no end to look at. */
export function trainWithForces(experiment: Experiment, seed: number, options: TrainOptions = {}): History {
  const steps = recordedSteps(experiment.steps, POINTS);
  const kept = new Map<number, Float64Array>();
  const divided = pushIsDivided(experiment);
  const keep = new Set(divided ? steps.flatMap((step) => updateAt(step, experiment)) : steps);
  const history = train(experiment, seed, {
    ...options,
    onWeights: (step, weights) => {
      if (keep.has(step)) kept.set(step, weights.slice());
    },
  });
  if (history.divergedAt !== null) return history;

  const decays = decayMask(networkOf(experiment), experiment.decayBiases);
  const pushAt = divided ? stepPush(experiment, decays, kept) : gradientPush(experiment, seed, kept);
  const followed = mostChanged(history, decays);
  const pushes = steps.map((step) => {
    const push = pushAt(step);
    return followed.map((index) => push[index]!);
  });
  return {
    ...history,
    forces: {
      push: pushAt(experiment.steps),
      courses: followed.map((index, k) => ({
        index,
        steps,
        values: steps.map((step) => kept.get(step)![index]!),
        push: pushes.map((push) => push[k]!),
      })),
    },
  };
}

/** −∂L/∂w over all training samples. */
function gradientPush(experiment: Experiment, seed: number, kept: ReadonlyMap<number, Float64Array>) {
  const task = taskOf(experiment);
  const { training } = task.draw(seed);
  const kernel = createKernel(networkOf(experiment), training.count, task.loss);
  return (step: number): Float64Array => {
    kernel.weights.set(kept.get(step)!);
    kernel.lossAndGradient(training);
    return kernel.gradient.map((g) => -g);
  };
}

/** The update that begins at a step, of the last step the one that ended there: the steps before and after it. */
function updateAt(step: number, { steps }: Experiment): [number, number] {
  const first = Math.min(step, steps - 1);
  return [first, first + 1];
}

/** What an update added to the weights beside their shrinking, per lr: w ← (1 − lr·wd)·w + lr·push. */
function stepPush(experiment: Experiment, decays: Float64Array, kept: ReadonlyMap<number, Float64Array>) {
  const { lr, wd, schedule, steps } = experiment;
  return (step: number): Float64Array => {
    const [first, next] = updateAt(step, experiment);
    const [before, after] = [kept.get(first)!, kept.get(next)!];
    const stepLr = lr * lrFactor(schedule, first, steps);
    return after.map((w, i) => (stepLr === 0 ? 0 : (w - (1 - stepLr * wd * decays[i]!) * before[i]!) / stepLr));
  };
}

/** The weights that grew most in size, most first, and those that shrank most. */
function mostChanged({ firstWeights, finalWeights }: History, decays: Float64Array): number[] {
  const growth = (i: number) => Math.abs(finalWeights[i]!) - Math.abs(firstWeights[i]!);
  const ranked = Array.from(decays.keys())
    .filter((i) => decays[i] === 1)
    .sort((a, b) => growth(b) - growth(a));
  return [
    ...ranked.slice(0, FOLLOWED).filter((i) => growth(i) > 0),
    ...ranked
      .slice(-FOLLOWED)
      .reverse()
      .filter((i) => growth(i) < 0),
  ];
}
