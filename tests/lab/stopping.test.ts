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

/** On a busy machine a thread may not get its turn in time: of so many tries, one must show what the lab can do. */
const TRIES = 5;

/**
 * Starts work, aborts it when it is under way, and waits for its end, which must be the reason given. Whether that came
 * within 100 ms, in one of a few tries.
 */
async function endsInTime(
  start: (signal: AbortSignal) => Promise<{ readonly work: Promise<unknown> }>,
): Promise<boolean> {
  for (let tried = 0; tried < TRIES; tried++) {
    const abort = new AbortController();
    const { work } = await start(abort.signal);
    const ended = work.then(
      () => 'finished',
      (reason: unknown) => reason,
    );
    // Both timers run on this thread's loop: however late it is, they keep their order.
    const late = sleep(100, 'late');
    abort.abort('enough');
    const first = await Promise.race([ended, late]);
    expect(await ended).toBe('enough');
    if (first === 'enough') return true;
  }
  return false;
}

test('aborting ends the training and frees its workers within 100 ms, with the reason given', async () => {
  const lab = opened(openLab({ workers: 2 }));
  const inTime = await endsInTime(async (signal) => {
    const begun = Promise.withResolvers<void>();
    const work = lab.train([endless, endless], { signal, onProgress: () => begun.resolve() });
    await begun.promise;
    return { work };
  });
  expect(inTime).toBe(true);
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
  const thread = async () => reportsOf(await lab.train([behaving('report')]))[0]!.threadId;
  let kept = false;
  for (let tried = 0; tried < TRIES && !kept; tried++) {
    const before = await thread();
    const abort = new AbortController();
    const training = lab.train([behaving('heeding')], { signal: abort.signal });
    setTimeout(() => abort.abort('enough'), 20);
    await expect(training).rejects.toBe('enough');
    kept = (await thread()) === before;
  }
  expect(kept).toBe(true);
});

test('a run that does not listen is ended by ending its thread, within 100 ms, and another thread takes over', async () => {
  const lab = opened(openHostileLab({ workers: 1 }));
  const threads: number[] = [];
  const inTime = await endsInTime(async (signal) => {
    threads.push(reportsOf(await lab.train([behaving('report')]))[0]!.threadId);
    const work = lab.train([behaving('deaf')], { signal });
    await sleep(20);
    return { work };
  });
  expect(inTime).toBe(true);
  threads.push(reportsOf(await lab.train([behaving('report')]))[0]!.threadId);
  expect(new Set(threads).size).toBe(threads.length);
});

test('a request that takes longer than the time limit ends with TimeLimitError, and the lab goes on', async () => {
  const lab = opened(openHostileLab({ workers: 1, timeLimit: 3 }));
  const error = await lab.train([behaving('heeding')]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TimeLimitError);
  expect(error).toMatchObject({ seconds: 3 });
  // The limit holds for what comes next, too, even where all that takes long is to start a thread.
  const next = async () => reportsOf(await lab.train([behaving('report')]).catch(() => [])).length;
  let served = 0;
  for (let tried = 0; tried < TRIES && served === 0; tried++) served = await next();
  expect(served).toBe(1);
});

test('the time limit holds for a run that does not listen', async () => {
  const lab = opened(openHostileLab({ workers: 1, timeLimit: 0.2 }));
  await expect(lab.train([behaving('deaf')])).rejects.toBeInstanceOf(TimeLimitError);
});

test('the time that others take in between is not counted against the time limit', {
  timeout: 120_000,
}, async () => {
  // Together they take longer than the limit, each a small part of it; a smaller one where that was not small enough.
  async function serves(timeLimit: number): Promise<boolean> {
    const lab = opened(openHostileLab({ workers: 1, timeLimit }));
    await lab.train([behaving('report')]).catch(() => null); // the thread is up
    const askers = Array.from({ length: Math.ceil(timeLimit / 0.3) + 1 }, () => lab.train([behaving('nap', 2)]));
    return Promise.all(askers).then(
      () => true,
      (error: unknown) => {
        if (error instanceof TimeLimitError) return false;
        throw error;
      },
    );
  }
  expect((await serves(3)) || (await serves(6)) || (await serves(15))).toBe(true);
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
