import { type LabOptions, openLab } from '../../src/lab/index.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { short } from './experiments.ts';
import type { Manner, Report } from './hostile-worker.ts';

export function openHostileLab(options: LabOptions = {}) {
  return openLab({ worker: new URL('./hostile-worker.ts', import.meta.url), ...options });
}

/** An experiment that the hostile worker answers in this manner. */
export function behaving(manner: Manner, seeds = 1): Experiment {
  return { ...short, optimizer: manner as string as Experiment['optimizer'], seeds };
}

/** Work that takes its worker until it is told to stop, and by its cost is known to be long. */
export const long: Experiment = { ...behaving('heeding'), steps: 10_000_000 };

/** What the hostile worker returns in place of a history. */
export function reportsOf(results: unknown): Report[] {
  return (results as Report[][]).flat();
}
