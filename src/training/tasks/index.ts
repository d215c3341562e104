import type { Experiment } from '../experiment.ts';
import { csv } from './csv.ts';
import { curve } from './curve.ts';
import { moons } from './moons.ts';
import { ridge } from './ridge.ts';
import type { Task } from './task.ts';
import { wide } from './wide.ts';

/** Every task that draws its own data, by its name. */
const tasks: Readonly<Record<Exclude<Experiment['task'], 'csv'>, Task>> = { curve, ridge, moons, wide };

/** What the experiment is to learn. Throws RangeError for the task `csv` without its table. */
export function taskOf({ task, table }: Pick<Experiment, 'task' | 'table'>): Task {
  if (task !== 'csv') return tasks[task];
  if (table === undefined) throw new RangeError('the task csv needs a table');
  return csv(table);
}

export type { Task, TaskData } from './task.ts';
