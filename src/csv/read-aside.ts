import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UserError } from '../chat/user-error.ts';
import { readTable, type TableRead } from './read-table.ts';

/** In bytes: reading these takes a few milliseconds, and starting a thread more. */
const SMALL = 32_768;
/** Several times what a file of the largest size takes. */
const MEMORY_MB = 256;

/** What crosses to the thread, and back. Plain data; a table's values are shared and not copied. */
export interface ToRead {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly asked: string | undefined;
}
export type Outcome = { readonly read: TableRead } | { readonly refused: string };

/**
 * Reads a table as readTable does, but a large one in a thread of its own: a megabyte takes a tenth of a second, in
 * which nobody else would be answered. One at a time in the whole process, however many are sent.
 */
export async function readTableAside(bytes: Uint8Array, name: string, asked?: string): Promise<TableRead> {
  if (bytes.length <= SMALL) return readTable(bytes, name, asked);
  return navigator.locks.request('reading a table', () => readInThread({ bytes, name, asked }));
}

async function readInThread(toRead: ToRead): Promise<TableRead> {
  const thread = new Worker(new URL('./reading-thread.ts', import.meta.url), {
    workerData: toRead,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const [outcome] = (await once(thread, 'message')) as [Outcome];
  if ('refused' in outcome) throw new UserError(outcome.refused);
  return outcome.read;
}
