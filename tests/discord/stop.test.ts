import { test } from 'vitest';
import { z } from 'zod';
import { type Context, command } from '../../src/chat/command.ts';
import { STOP_ID } from '../../src/chat/invocation.ts';
import { booleanOption } from '../../src/chat/options.ts';
import { MAX_BUTTONS, type Reply, say } from '../../src/chat/reply.ts';
import { type SeenMessage, serverError, startDiscord } from '../discord-double/index.ts';
import { openApi, startBot, type TestBot } from './bot.ts';
import { button, doing, echo, picture } from './commands.ts';

const EPHEMERAL = 64;

const PART: Reply = {
  ...say('a part of the map'),
  pictures: [picture('part')],
  buttons: [button('Say', 'echo', { text: 'something else' })],
  stoppable: true,
};

/** A command that shows a part and goes on until it is stopped one way or another. */
function filling(part: Reply = PART) {
  const started = Promise.withResolvers<Context>();
  const made = command({
    name: 'fill',
    description: 'Fills a map',
    options: z.object({ private: booleanOption('For your eyes alone').default(false) }),
    run: async ({ private: hidden }, context) => {
      context.show({ ...part, private: hidden });
      started.resolve(context);
      await new Promise((resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(context.signal.reason));
        context.enough.addEventListener('abort', resolve);
      });
      return { ...say('the map as far as it came', { private: hidden }), stoppable: true };
    },
  });
  return { command: made, started: started.promise };
}

const start = doing('start', async () => ({ ...say('as it was'), buttons: [button('Go', 'fill')] }));

const WAYS = [
  ['a slash command', async ({ discord }: TestBot) => void discord.command({ name: 'fill' })],
  ['a mention', async ({ discord }: TestBot) => void discord.say({ content: '/fill', mention: true })],
  [
    'a button pressed in place',
    async ({ discord }: TestBot) => {
      const message = await discord.command({ name: 'start' }).message();
      discord.press({ message, label: 'Go' });
    },
  ],
  ['a message to it alone', async ({ discord }: TestBot) => void discord.say({ content: '/fill', dm: true })],
] as const;

function saying(bot: TestBot, words: string): Promise<SeenMessage> {
  return bot.discord.until(() => bot.discord.posted.find(({ content }) => content === words), `nothing says ${words}`);
}

test.for(WAYS)('%s: Stop ends the work with what is there, in the same message', async ([, ask], { expect }) => {
  const fill = filling();
  await using bot = await startBot([fill.command, start, echo]);
  await ask(bot);
  const part = await saying(bot, 'a part of the map');
  expect(JSON.stringify(part.components)).toContain('"label":"Stop"');
  const pressed = bot.discord.press({ message: part, label: 'Stop' });
  expect((await pressed.acknowledged()).type).toBe(6);
  const after = await saying(bot, 'the map as far as it came');
  const { enough, signal } = await fill.started;
  expect([enough.aborted, signal.aborted]).toEqual([true, false]);
  expect(after.id).toBe(part.id);
  expect([after.components, after.attachments]).toEqual([[], []]);
  await bot.stop();
  expect(pressed.followUps).toEqual([]);
  const [stop] = bot.log().filter(({ via }) => via === 'stop');
  expect(stop?.outcome).toBe('stopping');
  expect(bot.log().filter(({ level }) => level >= 40)).toEqual([]);
});

test('asked for in private, it can be stopped too', async ({ expect }) => {
  const fill = filling();
  await using bot = await startBot([fill.command]);
  const asked = bot.discord.command({ name: 'fill', options: { private: true } });
  const part = await asked.message();
  bot.discord.press({ message: part, label: 'Stop' });
  expect((await asked.message({ until: ({ content }) => content.startsWith('the map') })).id).toBe(part.id);
});

test('whoever has a private run of their own by another’s button can stop it, and only it', async ({ expect }) => {
  const fill = filling();
  await using bot = await startBot([fill.command, start]);
  const message = await bot.discord.command({ name: 'start' }).message();
  const neighbour = bot.discord.world.person('neighbour');
  const pressed = bot.discord.press({ message, label: 'Go', user: neighbour });
  const part = await pressed.message();
  bot.discord.press({ message: part, label: 'Stop', user: neighbour });
  await pressed.message({ until: ({ content }) => content.startsWith('the map') });
  expect(bot.discord.posted.map(({ content }) => content)).toEqual(['as it was']);
});

test.for(WAYS.slice(0, 3))('%s: nobody else can stop it', async ([, ask], { expect }) => {
  const fill = filling();
  await using bot = await startBot([fill.command, start]);
  await ask(bot);
  const message = await saying(bot, 'a part of the map');
  const pressed = bot.discord.press({ message, label: 'Stop', user: bot.discord.world.person('neighbour') });
  const { data, flags } = await pressed.acknowledged();
  expect((data as { content: string }).content).toBe('Only whoever asked for it can stop it.');
  expect(flags & EPHEMERAL).toBe(EPHEMERAL);
  const { enough, signal } = await fill.started;
  expect([enough.aborted, signal.aborted]).toEqual([false, false]);
});

test.for(WAYS)('%s: after the bot was started anew, Stop goes away and says why', async ([, ask], { expect }) => {
  await using discord = await startDiscord({ openApi });
  const fill = filling();
  const first = await startBot([fill.command, start, echo], { discord, progressEveryMs: 20 });
  await ask(first);
  (await fill.started).progress(0.5, 'filling');
  const message = await saying(first, 'a part of the map\n-# filling · 50%');
  discord.faults.next('*', serverError(503), { times: 50 }); // its last words are lost, as if it had been killed
  await first.stop({ finishMs: 0, farewellMs: 1_000 });
  discord.faults.clear();
  await using second = await startBot([fill.command, start, echo], { discord });
  const pressed = discord.press({ message, label: 'Stop' });
  expect((await pressed.acknowledged()).type).toBe(6);
  const told = await pressed.followUp();
  expect(told.content).toBe('That is not running any more: start it again with its command.');
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
  const after = await saying(second, 'a part of the map');
  expect(JSON.stringify(after.components)).not.toContain('Stop');
  expect(JSON.stringify(after.components)).toContain('"label":"Say"');
  expect(after.attachments).toEqual(message.attachments);
});

test('pressed just as the reply comes, it changes nothing', async ({ expect }) => {
  const fill = filling();
  await using bot = await startBot([fill.command]);
  const asked = bot.discord.command({ name: 'fill' });
  const part = await asked.message();
  bot.discord.press({ message: part, label: 'Stop' });
  const last = await asked.message({ until: ({ content }) => content.startsWith('the map') });
  await expect.poll(() => bot.log().some(({ via }) => via === 'command')).toBe(true);
  const late = bot.discord.press({ message: part, customId: STOP_ID, forged: true });
  expect((await late.acknowledged()).type).toBe(6);
  await bot.stop();
  expect(asked.original).toEqual(last);
  expect(late.followUps).toEqual([]);
});

test.for(WAYS.slice(0, 3))('%s: where the work fails, the part stays without its Stop', async ([, ask], { expect }) => {
  const failing = doing('fill', async ({ show }) => {
    show(PART);
    await new Promise((resolve) => setTimeout(resolve, 100));
    throw new Error('the lab is on fire');
  });
  await using bot = await startBot([failing, start, echo]);
  await ask(bot);
  const part = await saying(bot, 'a part of the map');
  await expect.poll(() => bot.log().some(({ outcome }) => outcome === 'broken')).toBe(true);
  await bot.stop();
  const after = bot.discord.posted.find(({ id }) => id === part.id);
  expect(after).toMatchObject({ content: part.content, attachments: [{ description: 'part' }] });
  expect(JSON.stringify(after?.components)).toContain('"label":"Say"');
  expect(JSON.stringify(after?.components)).not.toContain('Stop');
});

test('a newer press takes a part’s Stop off with the part', async ({ expect }) => {
  const fill = filling();
  await using bot = await startBot([fill.command, start, echo]);
  const message = await bot.discord.command({ name: 'start' }).message();
  bot.discord.press({ message, label: 'Go' });
  const part = await saying(bot, 'a part of the map');
  bot.discord.press({ message: part, label: 'Say' });
  const after = await saying(bot, 'something else');
  expect((await fill.started).signal.aborted).toBe(true);
  await bot.stop();
  expect(bot.discord.posted).toEqual([after]);
  expect(after.components).toEqual([]);
});

test.for(WAYS.slice(0, 2))(
  '%s: a press of a part’s other button takes its place, and nothing more comes of it',
  async ([, ask], { expect }) => {
    const fill = filling();
    await using bot = await startBot([fill.command, echo], { progressEveryMs: 5 });
    await ask(bot);
    const part = await saying(bot, 'a part of the map');
    const { show, signal } = await fill.started;
    const pressed = bot.discord.press({ message: part, label: 'Say' });
    const after = await saying(bot, 'something else');
    show(PART);
    expect(signal.aborted).toBe(true);
    await bot.stop();
    expect(bot.discord.posted).toEqual([after]);
    expect(after).toMatchObject({ id: part.id, components: [], attachments: [] });
    expect(pressed.followUps).toEqual([]);
  },
);

test('a mistaken press of a part’s button leaves the part, which has nothing to stop any more', async ({ expect }) => {
  const fill = filling({ ...PART, buttons: [button('Say', 'echo', { text: 'x', times: 'ten' })] });
  await using bot = await startBot([fill.command, echo]);
  const asked = bot.discord.command({ name: 'fill' });
  const part = await asked.message();
  const told = await bot.discord.press({ message: part, label: 'Say' }).message();
  expect(told.content).toMatch(/^times is "ten"/u);
  await bot.stop();
  expect(asked.original).toMatchObject({ content: part.content, attachments: [{ description: 'part' }] });
  expect(JSON.stringify(asked.original?.components)).not.toContain('Stop');
  expect(asked.followUps).toEqual([]);
});

test('Stop has room beside as many buttons as fit', async ({ expect }) => {
  const many = Array.from({ length: MAX_BUTTONS }, (_, n) => button(`b${n}`, 'echo', { text: String(n) }));
  const fill = filling({ ...PART, buttons: many });
  await using bot = await startBot([fill.command, echo]);
  bot.discord.command({ name: 'fill' });
  const { components } = await saying(bot, 'a part of the map');
  const labels = JSON.stringify(components).match(/"label":"\w+"/gu) ?? [];
  expect(labels).toHaveLength(MAX_BUTTONS);
  expect(labels.at(-1)).toBe('"label":"Stop"');
});

test('while the bot is leaving, what runs can still be stopped', async ({ expect }) => {
  const fill = filling();
  await using bot = await startBot([fill.command]);
  const asked = bot.discord.command({ name: 'fill' });
  const message = await asked.message();
  const leaving = bot.stop({ finishMs: 30_000, farewellMs: 1_000 });
  bot.discord.press({ message, label: 'Stop' });
  await leaving;
  expect(asked.original?.content).toBe('the map as far as it came');
});

test('work that had nothing yet when it was stopped says so beside its part', async ({ expect }) => {
  const stubborn = doing('fill', async ({ show, enough }) => {
    show(PART);
    await new Promise((_, reject) => enough.addEventListener('abort', () => reject(enough.reason)));
    return say('never');
  });
  await using bot = await startBot([stubborn]);
  const asked = bot.discord.command({ name: 'fill' });
  bot.discord.press({ message: await asked.message(), label: 'Stop' });
  expect((await asked.followUp()).content).toBe('Stopped: nothing was finished.');
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});
