import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { openDiscord } from '../../src/discord/gateway.ts';
import { DiscordStartError } from '../../src/discord/start-error.ts';
import { openLog } from '../../src/log.ts';
import { rateLimit, reset, serverError, startDiscord } from '../discord-double/index.ts';
import { behaving, openHostileLab } from '../lab/hostile-lab.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { noLab, settingsFor, startBot } from './bot.ts';
import { doing, echo, gated, halve } from './commands.ts';

test('a reply that meets 503s is sent again, waiting longer each time', async ({ expect }) => {
  await using bot = await startBot([halve]);
  bot.discord.faults.next('PATCH *', serverError(503), { times: 3 });
  const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
  expect((await asked.message()).content).toBe('half is 0.5');
  const at = bot.discord.requestsTo('PATCH *').map((request) => request.at);
  const waits = at.slice(1).map((time, n) => time - at[n]!);
  expect(waits).toHaveLength(3);
  // timers may be a millisecond early by the clock they are read with
  for (const [n, atLeast] of [20, 40, 80].entries()) expect(waits[n]).toBeGreaterThanOrEqual(atLeast - 1);
});

test('an acknowledgement whose answer is lost on the way counts', async ({ expect }) => {
  await using bot = await startBot([halve]);
  bot.discord.faults.next('POST /interactions/:id/:token/callback', reset({ handled: true }));
  const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
  expect((await asked.message()).content).toBe('half is 0.5');
});

test('a private reply whose answer is lost on the way is not posted twice', async ({ expect }) => {
  const slow = gated('slow', say('for you alone', { private: true }));
  await using bot = await startBot([slow.command]);
  const lost = bot.discord.faults.next('POST /webhooks/:app/:token', reset({ handled: true }));
  const asked = bot.discord.command({ name: 'slow' });
  await asked.acknowledged();
  slow.finish();
  await expect.poll(() => bot.log().find(({ msg }) => msg === 'request')?.outcome).toBe('undelivered');
  expect(lost.met).toBe(1);
  expect(asked.followUps.map(({ content }) => content)).toEqual(['for you alone']);
});

test('a private reply that Discord did not take is sent again', async ({ expect }) => {
  const slow = gated('slow', say('for you alone', { private: true }));
  await using bot = await startBot([slow.command]);
  bot.discord.faults.next('POST /webhooks/:app/:token', serverError(503), { times: 2 });
  const asked = bot.discord.command({ name: 'slow' });
  await asked.acknowledged();
  slow.finish();
  expect((await asked.followUp()).content).toBe('for you alone');
  await expect.poll(() => asked.original).toBeUndefined();
  expect(asked.followUps).toHaveLength(1);
});

test('a rate limit is waited out, and the reply comes', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const limit = bot.discord.faults.next('PATCH *', rateLimit({ retryAfter: 0.2 }));
  const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
  expect((await asked.message()).content).toBe('half is 0.5');
  expect(limit.met).toBe(1);
  const [limited, after] = bot.discord.requestsTo('PATCH *').map(({ at }) => at);
  expect(after! - limited!).toBeGreaterThanOrEqual(199);
});

test('a command that throws gets a reference, which the log has with the error; the next one works', async ({
  expect,
}) => {
  const broken = doing('broken', async () => {
    throw new RangeError('off by one');
  });
  await using bot = await startBot([broken, echo]);
  const told = await bot.discord.command({ name: 'broken' }).message();
  const reference = /reference ([0-9A-F]{4})/u.exec(told.content)?.[1];
  expect(told.flags! & 64).toBe(64);
  expect(told.content).not.toContain('off by one');
  const line = bot.log().find((each) => each.reference === reference);
  expect(line?.err?.message).toBe('off by one');
  expect((await bot.discord.command({ name: 'echo', options: { text: 'alive' } }).message()).content).toBe('alive');
});

test('a worker that dies under a command gets the asker a reference that the log has', async ({ expect }) => {
  const lab = openHostileLab({ workers: 1 });
  await using _ = { [Symbol.asyncDispose]: () => lab.close() };
  const dying = doing('dying', async (context) => {
    await context.lab.train([behaving('exit')]);
    return say('never');
  });
  await using bot = await startBot([dying], { lab });
  const told = await bot.discord.command({ name: 'dying' }).followUp();
  expect(told.flags! & 64).toBe(64);
  const reference = /reference ([0-9A-F]{4})/u.exec(told.content)?.[1];
  expect(bot.log().find((each) => each.reference === reference)?.err?.message).toBe('a worker of the lab crashed');
});

test('an interaction that was lost is one line in the log, no error, and its work is stopped', async ({ expect }) => {
  const slow = gated('slow');
  await using bot = await startBot([slow.command]);
  const asked = bot.discord.command({ name: 'slow' });
  asked.expire();
  const { signal } = await slow.started;
  await expect.poll(() => signal.aborted).toBe(true);
  await expect.poll(() => bot.log().filter(({ msg }) => msg === 'an interaction was lost').length).toBe(1);
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('work whose token ran out is stopped when its progress cannot be shown', async ({ expect }) => {
  const slow = gated('slow');
  await using bot = await startBot([slow.command], { progressEveryMs: 20 });
  const asked = bot.discord.command({ name: 'slow' });
  await asked.acknowledged();
  const { progress, signal } = await slow.started;
  asked.expire();
  expect(signal.aborted).toBe(false);
  progress(0.5, 'training');
  await expect.poll(() => signal.aborted).toBe(true);
  await expect.poll(() => bot.log().find(({ msg }) => msg === 'request')?.outcome).toBe('lost');
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('a reply that comes after its token ran out is one line in the log, no error', async ({ expect }) => {
  const slow = gated('slow');
  await using bot = await startBot([slow.command]);
  const asked = bot.discord.command({ name: 'slow' });
  await asked.acknowledged();
  asked.expire();
  slow.finish();
  await expect.poll(() => bot.log().filter(({ msg }) => msg === 'an interaction was lost').length).toBe(1);
  expect(bot.log().find(({ msg }) => msg === 'request')?.outcome).toBe('lost');
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('after the gateway drops it hears what was asked meanwhile', async ({ expect }) => {
  await using bot = await startBot([echo]);
  bot.discord.gateway.drop();
  const asked = bot.discord.command({ name: 'echo', options: { text: 'heard' } });
  expect((await asked.message()).content).toBe('heard');
});

test('a start that meets 503s and cut connections succeeds all the same', async ({ expect }) => {
  await using discord = await startDiscord();
  discord.faults.next('GET /gateway/bot', serverError(503));
  discord.faults.next('PUT *', serverError(502));
  discord.faults.next('GET /applications/:app/commands', reset());
  await using bot = await startBot([echo], { discord });
  expect((await bot.discord.command({ name: 'echo', options: { text: 'here' } }).message()).content).toBe('here');
});

test('a Discord that cannot be reached is named in one line', async ({ expect }) => {
  const discord = await startDiscord();
  const settings = settingsFor(discord, false);
  await discord.close();
  const opening = openDiscord({
    settings,
    commands: [echo],
    lab: noLab,
    store: new StoreInMemory(),
    missed: () => {},
    log: openLog({ level: 'silent' }),
    waits: { firstMs: 5, times: 2 },
  });
  await expect(opening).rejects.toThrow(DiscordStartError);
  await expect(opening).rejects.toThrow(/^Discord cannot be reached at http:.*ECONNREFUSED.*$/u);
});

test('neither the bot token nor an interaction token, nor what people wrote, is ever in the log at info level', async ({
  expect,
}) => {
  await using discord = await startDiscord();
  const broken = doing('broken', async () => {
    throw new Error(`refused: ${discord.token}`);
  });
  await using bot = await startBot([halve, echo, broken], { discord });
  bot.discord.faults.next('PATCH *', serverError(503), { times: 10 });
  const asked = [
    bot.discord.command({ name: 'halve', options: { lr: '0.123454321' } }),
    bot.discord.command({ name: 'echo', options: { text: 'something private' } }),
    bot.discord.command({ name: 'broken' }),
  ];
  await asked[1]!.message();
  await expect.poll(() => bot.log().filter(({ msg }) => msg === 'request').length).toBe(3);
  const written = bot
    .log()
    .filter(({ level }) => level >= 30)
    .map((line) => JSON.stringify(line))
    .join('\n');
  expect(written).toContain('"outcome":"undelivered"');
  for (const { token } of asked) expect(bot.rawLog()).not.toContain(token);
  expect(bot.rawLog()).not.toContain(bot.discord.token);
  expect(written).not.toContain('something private');
  expect(written).not.toContain('0.123454321');
});
