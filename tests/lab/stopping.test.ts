import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Lab, LabClosedError, openLab, TimeLimitError } from '../../src/lab/index.ts';
import { endless, short } from './experiments.ts';
import { behaving, openHostileLab, reportsOf } from './hostile-lab.ts';

const labs: Lab[] = [];
afterEach(() => Promise.all(labs.splice(0).map((lab) => lab.close())));

function opened(lab: Lab): Lab {
  labs.push(lab);
  return lab;
}

/** Trains until the first progress, then aborts; how it ended, and whether that was within 100 ms. */
async function abortedUnderWay(lab: Lab) {
  const abort = new AbortController();
  const begun = Promise.withResolvers<void>();
  const trained = lab.train([endless, endless], { signal: abort.signal, onProgress: () => begun.resolve() });
  const ended = trained.then(
    () => 'finished',
    (reason: unknown) => reason,
  );
  await begun.promise;
  // Both timers run on this thread's loop: however late it is, they keep their order.
  const late = sleep(100, 'late');
  abort.abort('enough');
  return Promise.race([ended, late]);
}

test('aborting ends the training and frees its workers within 100 ms, with the reason given', async () => {
  const lab = opened(openLab({ workers: 2 }));
  expect(await abortedUnderWay(lab)).toBe('enough');
  expect(await lab.train([short])).toHaveLength(1);
});

test('aborting before it began trains nothing', async () => {
  const lab = opened(openHostileLab({ workers: 1 }));
  const training = lab.train([behaving('deaf')], { signal: AbortSignal.abort('never mind') });
  await expect(training).rejects.toBe('never mind');
  expect(reportsOf(await lab.train([behaving('report')]))[0]!.begun).toBe(1);
});

test('aborting drops the runs that wait, and the thread lives on', async () => {
  const lab = opened(openHostileLab({ workers: 1 }));
  const abort = new AbortController();
  const training = lab.train([behaving('nap', 5)], { signal: abort.signal, onProgress: () => abort.abort('enough') });
  await expect(training).rejects.toBe('enough');
  const [report] = reportsOf(await lab.train([behaving('report')]));
  expect(report!.begun).toBeLessThan(4);
});

test('a run that listens keeps its thread', async () => {
  const lab = opened(openHostileLab({ workers: 1 }));
  await lab.train([behaving('report')]); // the thread is up
  const abort = new AbortController();
  const training = lab.train([behaving('heeding')], { signal: abort.signal });
  setTimeout(() => abort.abort('enough'), 20);
  await expect(training).rejects.toBe('enough');
  expect(reportsOf(await lab.train([behaving('report')]))[0]!.begun).toBe(3);
});

test('a run that does not listen is ended by ending its thread, within 100 ms, and another thread takes over', async () => {
  const lab = opened(openHostileLab({ workers: 1 }));
  const [before] = reportsOf(await lab.train([behaving('report')]));
  const abort = new AbortController();
  const ended = lab.train([behaving('deaf')], { signal: abort.signal }).catch((reason: unknown) => reason);
  await sleep(20);
  const late = sleep(100, 'late');
  abort.abort('enough');
  expect(await Promise.race([ended, late])).toBe('enough');
  const [after] = reportsOf(await lab.train([behaving('report')]));
  expect(after!.threadId).not.toBe(before!.threadId);
});

test('a request that takes longer than the time limit ends with TimeLimitError, and the lab goes on', async () => {
  const lab = opened(openLab({ workers: 1, timeLimit: 2 }));
  const error = await lab.train([endless]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TimeLimitError);
  expect(error).toMatchObject({ seconds: 2 });
  expect(await lab.train([short])).toHaveLength(1);
});

test('the time limit holds for a run that does not listen', async () => {
  const lab = opened(openHostileLab({ workers: 1, timeLimit: 0.2 }));
  await expect(lab.train([behaving('deaf')])).rejects.toBeInstanceOf(TimeLimitError);
});

test('the time that others take in between is not counted against the time limit', async () => {
  const lab = opened(openHostileLab({ workers: 1, timeLimit: 1.5 }));
  await lab.train([behaving('report')]); // the thread is up
  const askers = Array.from({ length: 4 }, () => lab.train([behaving('nap', 4)])); // 0.6 s each, 2.4 s in all
  expect((await Promise.all(askers)).map((results) => reportsOf(results).length)).toEqual([4, 4, 4, 4]);
});

test('closing stops what is under way and waits, and nothing starts afterwards', async () => {
  const lab = openLab({ workers: 1 });
  const under = lab.train([endless]).catch((reason: unknown) => reason);
  const waiting = lab.train([endless]).catch((reason: unknown) => reason);
  await lab.close();
  expect(await under).toBeInstanceOf(LabClosedError);
  expect(await waiting).toBeInstanceOf(LabClosedError);
  await expect(lab.train([short])).rejects.toBeInstanceOf(LabClosedError);
});
