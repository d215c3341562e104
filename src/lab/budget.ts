import { costOfRun } from '../training/cost.ts';
import type { Experiment } from '../training/experiment.ts';

/**
 * What one request may take, in multiplications with their addition (training/work.ts): about 30 s of two cores
 * at 2.5 GHz. The default /train takes 6 billion, the default /sweep 250.
 */
export const BUDGET = 300e9;

/** What a task takes that is short: half a second, about. Each run of the default /train takes 0.6 billion. */
export const SHORT = 5e9;

/** Of all the runs that these experiments ask for. */
export function costOf(experiments: readonly Experiment[]): number {
  return experiments.reduce((sum, experiment) => sum + experiment.seeds * costOfRun(experiment), 0);
}

/** The most steps that fit the budget when all else stays, in two digits; 0 if not even one does. */
export function stepsThatFit(experiments: readonly Experiment[]): number {
  const fits = (steps: number) => costOf(experiments.map((experiment) => ({ ...experiment, steps }))) <= BUDGET;
  let [fitting, tooMany] = [0, Math.max(...experiments.map(({ steps }) => steps)) + 1];
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, fitting))) - 1);
  return Math.floor(fitting / 10 ** digits) * 10 ** digits;
}
