import type { TaskName } from '../experiment.ts';
import { curve } from './curve.ts';
import { ridge } from './ridge.ts';
import type { Task } from './task.ts';

/** Every task by its name. */
export const tasks: Readonly<Record<TaskName, Task>> = { curve, ridge };

export type { Task, TaskData } from './task.ts';
