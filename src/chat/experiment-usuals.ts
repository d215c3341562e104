import { z } from 'zod';
import { type ExperimentFields, experimentSettings } from './experiment-settings.ts';
import { draft } from './experiment-suggestions.ts';
import { writeNumber } from './numbers.ts';
import { type Traits, withUsual } from './options.ts';

type Name = keyof ExperimentFields;

/** Of a file, these depend on how large it is. */
const FOR_THE_TABLE: readonly Name[] = ['lr', 'hidden', 'steps', 'batch'];

/** What a setting of an experiment is when it is not given, beside the others that are. */
export function usualSetting(name: Name): NonNullable<Traits['usual']> {
  return ({ [name]: _, ...others }) => {
    const experiment = draft(others);
    if (experiment.task === 'csv' && FOR_THE_TABLE.includes(name)) return null;
    if (name === 'lr' || name === 'wd') return writeNumber(experiment[name]);
    const value = { ...experiment, 'decay-biases': experiment.decayBiases }[name as keyof typeof experiment];
    return value === undefined
      ? null
      : z.encode(experimentSettings[name as keyof typeof experimentSettings], value as never)!;
  };
}

/** The same options, each telling what it is when it is not given. */
export function withUsuals<Options extends Partial<typeof experimentSettings>>(options: Options): Options {
  const telling = Object.entries(options).map(([name, option]) => [
    name,
    withUsual(option, usualSetting(name as Name)),
  ]);
  return Object.fromEntries(telling) as Options;
}
