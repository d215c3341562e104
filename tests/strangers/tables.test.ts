import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { HURTFUL_TABLES } from './hurtful-tables.ts';
import type { TableOutcome } from './table-reader.ts';

/** Eighty for each of the megabytes that a file may have: a million rows or columns kept as such need several times that. */
const MEMORY_MB = 80;

/** All in one thread: whatever takes the square of its length, or more memory than there is, keeps the rest from coming. */
async function outcomes(): Promise<readonly TableOutcome[]> {
  const worker = new Worker(new URL('./table-reader.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 16 },
  });
  const seen: TableOutcome[] = [];
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (outcome: TableOutcome) => seen.push(outcome));
    worker.on('error', (error) => reject(new Error(`after ${seen.at(-1)?.what}`, { cause: error })));
    worker.on('exit', () => resolve());
  });
  return seen;
}

const all = outcomes();
afterAll(() => all.catch(() => {}));

describe('a file made to hurt is taken or refused in one clear sentence, in little memory', () => {
  test.for(HURTFUL_TABLES)('$what', async ({ what, says }) => {
    const outcome = (await all).find((each) => each.what === what)!;
    if (says instanceof RegExp) {
      if (!('refused' in outcome)) throw new Error(`it was taken: ${outcome.columns}`);
      expect(outcome.refused).toMatch(says);
      expect(outcome.refused.length).toBeLessThan(400);
      expect(outcome.refused).not.toMatch(/[^\P{C}\u200b]/u);
    } else {
      expect(outcome).toEqual({ what, columns: says, learnt: true });
    }
  });
});
