import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainForm } from '../../src/answers/finder/words.ts';
import type { Given } from './readers.ts';

/** Whatever takes time in proportion to the square of this is not done within minutes; all else is at once. */
const LENGTH = 300_000;
const PATIENCE_MS = 120_000;
const AT_RANDOM = 40;

/** What once took too long, by a letter or by its square. */
const ONCE: readonly (readonly [reader: string, unit: string, end: string])[] = [
  ['/sweep lrs', '1-', 'x'],
  ['/sweep wds', 'to ', 'x!'],
  ['/compare a, being typed', '“', ' '],
  ['/compare b, being typed', '…', ', '],
  ['/ask question, being typed', '1', 'x'],
  ['the finder', 'ﷺ', ''],
  ['the nearest word', 'a', ''],
];

const units = [
  '.',
  '1',
  '1,',
  '1 ',
  ' ',
  'a',
  'a ',
  'a:',
  '1-',
  '1x',
  '1..',
  '…',
  'to ',
  'a:"',
  '\u200b',
  '\u0301',
  '( ',
  '/',
  '<',
];
const given = fc.record({
  reader: fc.nat(1_000),
  unit: fc.constantFrom(...units, 'wd ', 'no ', 'and ', 'lr 1 ', '64-', '1;', '"', '@'),
  end: fc.constantFrom('', 'x', '!', ' ,'),
  length: fc.constant(LENGTH),
});

/** Reads them all; rejects with the one that did not end. */
async function readAll(texts: readonly Given[]): Promise<number> {
  const worker = new Worker(new URL('./readers.ts', import.meta.url), { workerData: texts });
  let reading = 'nothing yet';
  let read = -1;
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not read to its end: ${reading}`)), PATIENCE_MS);
      timer.unref();
      worker.on('message', (message: string) => {
        reading = message;
        read++;
        if (message === 'done') resolve();
      });
      worker.on('error', (error) => reject(new Error(`it broke: ${reading}`, { cause: error })));
    });
  } finally {
    await worker.terminate();
  }
  return read;
}

test('no text keeps whoever reads it busy for longer than in proportion to its length', {
  timeout: 2 * PATIENCE_MS,
}, async () => {
  const known = ONCE.map(([reader, unit, end]) => ({ reader, unit, end, length: LENGTH }));
  const random = fc.sample(given, AT_RANDOM);
  expect(await readAll([...known, ...random])).toBe(ONCE.length + AT_RANDOM);
});

test('a message of letters that stand for eighteen each is not read eighteen times as long', () => {
  expect(plainForm('ﷺ'.repeat(4_000)).length).toBeLessThanOrEqual(4_000);
});
