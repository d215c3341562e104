import { PNG } from 'pngjs';
import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { serverError } from '../discord-double/index.ts';
import { startBot } from './bot.ts';
import { button, doing, echo, gated, halve, picture } from './commands.ts';

const EPHEMERAL = 64;

test('work is acknowledged within 100 ms', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const waits: number[] = [];
  for (const lr of ['1', '2', '3', '4', '5']) {
    const asked = bot.discord.command({ name: 'halve', options: { lr } });
    const { type, flags, atMs } = await asked.acknowledged();
    expect({ type, flags }).toEqual({ type: 5, flags: 0 });
    waits.push(atMs);
    await asked.message();
  }
  // the quickest: what it takes, not what else this machine happens to do
  expect(Math.min(...waits)).toBeLessThan(100);
});

test('the reply comes with its picture and alt text', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const reply = await bot.discord.command({ name: 'halve', options: { lr: '0,5' } }).message();
  expect(reply.content).toBe('half is 0.25');
  expect(reply.attachments).toHaveLength(1);
  expect(reply.attachments[0]?.description).toBe('half of 0.5');
  expect(PNG.sync.read(reply.attachments[0]!.bytes)).toMatchObject({ width: 3, height: 2 });
  expect((reply.flags ?? 0) & EPHEMERAL).toBe(0);
});

test('words that need no work are the acknowledgement', async ({ expect }) => {
  await using bot = await startBot([echo]);
  const asked = bot.discord.command({ name: 'echo', options: { text: 'again', times: 2 } });
  expect((await asked.acknowledged()).type).toBe(4);
  expect((await asked.message()).content).toBe('again again');
});

test('nothing ever pings, in no request that carries text', async ({ expect }) => {
  await using bot = await startBot([
    echo,
    halve,
    doing('late', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return say('@everyone <@1>', { private: true });
    }),
  ]);
  await bot.discord.command({ name: 'echo', options: { text: '@everyone @here <@&1> <@1>' } }).message();
  await bot.discord.command({ name: 'halve', options: { lr: '1' } }).message();
  await bot.discord.command({ name: 'late' }).followUp();
  const bodies = bot.discord.requests
    .map(({ body }) => body as { content?: string; data?: { content?: string }; allowed_mentions?: unknown })
    .map((body) => (body?.data ?? body) as { content?: string; allowed_mentions?: unknown } | undefined)
    .filter((body) => body?.content !== undefined);
  expect(bodies.length).toBeGreaterThanOrEqual(4);
  for (const body of bodies) expect(body?.allowed_mentions).toEqual({ parse: [] });
});

test('asked for in private, the placeholder and the reply are private', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const asked = bot.discord.command({ name: 'halve', options: { lr: '1', private: true } });
  expect((await asked.acknowledged()).flags & EPHEMERAL).toBe(EPHEMERAL);
  expect((await asked.message()).flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(bot.discord.posted).toEqual([]);
});

test('a reply that turns out private after a public placeholder is private, and leaves nothing public', async ({
  expect,
}) => {
  const slow = gated('slow', say('for you alone', { private: true }));
  await using bot = await startBot([slow.command]);
  const asked = bot.discord.command({ name: 'slow' });
  expect((await asked.acknowledged()).flags).toBe(0);
  slow.finish();
  const followUp = await asked.followUp();
  expect(followUp.content).toBe('for you alone');
  expect(followUp.flags! & EPHEMERAL).toBe(EPHEMERAL);
  await bot.discord.until(() => (asked.original === undefined ? true : undefined), 'the placeholder stayed');
  expect(asked.edits.map(({ content }) => content).join()).not.toContain('for you alone');
});

test('when a private reply cannot be sent, the public placeholder does not go on thinking', async ({ expect }) => {
  const slow = gated('slow', say('for you alone', { private: true }));
  await using bot = await startBot([slow.command]);
  const outage = bot.discord.faults.next('POST /webhooks/:app/:token', serverError(503), { times: 10 });
  const asked = bot.discord.command({ name: 'slow' });
  await asked.acknowledged();
  slow.finish();
  await expect.poll(() => bot.log().find(({ msg }) => msg === 'request')?.outcome).toBe('undelivered');
  expect(outage.met).toBe(4);
  expect(asked.original?.content).toBe('The answer is for the asker alone.');
});

test('it answers in a DM as well', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const reply = await bot.discord.command({ name: 'halve', options: { lr: '1' }, dm: true }).message();
  expect(reply.content).toBe('half is 0.5');
});

test('a button that cannot carry what it sends is left out, and logged', async ({ expect }) => {
  const buttons = [
    button('fits', 'echo', { text: 'x' }),
    button('too long', 'echo', { text: 'x'.repeat(100) }),
    button('the same again', 'echo', { text: 'x' }),
    button('', 'echo', { text: 'nameless' }),
    ...Array.from({ length: 6 }, (_, n) => button(`number ${n}`, 'echo', { text: String(n) })),
  ];
  await using bot = await startBot([doing('many', async () => ({ ...say('press one'), buttons }))]);
  const { components } = await bot.discord.command({ name: 'many' }).message();
  const rows = components?.map((row) => ('components' in row ? row.components.length : 0));
  expect(rows).toEqual([5, 2]);
  expect(
    bot
      .log()
      .filter(({ msg }) => msg === 'a button was left out')
      .map((line) => line.button),
  ).toEqual(['too long', 'the same again', '']);
});

test('when Discord refuses the pictures, the asker still gets the words', async ({ expect }) => {
  const huge = { ...picture('too large'), png: new Uint8Array(10 * 1024 * 1024 + 1) };
  await using bot = await startBot([doing('huge', async () => ({ ...say('the words'), pictures: [huge] }))]);
  const reply = await bot.discord.command({ name: 'huge' }).message();
  expect(bot.discord.takeProblems()).not.toEqual([]);
  expect(reply.content).toBe('the words');
  expect(reply.attachments).toEqual([]);
});

test('when Discord refuses the words too, the asker gets a reference that is in the log', async ({ expect }) => {
  await using bot = await startBot([
    doing('long', async () => ({ ...say('x'.repeat(2_001)), pictures: [picture('a')] })),
  ]);
  const reply = await bot.discord.command({ name: 'long' }).message();
  expect(bot.discord.takeProblems()).not.toEqual([]);
  const reference = /reference ([0-9A-F]{4})/u.exec(reply.content)?.[1];
  expect(reference).toBeDefined();
  expect(bot.log().some((line) => line.reference === reference)).toBe(true);
});

test('autocomplete offers what the option suggests, and nothing that Discord would refuse', async ({ expect }) => {
  await using bot = await startBot([echo]);
  const asked = bot.discord.autocomplete({ name: 'echo', focused: 'text', options: { text: 'ab', times: 2 } });
  expect(await asked.choices()).toEqual([
    { name: 'you typed ab', value: 'ab' },
    { name: 'beside {"times":"2"}', value: 'beside' },
  ]);
});
