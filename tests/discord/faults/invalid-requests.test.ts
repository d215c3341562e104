import { test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import { type Discord, missingPermissions, rateLimit, unauthorized } from '../../discord-double/index.ts';
import { startBot, type TestBot } from '../bot.ts';
import { doing, hearing, picture } from '../commands.ts';
import { requestsTold } from './told.ts';

/** Of 10,000 in ten minutes Discord bans an address. */
const INVALID: readonly (number | undefined)[] = [401, 403, 429];
const PEOPLE = 200;

function invalidOf({ requests }: Discord): number {
  return requests.filter(({ status }) => INVALID.includes(status)).length;
}

/** Works for a moment, shows how far it is, and draws. */
const chart = doing('chart', async ({ progress }) => {
  for (const share of [0.25, 0.5, 0.75]) {
    progress(share, 'training');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return { ...say('the reply'), pictures: [picture('a chart')] };
});

const isWhole = ({ content }: { readonly content: string }) => content === 'the reply';

function people({ world }: Discord) {
  return Array.from({ length: PEOPLE }, (_, n) => world.person(`learner ${n}`));
}

async function allTold(bot: TestBot, expect: { poll: typeof import('vitest').expect.poll }, many = PEOPLE) {
  await expect.poll(() => requestsTold(bot).length, { timeout: 50_000 }).toBe(many);
}

// The library sends no more than 50 requests a second as the bot: those who mention it ask for little here.

test('where the bot may not write, 200 people who mention it cause a handful of invalid requests', async ({
  expect,
}) => {
  await using bot = await startBot([chart, hearing], { progressEveryMs: 10 });
  bot.discord.world.deny('SendMessages');
  for (const [n, user] of people(bot.discord).entries()) {
    bot.discord.say({ content: n % 20 === 0 ? '/chart' : 'words', mention: true, user });
  }
  await allTold(bot, expect);
  expect(invalidOf(bot.discord)).toBeGreaterThan(0);
  // Three for each thing that is tried: to type, to write, to attach; and those under way when the third was refused.
  expect(invalidOf(bot.discord)).toBeLessThan(20);
});

test('where it may not attach files, people get their words, for a handful of invalid requests', async ({ expect }) => {
  await using bot = await startBot([chart], { progressEveryMs: 10_000 });
  bot.discord.world.deny('AttachFiles');
  for (const user of people(bot.discord).slice(0, 40)) bot.discord.say({ content: '/chart', mention: true, user });
  await allTold(bot, expect, 40);
  expect(bot.discord.posted.map(({ content }) => content)).toEqual(Array(40).fill('the reply'));
  expect(invalidOf(bot.discord)).toBeLessThan(10);
});

test('what is forbidden for a moment is asked again', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  bot.discord.world.deny('SendMessages');
  for (const content of ['one', 'two']) bot.discord.say({ content, mention: true });
  await allTold(bot, expect, 2);
  bot.discord.world.deny();
  const allowed = bot.discord.say({ content: 'three', mention: true });
  expect((await bot.discord.answerTo(allowed)).content).toBe('three');
});

test('where every edit is forbidden, a command costs two invalid requests at the most', async ({ expect }) => {
  await using bot = await startBot([chart], { progressEveryMs: 10 });
  bot.discord.faults.next('PATCH *', missingPermissions(), { times: 10_000 });
  for (const user of people(bot.discord)) bot.discord.command({ name: 'chart', user });
  await allTold(bot, expect);
  expect(invalidOf(bot.discord)).toBeLessThanOrEqual(2 * PEOPLE);
});

test('where tokens have run out, each costs two invalid requests at the most, however long the work goes on', async ({
  expect,
}) => {
  const over = Promise.withResolvers<void>();
  const long = doing('long', async ({ progress, signal }) => {
    for (let step = 0; step < 100 && !signal.aborted; step++) {
      progress(step / 100, 'training');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await over.promise;
    return say('the reply');
  });
  await using bot = await startBot([long], { progressEveryMs: 100 });
  const asked = people(bot.discord)
    .slice(0, 40)
    .map((user) => bot.discord.command({ name: 'long', user }));
  for (const each of asked) await each.acknowledged();
  bot.discord.clock.advance(15 * 60_000 + 1);
  over.resolve();
  await allTold(bot, expect, 40);
  expect(invalidOf(bot.discord)).toBeLessThanOrEqual(2 * 40);
});

test('once its token is revoked the bot asks for no more as itself, and answers commands, which need none', async ({
  expect,
}) => {
  await using bot = await startBot([chart, hearing], { progressEveryMs: 10 });
  const revoked = bot.discord.faults.next(/ \/channels\//u, unauthorized(), { times: 10_000 });
  for (const user of people(bot.discord)) bot.discord.say({ content: 'words', mention: true, user });
  await allTold(bot, expect);
  expect(revoked.met).toBe(1);
  expect((await bot.discord.command({ name: 'chart' }).message({ until: isWhole })).content).toBe('the reply');
});

test('200 people whom a full bucket keeps waiting cost a 429 a bucket, not one each', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  bot.discord.faults.next('POST /channels/:channel/messages', rateLimit({ retryAfter: 0.5 }));
  for (const user of people(bot.discord)) bot.discord.say({ content: 'words', mention: true, user });
  await expect.poll(() => bot.discord.posted.length, { timeout: 50_000 }).toBe(PEOPLE);
  expect(invalidOf(bot.discord)).toBe(1);
});
