import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import { rateLimit, serverError } from '../../discord-double/index.ts';
import { startBot, type TestBot } from '../bot.ts';
import { gated, halve, hearing, inParts } from '../commands.ts';
import { errorsTold, requestsTold } from './told.ts';

const HOUR = 3_600_000;

// Timers stay as they are: a clock that is set does not change how long a second takes.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }));
afterEach(() => vi.useRealTimers());

/** Sets this machine's clock, the double's with it: Discord's own goes on as it was. */
function setClock({ discord }: TestBot, by: number): void {
  vi.setSystemTime(Date.now() + by);
  discord.clock.advance(-by);
}

describe.each([
  ['forward by hours', 5 * HOUR],
  ['back by hours', -5 * HOUR],
  ['forward by a year', 365 * 24 * HOUR],
  ['back by a minute', -60_000],
] as const)("with the machine's clock set %s", (_, by) => {
  test('under a run, its progress and its reply come, and new requests are answered', async () => {
    const slow = gated('slow', say('the reply'));
    await using bot = await startBot([slow.command, hearing, halve], { progressEveryMs: 20 });
    const asked = bot.discord.command({ name: 'slow' });
    await asked.acknowledged();
    const { progress } = await slow.started;
    setClock(bot, by);
    progress(0.5, 'training');
    await asked.message({ until: ({ content }) => content === 'training · 50%' });
    slow.finish();
    await asked.message({ until: ({ content }) => content === 'the reply' });
    const later = bot.discord.command({ name: 'halve', options: { lr: '1' } });
    expect((await later.message()).content).toBe('half is 0.5');
    const said = bot.discord.say({ content: 'heard', mention: true });
    expect((await bot.discord.answerTo(said)).content).toBe('heard');
    await expect.poll(() => requestsTold(bot).map(({ outcome }) => outcome)).toEqual(Array(3).fill('answered'));
    expect(errorsTold(bot)).toEqual([]);
  });

  test('while Discord makes it wait, replies come, each once', async () => {
    await using bot = await startBot([halve, hearing]);
    bot.discord.faults.next('POST /channels/:channel/messages', rateLimit({ retryAfter: 0.2 }));
    bot.discord.faults.next('PATCH *', serverError(503), { times: 3 });
    const said = bot.discord.say({ content: 'words', mention: true });
    const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
    await bot.discord.until(() => bot.discord.requests.find(({ status }) => status === 429));
    setClock(bot, by);
    expect((await asked.message()).content).toBe('half is 0.5');
    expect((await bot.discord.answerTo(said)).content).toBe('words');
    expect(bot.discord.posted).toHaveLength(2);
    expect(errorsTold(bot)).toEqual([]);
  });

  test('the same message is edited as before, below a mention too', async () => {
    const parts = inParts('parts', say('the first part'));
    await using bot = await startBot([parts.command, hearing], { progressEveryMs: 20 });
    const said = bot.discord.say({ content: '/parts', mention: true });
    await bot.discord.answerTo(said, { until: ({ content }) => content === 'the first part' });
    setClock(bot, by);
    parts.finish(say('all of it'));
    await bot.discord.answerTo(said, { until: ({ content }) => content === 'all of it' });
    expect(bot.discord.posted).toHaveLength(1);
    expect(errorsTold(bot)).toEqual([]);
  });
});

test("with Discord's clock ahead, or behind, by hours requests are answered as ever", async () => {
  await using bot = await startBot([halve, hearing]);
  for (const by of [7 * HOUR, -14 * HOUR]) {
    bot.discord.clock.advance(by);
    const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
    expect((await asked.message()).content).toBe('half is 0.5');
    const said = bot.discord.say({ content: 'words', mention: true });
    expect((await bot.discord.answerTo(said)).content).toBe('words');
  }
  expect(errorsTold(bot)).toEqual([]);
});
