import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../chat/user-error.ts';
import type { Outcome, ToRead } from './read-aside.ts';
import { readTable } from './read-table.ts';

/** What the thread of readTableAside runs, once. Any other failure ends it, and is told as its error. */

function outcomeOf({ bytes, name, asked }: ToRead): Outcome {
  try {
    return { read: readTable(bytes, name, asked) };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.message };
    throw error;
  }
}

parentPort!.postMessage(outcomeOf(workerData));
