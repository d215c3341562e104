import { type Experiment, usesMomentum } from '../training/experiment.ts';
import { toExperiment } from './experiment-options.ts';
import type { ExperimentFields } from './experiment-settings.ts';
import { UserError } from './user-error.ts';

/** Two settings, each in its own words, and what is to hold for both. */
export interface Compared {
  readonly a?: ExperimentFields | undefined;
  readonly b?: ExperimentFields | undefined;
  readonly both: ExperimentFields;
}

/** So many seeds make an interval narrow enough to tell something, in about the time of two /train. */
export const SEEDS = 10;

/** What is compared where nothing is said of it: the default, and beside the default alone another optimizer. */
const DEFAULT: ExperimentFields = {};
const ANOTHER: ExperimentFields = { optimizer: 'adamw' };

/** The settings of a and b with all that holds for both. */
export function comparedFields({ a, b, both }: Compared): { a: ExperimentFields; b: ExperimentFields } {
  const [ownA, ownB] = [a ?? DEFAULT, b ?? (a === undefined ? ANOTHER : DEFAULT)];
  const common = sameData([ownA, ownB, both]);
  const joined = (own: ExperimentFields) => ({ seeds: SEEDS, ...fitting(both, own), ...own, ...common });
  return { a: joined(ownA), b: joined(ownB) };
}

/** The two experiments. Throws UserError where settings do not go together, naming whose. */
export function comparedExperiments(compared: Compared): { a: Experiment; b: Experiment } {
  const { a, b } = comparedFields(compared);
  return { a: named('a', a), b: named('b', b) };
}

function named(letter: string, fields: ExperimentFields): Experiment {
  try {
    return toExperiment(fields);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${letter}: ${error.message}`);
    throw error;
  }
}

/** Momentum given for both is for those that have one. */
function fitting({ momentum, nesterov, ...both }: ExperimentFields, own: ExperimentFields): ExperimentFields {
  const takesMomentum = usesMomentum(own.optimizer ?? both.optimizer ?? 'sgd');
  return takesMomentum ? { ...both, momentum, nesterov } : both;
}

/** Both learn the same data from the same seeds, whoever said which: else a difference would be no one setting's. */
function sameData(said: readonly ExperimentFields[]): ExperimentFields {
  const common: Record<string, unknown> = {};
  for (const name of ['task', 'seeds'] as const) {
    const values = [...new Set(said.flatMap((fields) => fields[name] ?? []))];
    if (values.length > 1) {
      throw new UserError(
        `${name} is ${values.join(' and ')}: a and b are compared seed by seed on the same data, so both need the same ${name}`,
      );
    }
    if (values.length === 1) common[name] = values[0];
  }
  return common as ExperimentFields;
}
