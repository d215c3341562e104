import type { Experiment } from '../../src/training/experiment.ts';
import { curve } from '../experiments.ts';

/** A run of a few milliseconds. */
export const short: Experiment = { ...curve, hidden: [8], steps: 200, seeds: 2 };

/** A run that nobody would wait for: half a minute. It tells its first progress within a second. */
export const endless: Experiment = { ...short, hidden: [64, 64], steps: 200_000, seeds: 1 };
