import { test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import type { Order } from '../../../src/discord/order.ts';
import type { Notes } from '../../../src/store/store.ts';
import { type Discord, type SentInteraction, startDiscord } from '../../discord-double/index.ts';
import { StoreInMemory } from '../../store/store-in-memory.ts';
import { openApi, startBot } from '../bot.ts';
import { doing, picture } from '../commands.ts';

const THINKING = 5;
const PRESSED = 6;
const MINUTE = 60_000;

const again = { label: 'Again', sends: { command: 'work', options: {} } };
const work = doing('work', async ({ memory }) => {
  await memory.past();
  return { ...say('worked'), pictures: [picture('a chart')], buttons: [again] };
});
/** Fails, after it has begun. */
const failing = doing('work', async ({ memory }) => {
  await memory.past();
  throw new Error('it failed');
});

/** A Discord whose bot has been there and is gone. */
async function left(): Promise<Discord> {
  const discord = await startDiscord({ openApi });
  const bot = await startBot([work], { discord });
  await bot.stop();
  return discord;
}

/** What the bot that is gone had said last, by the interaction's token. */
async function said(discord: Discord, method: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bot ${discord.token}` };
  const { ok, status } = await fetch(`${discord.api}/v10${path}`, { method, headers, body: JSON.stringify(body) });
  if (!ok) throw new Error(`${method} ${path}: ${status}`);
}

function acknowledge(discord: Discord, { id, token }: SentInteraction, type = THINKING): Promise<void> {
  return said(discord, 'POST', `/interactions/${id}/${token}/callback`, { type });
}

interface Before {
  readonly order?: Partial<Order>;
  readonly ageMs?: number;
  readonly notes?: Notes;
}

/** A store in which the bot that is gone has kept this interaction. */
async function keeping(asked: SentInteraction, { order, ageMs = 1_000, notes = {} }: Before = {}) {
  const { id, token, payload } = asked;
  const server = payload.guild_id!;
  const body: Order = {
    ...{ id, reference: 'ABCD', via: 'command', ask: { command: 'work', options: {} }, files: [], demos: true },
    asker: { id: payload.member!.user.id, server: { id: server, mayManage: false } },
    target: { kind: 'new', key: { id, token, applicationId: payload.application_id }, hidden: false, lead: '' },
    ...order,
  };
  const store = new StoreInMemory();
  await store.requests.accept({ id: body.id, server, acceptedAt: Date.now() - ageMs, body, notes });
  return store;
}

async function nothingKept(store: StoreInMemory): Promise<boolean> {
  return (await store.requests.unanswered()).length === 0;
}

test('what was acknowledged is answered by the next bot, in the same message', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  await acknowledge(discord, asked);
  const store = await keeping(asked);
  await using bot = await startBot([work], { discord, store });
  const reply = await asked.message({ until: ({ content }) => content === 'worked' });
  expect(reply.attachments).toHaveLength(1);
  await expect.poll(() => nothingKept(store)).toBe(true);
  expect(asked.followUps).toEqual([]);
  expect(bot.log().find(({ msg }) => msg === 'request')).toMatchObject({ reference: 'ABCD', resumed: true });
});

test('what was kept but not acknowledged is acknowledged now, where Discord still waits', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  const store = await keeping(asked);
  await using _bot = await startBot([work], { discord, store });
  await asked.message({ until: ({ content }) => content === 'worked' });
  await expect.poll(() => nothingKept(store)).toBe(true);
});

test('what Discord waits for no longer is dropped, with a line in the log and no work', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  asked.expire();
  const store = await keeping(asked);
  await using bot = await startBot([failing], { discord, store });
  await expect.poll(() => nothingKept(store)).toBe(true);
  expect(bot.log().find(({ msg }) => msg === 'request')?.outcome).toBe('lost');
  expect(bot.log().filter(({ level }) => level > 40)).toEqual([]);
});

test('a request older than its token is dropped, with a line in the log', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  await acknowledge(discord, asked);
  const store = await keeping(asked, { ageMs: 16 * MINUTE });
  await using bot = await startBot([work], { discord, store });
  await expect.poll(() => nothingKept(store)).toBe(true);
  const dropped = bot.log().filter(({ msg }) => msg === 'an accepted request is dropped');
  expect(dropped).toMatchObject([{ why: 'it is too old to be answered', reference: 'ABCD' }]);
  expect(asked.edits).toEqual([]);
});

test('a request that another version wrote is dropped, with a line in the log', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  const store = await keeping(asked, { order: { via: 'pigeon' as 'command' } });
  await using bot = await startBot([work], { discord, store });
  await expect.poll(() => nothingKept(store)).toBe(true);
  expect(bot.log().filter(({ msg }) => msg === 'an accepted request is dropped')).toHaveLength(1);
});

test('a press is taken up in its message, and of several presses the last', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  await acknowledge(discord, asked);
  await using first = await startBot([work], { discord, store: await keeping(asked) });
  const message = await asked.message({ until: ({ content }) => content === 'worked' });
  await first.stop();
  const presses = ['old', 'new'].map((name) => ({ name, press: discord.press({ message, label: 'Again' }) }));
  const store = new StoreInMemory();
  for (const { name, press } of presses) {
    await acknowledge(discord, press, PRESSED);
    const { id, token, payload } = press;
    const key = { id, token, applicationId: payload.application_id };
    const at = { messageId: message.id, origin: asked.id, clean: 'worked', hidden: false };
    const one = await keeping(press, {
      order: { ask: { command: name, options: {} }, target: { kind: 'in place', key, ...at } },
    });
    for (const kept of await one.requests.unanswered()) await store.requests.accept(kept);
  }
  const says = (name: string) => doing(name, async ({ memory }) => say((await memory.past()) && `${name} press`));
  await using bot = await startBot([work, says('old'), says('new')], { discord, store });
  await presses[1]!.press.message({ until: ({ content }) => content === 'new press' });
  await expect.poll(() => nothingKept(store)).toBe(true);
  expect(asked.original?.content).toBe('new press');
  expect(discord.statesOf(message).map(({ content }) => content)).not.toContain('old press');
  expect(bot.log().filter(({ msg }) => msg === 'request')).toHaveLength(1);
});

test('a mention whose first part stands there is answered by changing that', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.say({ content: 'work', mention: true });
  const part = {
    content: 'a part\n-# training · 40%',
    message_reference: { message_id: asked.id, fail_if_not_exists: false },
    allowed_mentions: { parse: [] },
  };
  await said(discord, 'POST', `/channels/${asked.channel_id}/messages`, part);
  const store = await keeping(discord.command({ name: 'work' }), {
    order: {
      id: asked.id,
      via: 'mention',
      target: { kind: 'below', channelId: asked.channel_id, messageId: asked.id },
    },
  });
  await using _bot = await startBot([work], { discord, store });
  await discord.answerTo(asked, { until: ({ content }) => content === 'worked' });
  await expect.poll(() => nothingKept(store)).toBe(true);
  expect(discord.posted.map(({ content }) => content)).toEqual(['worked']);
});

test('a private message that may have been sent is not sent again, and the asker is told what to do', async ({
  expect,
}) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  await acknowledge(discord, asked);
  const { token, payload } = asked;
  const original = `/webhooks/${payload.application_id}/${token}/messages/@original`;
  const open = { content: 'The answer is for the asker alone.', allowed_mentions: { parse: [] } };
  await said(discord, 'PATCH', original, open);
  const store = await keeping(asked, { notes: { followUp: 'begun' } });
  await using _bot = await startBot([failing], { discord, store });
  await asked.message({ until: ({ content }) => content.includes('ask again') });
  await expect.poll(() => nothingKept(store)).toBe(true);
  expect(asked.followUps).toEqual([]);
});

test('what cannot be read at the start is taken up once it can', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  await acknowledge(discord, asked);
  const store = await keeping(asked);
  store.away = true;
  await using bot = await startBot([work], { discord, store });
  await expect.poll(() => bot.rawLog()).toContain('what was accepted before cannot be read');
  store.away = false;
  await asked.message({ until: ({ content }) => content === 'worked' });
});

test('what the bot has died of again and again is not tried for ever', async ({ expect }) => {
  await using discord = await left();
  const asked = discord.command({ name: 'work' });
  await acknowledge(discord, asked);
  const store = await keeping(asked, { notes: { tries: 20 } });
  await using bot = await startBot([work], { discord, store });
  await asked.followUp({ until: ({ content }) => content.includes('reference ABCD') });
  await expect.poll(() => nothingKept(store)).toBe(true);
  expect(bot.rawLog()).toContain('the bot ended 20 times while it was at this');
});
