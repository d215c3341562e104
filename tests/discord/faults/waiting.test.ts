import { HTTPError } from 'discord.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WAITS, waitsWithin, withRetry } from '../../../src/discord/retry.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Tries through an outage. Returns when each try was made, in seconds, and whether one worked. */
async function through(seconds: number, waits = WAITS, tries: number[] = []) {
  const begun = performance.now();
  const request = async () => {
    const at = (performance.now() - begun) / 1_000;
    tries.push(at);
    if (at < seconds) throw new HTTPError(503, 'away', 'PATCH', '/', { body: {}, files: [] });
  };
  const ended = withRetry(request, waits, () => {}).then(
    () => true,
    () => false,
  );
  await vi.advanceTimersByTimeAsync(300_000);
  return { worked: await ended, tries };
}

test.each([0, 0.5, 0.999])('an outage of half a minute is outlasted, whatever chance (%d) says', async (chance) => {
  vi.spyOn(Math, 'random').mockReturnValue(chance);
  const { worked, tries } = await through(30);
  expect(worked).toBe(true);
  expect(tries.length).toBeLessThanOrEqual(9);
  // Nobody waits much longer than it takes Discord to be back.
  expect(tries.at(-1)).toBeLessThan(30 + 8);
});

test('an outage without end is given up after a minute or so and nine tries', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const { worked, tries } = await through(1_000);
  expect(worked).toBe(false);
  expect(tries).toHaveLength(9);
  expect(tries.at(-1)).toBeLessThan(60);
});

test('those who were cut off at once do not all come back at once', async () => {
  const first = (await through(1_000)).tries;
  const second = (await through(1_000)).tries;
  expect(first[1]).not.toBe(second[1]);
});

test('what has three seconds is tried while there is time, and once after, to learn what became of it', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { tries } = await through(1_000, waitsWithin(WAITS, 3_000));
  expect(tries).toEqual([0, 0.25, 0.75, 1.75, 3.75]);
  expect(waitsWithin({ firstMs: 20, times: 3 }, 3_000)).toEqual({ firstMs: 20, times: 3 });
  expect(waitsWithin({ firstMs: 10_000, times: 3 }, 3_000).times).toBe(1);
});
