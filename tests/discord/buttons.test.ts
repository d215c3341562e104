import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { serverError } from '../discord-double/index.ts';
import { startBot } from './bot.ts';
import { button, doing, echo, gated, halve, picture } from './commands.ts';

const EPHEMERAL = 64;

test('pressed by the asker, the message changes in place: words, picture and buttons are all new', async ({
  expect,
}) => {
  await using bot = await startBot([halve]);
  const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
  const message = await asked.message();
  const pressed = bot.discord.press({ message, label: 'Halve it' });
  expect((await pressed.acknowledged()).type).toBe(6);
  const after = await pressed.message({ until: ({ content }) => content === 'half is 0.25' });
  expect(after.id).toBe(message.id);
  expect(after.attachments.map(({ description }) => description)).toEqual(['half of 0.5']);
  expect(JSON.stringify(after.components)).toContain('halve?lr=0.25');
  expect(JSON.stringify(after.components)).not.toContain('halve?lr=0.5"');
  expect(pressed.followUps).toEqual([]);
});

test('a press that words alone answer takes the old picture off', async ({ expect }) => {
  const start = { ...say('start'), pictures: [picture('old')], buttons: [button('Go', 'echo', { text: 'new' })] };
  await using bot = await startBot([echo, doing('start', async () => start)]);
  const message = await bot.discord.command({ name: 'start' }).message();
  const after = await bot.discord
    .press({ message, label: 'Go' })
    .message({ until: ({ content }) => content === 'new' });
  expect(after.id).toBe(message.id);
  expect(after.attachments).toEqual([]);
  expect(after.components).toEqual([]);
});

test('pressed by someone else, they get a private reply of their own and the message stays', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
  const message = await asked.message();
  const pressed = bot.discord.press({ message, label: 'Halve it', user: bot.discord.world.person('neighbour') });
  expect((await pressed.acknowledged()).flags & EPHEMERAL).toBe(EPHEMERAL);
  const own = await pressed.message({ until: ({ content }) => content === 'half is 0.25' });
  expect(own.id).not.toBe(message.id);
  expect(own.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(asked.original).toEqual(message);
});

test('whoever has a private reply of their own can go on pressing in it', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const message = await bot.discord.command({ name: 'halve', options: { lr: '1', private: true } }).message();
  const pressed = bot.discord.press({ message, label: 'Halve it' });
  const after = await pressed.message({ until: ({ content }) => content === 'half is 0.25' });
  expect(after.id).toBe(message.id);
});

test.for([
  ['an unknown command', 'nonsense?lr=1', /no command/u],
  ['an unknown option', 'halve?speed=1', /no option/u],
  ['a bad value', 'halve?lr=ten', /lr is "ten": a number is needed/u],
  ['a missing value', 'halve', /needs lr/u],
  ['something over-long', `halve?lr=${'9'.repeat(5_000)}`, /lr is "9+…"/u],
  ['a prototype', '__proto__?constructor=1', /no command/u],
  ['broken escapes', 'halve?lr=%E0%A4%A', /lr is/u],
  ['a ping', 'halve?lr=@everyone', /lr is "@\u200beveryone"/u],
] as const)(
  'a forged button with %s gets a private sentence; the message stays',
  async ([, customId, sentence], { expect }) => {
    await using bot = await startBot([halve]);
    const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
    const message = await asked.message();
    const pressed = bot.discord.press({ message, customId, forged: true });
    const { type, flags, data } = await pressed.acknowledged();
    expect({ type, flags: flags & EPHEMERAL }).toEqual({ type: 4, flags: EPHEMERAL });
    expect((data as { content: string }).content).toMatch(sentence);
    expect(asked.original).toEqual(message);
    expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
  },
);

/** A command whose work shows how far it is until the test lets it fail. */
function failing() {
  const gate = Promise.withResolvers<void>();
  const fail = doing('fail', async ({ progress, signal }) => {
    progress(0.5, 'training');
    signal.addEventListener('abort', () => gate.reject(signal.reason));
    await gate.promise;
    throw new Error('the lab is on fire');
  });
  return { command: fail, failNow: gate.resolve };
}

const AT_HALF = 'as it was\n-# training · 50%';

test('a failure while a pressed button works is told in private, and the words stand as they were', async ({
  expect,
}) => {
  const { command, failNow } = failing();
  const start = { ...say('as it was'), pictures: [picture('kept')], buttons: [button('Go', 'fail')] };
  await using bot = await startBot([command, doing('start', async () => start)], { progressEveryMs: 20 });
  const asked = bot.discord.command({ name: 'start' });
  const message = await asked.message();
  const pressed = bot.discord.press({ message, label: 'Go' });
  await pressed.message({ until: ({ content }) => content === AT_HALF });
  // Putting the words back outlasts trouble, as the reply itself does.
  bot.discord.faults.next('PATCH *', serverError(503), { times: 2 });
  failNow();
  const told = await pressed.followUp();
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(told.content).toMatch(/reference [0-9A-F]{4}/u);
  await bot.discord.until(() => (asked.original?.content === 'as it was' ? true : undefined));
  expect(asked.original?.attachments).toHaveLength(1);
  expect(asked.original?.components).toEqual(message.components);
});

test('the progress of a press goes when a newer one fails at once', async ({ expect }) => {
  const { command } = failing();
  const buttons = [button('Go', 'fail'), button('Mistaken', 'echo', { text: 'x', times: 'ten' })];
  const start = doing('start', async () => ({ ...say('as it was'), buttons }));
  await using bot = await startBot([command, echo, start], { progressEveryMs: 20 });
  const asked = bot.discord.command({ name: 'start' });
  const message = await asked.message();
  const first = bot.discord.press({ message, label: 'Go' });
  await first.message({ until: ({ content }) => content === AT_HALF });
  const second = bot.discord.press({ message, label: 'Mistaken' });
  expect((await second.message()).content).toMatch(/^times is "ten"/u);
  await bot.discord.until(() => (asked.original?.content === 'as it was' ? true : undefined));
  expect(first.followUps).toEqual([]);
});

test('a press that comes while another shows its progress takes its place, and keeps none of it', async ({
  expect,
}) => {
  const { command } = failing();
  const buttons = [button('Go', 'fail'), button('Say', 'echo', { text: 'new' })];
  const start = doing('start', async () => ({ ...say('as it was'), buttons }));
  await using bot = await startBot([command, echo, start], { progressEveryMs: 20 });
  const asked = bot.discord.command({ name: 'start' });
  const message = await asked.message();
  const first = bot.discord.press({ message, label: 'Go' });
  await first.message({ until: ({ content }) => content === AT_HALF });
  const second = bot.discord.press({ message, label: 'Say' });
  await second.message({ until: ({ content }) => content === 'new' });
  await expect.poll(() => bot.log().filter(({ msg }) => msg === 'request').length).toBe(3);
  expect(asked.original?.content).toBe('new');
});

test('words that leave no room for progress are not taken away for it', async ({ expect }) => {
  const { command, failNow } = failing();
  const words = 'x'.repeat(1_999);
  const start = { ...say(words), buttons: [button('Go', 'fail')] };
  await using bot = await startBot([command, doing('start', async () => start)], { progressEveryMs: 5 });
  const asked = bot.discord.command({ name: 'start' });
  const pressed = bot.discord.press({ message: await asked.message(), label: 'Go' });
  await pressed.acknowledged();
  await new Promise((resolve) => setTimeout(resolve, 50));
  failNow();
  await pressed.followUp();
  expect(pressed.edits).toEqual([]);
  expect(asked.original?.content).toBe(words);
});

test('a newer press stops the work of the one before, whose answer never comes', async ({ expect }) => {
  const slow = gated('slow', say('the old answer'));
  const start = { ...say('start'), buttons: [button('Slow', 'slow'), button('Quick', 'echo', { text: 'new answer' })] };
  await using bot = await startBot([slow.command, echo, doing('start', async () => start)]);
  const asked = bot.discord.command({ name: 'start' });
  const message = await asked.message();
  const first = bot.discord.press({ message, label: 'Slow' });
  const { signal } = await slow.started;
  await bot.discord.press({ message, label: 'Quick' }).message({ until: ({ content }) => content === 'new answer' });
  expect(signal.aborted).toBe(true);
  await expect.poll(() => bot.log().some((line) => line.outcome === 'stopped')).toBe(true);
  expect(first.followUps).toEqual([]);
  expect(asked.original?.content).toBe('new answer');
});
