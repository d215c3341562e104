import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { type SeenMessage, slow as slowly } from '../discord-double/index.ts';
import { startBot, type TestBot } from './bot.ts';
import { button, doing, inParts, picture } from './commands.ts';

const EPHEMERAL = 64;

const FIRST = { ...say('the first part'), pictures: [picture('first')], buttons: [button('Onwards', 'start')] };
const LAST = { ...say('all of it'), pictures: [picture('last')] };
const AT_HALF = 'the first part\n-# training · 50%';

const start = doing('start', async () => ({ ...say('start'), buttons: [button('Go', 'parts')] }));

/** The ways of asking whose reply all can see. */
const WAYS = [
  ['a slash command', async ({ discord }: TestBot) => void discord.command({ name: 'parts' })],
  ['a mention', async ({ discord }: TestBot) => void discord.say({ content: '/parts', mention: true })],
  [
    'a button pressed in place',
    async ({ discord }: TestBot) => {
      const message = await discord.command({ name: 'start' }).message();
      discord.press({ message, label: 'Go' });
    },
  ],
] as const;

/** Waits until the one message there is says this. */
function saying(bot: TestBot, words: string): Promise<SeenMessage> {
  return bot.discord.until(() => bot.discord.posted.find(({ content }) => content === words), `nothing says ${words}`);
}

test.for(WAYS)('%s: the first part, progress below it, then the reply, in one message', async ([, ask], { expect }) => {
  const parts = inParts('parts', FIRST);
  await using bot = await startBot([parts.command, start], { progressEveryMs: 20 });
  await ask(bot);
  const first = await saying(bot, 'the first part');
  expect(first.attachments.map(({ description }) => description)).toEqual(['first']);
  expect(JSON.stringify(first.components)).toContain('Onwards');
  (await parts.started).progress(0.5, 'training');
  const working = await saying(bot, AT_HALF);
  expect([working.attachments, working.components]).toEqual([first.attachments, first.components]);
  parts.finish(LAST);
  const last = await saying(bot, 'all of it');
  expect(last.attachments.map(({ description }) => description)).toEqual(['last']);
  expect(last.components).toEqual([]);
  await bot.stop();
  const states = bot.discord.statesOf(first).map(({ content }) => content);
  expect(states.slice(-3)).toEqual(['the first part', AT_HALF, 'all of it']);
  expect(bot.discord.posted).toHaveLength(1);
});

test.for(WAYS)('%s: a newer part takes the place of the one before', async ([, ask], { expect }) => {
  const parts = inParts('parts', FIRST);
  await using bot = await startBot([parts.command, start]);
  await ask(bot);
  await saying(bot, 'the first part');
  (await parts.started).show(say('the second part'));
  expect((await saying(bot, 'the second part')).attachments).toEqual([]);
  parts.finish(LAST);
  await saying(bot, 'all of it');
  expect(bot.discord.posted).toHaveLength(1);
});

test.for(WAYS)('%s: a part that Discord is slow to take never overwrites the reply', async ([, ask], { expect }) => {
  const parts = inParts('parts', FIRST);
  await using bot = await startBot([parts.command, start]);
  const late = bot.discord.faults.next(/^(PATCH|POST \/channels\/\d+\/messages)/u, slowly(200));
  await ask(bot);
  await bot.discord.until(() => (late.met > 0 ? true : undefined));
  parts.finish(LAST);
  await saying(bot, 'all of it');
  await bot.stop();
  expect(bot.discord.posted.map(({ content }) => content)).toEqual(['all of it']);
});

test.for([
  ['a slash command', { private: false }],
  ['a slash command asked in private', { private: true }],
] as const)('%s: a failure is told beside the first part, which stays', async ([, options], { expect }) => {
  const parts = inParts('parts', FIRST);
  await using bot = await startBot([parts.command], { progressEveryMs: 20 });
  const asked = bot.discord.command({ name: 'parts', options });
  (await parts.started).progress(0.5, 'training');
  const first = await asked.message({ until: ({ content }) => content === AT_HALF });
  parts.fail(new Error('the lab is on fire'));
  const told = await asked.followUp();
  expect(told.content).toMatch(/reference [0-9A-F]{4}/u);
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
  await bot.stop();
  expect(asked.original).toMatchObject({ content: 'the first part', components: first.components });
  expect(asked.original?.attachments).toEqual(first.attachments);
});

test('a button pressed in place: a failure is told beside the first part, which stays', async ({ expect }) => {
  const parts = inParts('parts', FIRST);
  await using bot = await startBot([parts.command, start], { progressEveryMs: 20 });
  const asked = bot.discord.command({ name: 'start' });
  const pressed = bot.discord.press({ message: await asked.message(), label: 'Go' });
  (await parts.started).progress(0.5, 'training');
  await pressed.message({ until: ({ content }) => content === AT_HALF });
  parts.fail(new Error('the lab is on fire'));
  expect((await pressed.followUp()).flags! & EPHEMERAL).toBe(EPHEMERAL);
  await bot.stop();
  expect(asked.original?.content).toBe('the first part');
  expect(asked.original?.attachments).toHaveLength(1);
});

test('a mention: a failure is told below the first part, which stays and no longer says that it goes on', async ({
  expect,
}) => {
  const parts = inParts('parts', FIRST);
  await using bot = await startBot([parts.command], { progressEveryMs: 20 });
  const question = bot.discord.say({ content: '/parts', mention: true });
  (await parts.started).progress(0.5, 'training');
  await saying(bot, AT_HALF);
  parts.fail(new Error('the lab is on fire'));
  const told = await bot.discord.answerTo(question, { until: ({ content }) => /reference/u.test(content) });
  await bot.stop();
  const [first, second, ...more] = bot.discord.posted;
  expect(first).toMatchObject({ content: 'the first part', attachments: [{ description: 'first' }] });
  expect(second?.id).toBe(told.id);
  expect(more).toEqual([]);
});

test.for([
  ['a slash command', async ({ discord }: TestBot) => discord.command({ name: 'parts' })],
  [
    'a button pressed in place',
    async ({ discord }: TestBot) => {
      const message = await discord.command({ name: 'start' }).message();
      return discord.press({ message, label: 'Go' });
    },
  ],
] as const)('%s: a private reply comes to the asker alone, and the first part stays', async ([, ask], { expect }) => {
  const parts = inParts('parts', FIRST);
  await using bot = await startBot([parts.command, start], { progressEveryMs: 20 });
  const asked = await ask(bot);
  (await parts.started).progress(0.5, 'training');
  await saying(bot, AT_HALF);
  parts.finish(say('for you alone', { private: true }));
  const told = await asked.followUp();
  expect(told).toMatchObject({ content: 'for you alone', flags: told.flags! | EPHEMERAL });
  await bot.stop();
  expect(bot.discord.posted).toMatchObject([{ content: 'the first part', attachments: [{ description: 'first' }] }]);
});

test.for([
  ['a slash command', async ({ discord }: TestBot) => discord.command({ name: 'parts' })],
  [
    'a button pressed in place',
    async ({ discord }: TestBot) => {
      const message = await discord.command({ name: 'start' }).message();
      return discord.press({ message, label: 'Go' });
    },
  ],
] as const)('%s: a private first part is not shown where others could read it', async ([, ask], { expect }) => {
  const parts = inParts('parts', say('a first secret', { private: true }));
  await using bot = await startBot([parts.command, start]);
  const asked = await ask(bot);
  await asked.acknowledged();
  parts.finish(say('the second secret', { private: true }));
  expect((await asked.followUp()).content).toBe('the second secret');
  await bot.stop();
  const seen = bot.discord.posted.flatMap((message) => bot.discord.statesOf(message).map(({ content }) => content));
  expect(seen.join()).not.toContain('secret');
});

test('asked for in private, all parts are private, in one message', async ({ expect }) => {
  const parts = inParts('parts', say('a first secret', { private: true }));
  await using bot = await startBot([parts.command]);
  const asked = bot.discord.command({ name: 'parts', options: { private: true } });
  await asked.message({ until: ({ content }) => content === 'a first secret' });
  parts.finish(say('the second secret', { private: true }));
  await asked.message({ until: ({ content }) => content === 'the second secret' });
  await bot.stop();
  expect(asked.followUps).toEqual([]);
  expect(bot.discord.posted).toEqual([]);
});

test('whoever cannot be shown a first part, because the interaction is lost, is not worked for', async ({ expect }) => {
  const gate = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const late = doing('late', async ({ show, signal }) => {
    signal.addEventListener('abort', () => aborted.resolve());
    await gate.promise;
    show(FIRST);
    await aborted.promise;
    throw signal.reason;
  });
  await using bot = await startBot([late]);
  const asked = bot.discord.command({ name: 'late' });
  await asked.acknowledged();
  asked.expire();
  gate.resolve();
  await aborted.promise;
  await expect.poll(() => bot.log().find(({ msg }) => msg === 'request')?.outcome).toBe('lost');
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('a first part that a moderator took away is not worked on, nor is anything put in its place', async ({
  expect,
}) => {
  const parts = inParts('parts', FIRST);
  await using bot = await startBot([parts.command], { progressEveryMs: 20 });
  bot.discord.say({ content: '/parts', mention: true });
  bot.discord.remove(await saying(bot, 'the first part'));
  const { progress, signal } = await parts.started;
  progress(0.5, 'training');
  await expect.poll(() => signal.aborted).toBe(true);
  await bot.stop();
  expect(bot.discord.posted.map(({ content }) => content)).toEqual(['the first part']);
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('what is finished before Discord could be shown a first part is said at once', async ({ expect }) => {
  const quick = doing('quick', async ({ show }) => {
    show(say('the first part'));
    return say('all of it');
  });
  await using bot = await startBot([quick]);
  const asked = bot.discord.command({ name: 'quick' });
  expect((await asked.acknowledged()).type).toBe(4);
  await bot.stop();
  expect(asked.edits.map(({ content }) => content)).toEqual(['all of it']);
});
