import { z } from 'zod';
import { type Experiment, withoutDecay } from '../training/experiment.ts';
import { experimentOptions, lrOption, toExperiment, wdListOption } from './experiment-options.ts';
import { usualSetting, withUsuals } from './experiment-usuals.ts';
import { privateOption, withUsual } from './options.ts';
import { type ExperimentData, experimentData, type OwnData } from './own-data.ts';

/** A run beside the same without decay, as /train shows it and /export hands it over. */

const MOST_WDS = 5;

export const runOptions = z.object({
  lr: withUsual(lrOption, usualSetting('lr')),
  wd: withUsual(wdListOption(MOST_WDS), usualSetting('wd')),
  ...withUsuals(experimentOptions),
  private: privateOption.optional(),
});

/** The options with the table they name read. */
export type AskedRun = OwnData<z.output<typeof runOptions>>['asked'];

/** The same run without decay first, then one experiment for each wd above zero, smallest first. */
export function runExperiments({ wd: wds, ...asked }: AskedRun): Experiment[] {
  const decayed = (wds ?? [toExperiment(asked).wd])
    .filter((wd) => wd > 0)
    .toSorted((a, b) => a - b)
    .map((wd) => toExperiment({ ...asked, wd }));
  return [withoutDecay(toExperiment(asked)), ...decayed];
}

/** What was asked for, for scripts: of several wds all of them. */
export function askedData({ wd: wds, ...asked }: AskedRun): Omit<ExperimentData, 'wd'> & { wd: unknown } {
  const experiment = experimentData(toExperiment(asked));
  return wds === undefined ? experiment : { ...experiment, wd: wds.length === 1 ? wds[0] : wds };
}
