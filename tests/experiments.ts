import { withDefaults } from '../src/chat/experiment-defaults.ts';
import type { Experiment } from '../src/training/experiment.ts';

/** What `/train` trains when nothing else is asked for: 3,000 steps, 5 seeds. */
export const curve: Experiment = withDefaults({});

/** And what it trains on the task with an answer key: 500 steps, 5 seeds. */
export const ridge: Experiment = withDefaults({ task: 'ridge' });

/** Two classes of points, one label in ten wrong: 2,000 steps, 5 seeds. */
export const moons: Experiment = withDefaults({ task: 'moons' });

/** The textbook's 200 features and 20 points: 400 steps, 5 seeds. */
export const wide: Experiment = withDefaults({ task: 'wide' });
