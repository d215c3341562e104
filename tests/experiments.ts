import { withDefaults } from '../src/chat/experiment-defaults.ts';
import type { Experiment } from '../src/training/experiment.ts';

/** What `/train` trains when nothing else is asked for: 3,000 steps, 5 seeds. */
export const curve: Experiment = withDefaults({});

/** And what it trains on the task with an answer key: 500 steps, 5 seeds. */
export const ridge: Experiment = withDefaults({ task: 'ridge' });
