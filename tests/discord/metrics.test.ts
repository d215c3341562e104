import { test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import { say } from '../../src/chat/reply.ts';
import { GatewayState } from '../../src/metrics/gateway-state.ts';
import { openMetrics } from '../../src/metrics/metrics.ts';
import { serverError } from '../discord-double/index.ts';
import { countsOf } from '../metrics/exposition.ts';
import { noLab, startBot } from './bot.ts';
import { button, doing, gated, halve, hearing, inParts, picture } from './commands.ts';

// The client waits 5 s between two identifies: concurrently that is 6 s in all.

const commandsWithForm: Command[] = [{ ...halve, form: ['lr'] }, hearing];
const lab = { ...noLab, state: () => ({ workers: 1, busy: 0, waiting: 0 }) };

/** A bot that is metered, and what it has counted. */
async function startMetered(commands: readonly Command[]) {
  const metrics = openMetrics({ commands, lab });
  const gateway = new GatewayState('connecting');
  const bot = await startBot(commands, { meters: metrics, gateway });
  return {
    ...{ discord: bot.discord, gateway },
    text: () => metrics.text(),
    counts: async () => countsOf(await metrics.text()),
    [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose](),
  };
}

/** So many acknowledged, with words, and with pictures, of one way to ask. */
function times(via: string, acknowledged: number, text: number, pictures: number) {
  const counts = { acknowledge: acknowledged, text, picture: pictures };
  const named = Object.entries(counts).map(([what, count]) => [`halflife_${what}_seconds_count{via="${via}"}`, count]);
  return Object.fromEntries(named.filter(([, count]) => count !== 0));
}

function ended(via: string, command: string, outcome: string): string {
  return `halflife_requests_total{via="${via}",command="${command}",outcome="${outcome}"}`;
}

const RECONNECTS = 'halflife_gateway_reconnects_total';

test.concurrent('a command, a button and a mistake are counted and timed as what they were', async ({ expect }) => {
  await using bot = await startMetered([halve]);
  const message = await bot.discord.command({ name: 'halve', options: { lr: '1' } }).message();
  const pressed = bot.discord.press({ message, label: 'Halve it' });
  await pressed.message({ until: ({ content }) => content === 'half is 0.25' });
  await bot.discord.command({ name: 'halve', options: { lr: 'ten' } }).message();
  await expect.poll(bot.counts).toEqual({
    [RECONNECTS]: 0,
    [ended('command', 'halve', 'answered')]: 1,
    [ended('command', 'halve', 'mistake')]: 1,
    [ended('button', 'halve', 'answered')]: 1,
    ...times('command', 2, 2, 1),
    ...times('button', 1, 1, 1),
  });
});

test.concurrent('a mention, a menu and a form are told apart', async ({ expect }) => {
  const start = doing('start', async () => ({
    ...say('start'),
    buttons: [{ ...button('Change…', 'halve', { lr: '1' }), opensForm: true }],
  }));
  await using bot = await startMetered([...commandsWithForm, start]);
  await bot.discord.answerTo(bot.discord.say({ content: 'what is weight decay?', mention: true }));
  const about = bot.discord.say({ content: 'and what is lr?' });
  await bot.discord.contextMenu({ name: 'Ask Halflife', message: about }).message();
  const message = await bot.discord.command({ name: 'start' }).message();
  const opened = bot.discord.press({ message, label: 'Change…' });
  await opened.modal();
  const submitted = bot.discord.submit({ opened, values: { lr: '4' } });
  await submitted.message({ until: ({ content }) => content === 'half is 2' });
  await expect.poll(bot.counts).toEqual({
    [RECONNECTS]: 0,
    [ended('mention', 'echo', 'answered')]: 1,
    [ended('menu', 'echo', 'answered')]: 1,
    [ended('command', 'start', 'answered')]: 1,
    [ended('button', 'halve', 'form opened')]: 1,
    [ended('form', 'halve', 'answered')]: 1,
    ...times('mention', 1, 1, 0),
    ...times('menu', 1, 1, 0),
    ...times('command', 1, 1, 0),
    ...times('button', 1, 0, 0),
    ...times('form', 1, 1, 1),
  });
});

test.concurrent('a mention that takes a while is acknowledged when the bot is seen typing', async ({ expect }) => {
  const slow = gated('slow');
  await using bot = await startMetered([slow.command]);
  const question = bot.discord.say({ content: '/slow', mention: true });
  await expect.poll(bot.counts).toEqual({ [RECONNECTS]: 0, ...times('mention', 1, 0, 0) });
  slow.finish();
  await bot.discord.answerTo(question);
  await expect.poll(bot.counts).toMatchObject({ ...times('mention', 1, 1, 0) });
});

test.concurrent('the first part is what is timed, and the end what is counted', async ({ expect }) => {
  const parts = inParts('parts', say('the words'));
  await using bot = await startMetered([parts.command]);
  const asked = bot.discord.command({ name: 'parts' });
  await asked.message({ until: ({ content }) => content === 'the words' });
  await expect.poll(bot.counts).toEqual({ [RECONNECTS]: 0, ...times('command', 1, 1, 0) });
  parts.finish({ ...say('all of it'), pictures: [picture('a chart')] });
  await expect.poll(bot.counts).toEqual({
    [RECONNECTS]: 0,
    [ended('command', 'parts', 'answered')]: 1,
    ...times('command', 1, 1, 1),
  });
});

test.concurrent('what was lost or could not be delivered was not shown, and counts as that', async ({ expect }) => {
  const [late, refused] = [gated('late'), gated('refused')];
  await using bot = await startMetered([late.command, refused.command]);
  const asked = [bot.discord.command({ name: 'late' }), bot.discord.command({ name: 'refused' })] as const;
  await Promise.all(asked.map((each) => each.acknowledged()));
  asked[0].expire();
  late.finish();
  await expect.poll(bot.counts).toMatchObject({ [ended('command', 'late', 'lost')]: 1 });
  bot.discord.faults.next('PATCH *', serverError(503), { times: 10 });
  refused.finish();
  await expect.poll(bot.counts).toEqual({
    [RECONNECTS]: 0,
    [ended('command', 'late', 'lost')]: 1,
    [ended('command', 'refused', 'undelivered')]: 1,
    ...times('command', 2, 0, 0),
  });
});

test.concurrent('what strangers write becomes no label', async ({ expect }) => {
  await using bot = await startMetered([halve, hearing]);
  const message = await bot.discord.command({ name: 'halve', options: { lr: '1' } }).message();
  for (const customId of ['nonsense?lr=1', '__proto__?constructor=1', 'x"} 1?a=b']) {
    await bot.discord.press({ message, customId, forged: true }).message();
  }
  await bot.discord.answerTo(bot.discord.say({ content: '/nonsense lr:1', mention: true }));
  await expect.poll(bot.counts).toEqual({
    [RECONNECTS]: 0,
    [ended('command', 'halve', 'answered')]: 1,
    [ended('button', 'unknown', 'mistake')]: 3,
    [ended('mention', 'unknown', 'mistake')]: 1,
    ...times('command', 1, 1, 1),
    ...times('button', 3, 3, 0),
    ...times('mention', 1, 1, 0),
  });
  expect(await bot.text()).not.toMatch(/nonsense|__proto__|x\\?"/u);
});

test.concurrent('a gateway that drops and is resumed counts once, and says so meanwhile', async ({ expect }) => {
  await using bot = await startMetered([hearing]);
  expect(bot.gateway.connection).toBe('connected');
  bot.discord.gateway.drop();
  await expect.poll(() => bot.gateway.connection).toBe('reconnecting');
  expect(await bot.counts()).toEqual({ [RECONNECTS]: 0 });
  await expect.poll(() => bot.gateway.connection).toBe('connected');
  expect(bot.discord.gateway.count('resumed')).toBe(1);
  expect(await bot.counts()).toEqual({ [RECONNECTS]: 1 });
});

test.concurrent('one whose session is forgotten counts once as well, though it takes two tries', async ({ expect }) => {
  await using bot = await startMetered([hearing]);
  bot.discord.gateway.forgetSessions();
  bot.discord.gateway.drop();
  await bot.discord.gateway.seen('ready', { times: 2 });
  await expect.poll(() => bot.gateway.connection).toBe('connected');
  expect(bot.discord.gateway.count('connect')).toBe(3);
  expect(await bot.counts()).toEqual({ [RECONNECTS]: 1 });
});

test.concurrent('one that Discord closes for good is lost, and no reconnect', async ({ expect }) => {
  await using bot = await startMetered([hearing]);
  bot.discord.gateway.close(4004);
  await expect.poll(() => bot.gateway.connection).toBe('lost');
  expect(await bot.counts()).toEqual({ [RECONNECTS]: 0 });
});
