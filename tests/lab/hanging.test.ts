import { afterEach, expect, test, vi } from 'vitest';
import { labFor, TimeLimitError, type WatchedLab } from '../../src/lab/index.ts';
import { behaving, long, openHostileLab, reportsOf } from './hostile-lab.ts';

/** Tasks that never end by themselves, with real threads. */

let lab: WatchedLab;
afterEach(async () => {
  vi.useRealTimers();
  await lab.close();
});

const HOURS = 3_600_000;

test('one that hangs is ended by the time limit and its worker replaced, while others go on', async () => {
  lab = openHostileLab({ workers: 2, timeLimit: 3 });
  await lab.train([behaving('nap', 2)]); // both threads are up
  const ended: string[] = [];
  const hanging = labFor(lab, 'ann')
    .train([behaving('deaf')])
    .catch((error: unknown) => {
      ended.push('ann');
      return error;
    });
  const ben = labFor(lab, 'ben');
  for (let round = 0; round < 3; round++) expect(reportsOf(await ben.train([behaving('report', 2)]))).toHaveLength(2);
  ended.push('ben');
  expect(await hanging).toBeInstanceOf(TimeLimitError);
  expect(ended).toEqual(['ben', 'ann']);
  await expect.poll(() => lab.state()).toEqual({ workers: 2, busy: 0, waiting: 0 });
  // Both work again: each holds one of two.
  const both = reportsOf(await lab.train([behaving('nap'), behaving('nap')]));
  expect(new Set(both.map(({ threadId }) => threadId)).size).toBe(2);
});

test('one that hangs beside the workers is ended, too, and those who wait for its thread get another', async () => {
  lab = openHostileLab({ workers: 1, timeLimit: 4 });
  const abort = new AbortController();
  const held = labFor(lab, 'ann')
    .train([long], { signal: abort.signal })
    .catch((error: unknown) => error);
  const hanging = labFor(lab, 'ben').train([behaving('deaf')], { signal: AbortSignal.timeout(1_500) });
  const waiting = labFor(lab, 'cem').train([behaving('report', 3)]);
  await expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(reportsOf(await waiting)).toHaveLength(3);
  abort.abort('enough');
  await held;
});

test.for([
  ['forward', 5 * HOURS],
  ['back', -5 * HOURS],
] as const)('a clock that jumps %s ends nothing too early and nothing too late', async ([, hours]) => {
  lab = openHostileLab({ workers: 2, timeLimit: 3 });
  const jump = () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours });
  };
  await lab.train([behaving('nap', 2)]); // both threads are up
  const hanging = labFor(lab, 'ann').train([behaving('deaf')]);
  const ended = hanging.catch((error: unknown) => error);
  const ben = labFor(lab, 'ben');
  for (let round = 0; round < 3; round++) {
    const napping = ben.train([behaving('nap')]);
    jump();
    expect(reportsOf(await napping)).toHaveLength(1);
  }
  expect(await ended).toBeInstanceOf(TimeLimitError);
  expect(reportsOf(await lab.train([behaving('report', 2)]))).toHaveLength(2);
});
