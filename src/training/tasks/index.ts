import type { Experiment, TaskName } from '../experiment.ts';
import { curve } from './curve.ts';
import { ridge } from './ridge.ts';
import type { Task } from './task.ts';

/** Every task by its name. */
const tasks: Readonly<Record<TaskName, Task>> = { curve, ridge };

/** What the experiment is to learn. */
export function taskOf({ task }: Pick<Experiment, 'task'>): Task {
  return tasks[task];
}

export type { Task, TaskData } from './task.ts';
