import type { Experiment } from '../../training/experiment.ts';
import { type Lines, linesOf } from '../python.ts';
import { csv } from './csv.ts';
import { curve } from './curve.ts';
import { moons } from './moons.ts';
import { ridge } from './ridge.ts';
import { wide } from './wide.ts';

const tasks: Readonly<Record<Exclude<Experiment['task'], 'csv'>, string>> = { curve, ridge, moons, wide };

/** `make_data(seed)`: the training and the validation rows as tensors, the target in the last column. */
export function makeData({ task, table }: Experiment): Lines {
  if (task !== 'csv') return linesOf(tasks[task]);
  if (table === undefined) throw new RangeError('the task csv needs a table');
  return linesOf(csv(table));
}
