import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { openDiscord } from '../../src/discord/gateway.ts';
import { openLog } from '../../src/log.ts';
import { slow as slowly, startDiscord } from '../discord-double/index.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { noLab, settingsFor, startBot } from './bot.ts';
import { doing, echo, gated } from './commands.ts';

const EPHEMERAL = 64;

test('told to stop, it finishes what runs, and turns newcomers away in private', async ({ expect }) => {
  const slow = gated('slow', say('finished after all'));
  await using bot = await startBot([slow.command, echo]);
  const running = bot.discord.command({ name: 'slow' });
  await running.acknowledged();
  const stopping = bot.stop({ finishMs: 5_000, farewellMs: 1_000 });
  const newcomer = bot.discord.command({ name: 'echo', options: { text: 'hello?' } });
  const { data, flags } = await newcomer.acknowledged();
  expect(flags & EPHEMERAL).toBe(EPHEMERAL);
  expect((data as { content: string }).content).toBe('Halflife is restarting: try again in a minute.');
  slow.finish();
  await stopping;
  expect(running.original?.content).toBe('finished after all');
});

test('whoever comes last is turned away before it disconnects', async ({ expect }) => {
  const slow = gated('slow', say('finished after all'));
  await using bot = await startBot([slow.command, echo]);
  const running = bot.discord.command({ name: 'slow' });
  await running.acknowledged();
  bot.discord.faults.next('POST /interactions/:id/:token/callback', slowly(500));
  const stopping = bot.stop({ finishMs: 30_000, farewellMs: 1_000 });
  const newcomer = bot.discord.command({ name: 'echo', options: { text: 'hello?' } });
  await bot.discord.until(() => bot.discord.requests.find(({ path }) => path.includes(newcomer.token)));
  slow.finish();
  await stopping;
  expect(newcomer.original?.content).toBe('Halflife is restarting: try again in a minute.');
});

test('told to leave while Discord makes it wait for READY, it leaves', async ({ expect }) => {
  const discord = await startDiscord();
  discord.gateway.readyDelayMs = 20_000;
  const leave = new AbortController();
  const opening = openDiscord({
    settings: settingsFor(discord, false),
    commands: [echo],
    lab: noLab,
    store: new StoreInMemory(),
    missed: () => {},
    log: openLog({ level: 'silent' }),
    signal: leave.signal,
  });
  await discord.gateway.seen('identify');
  leave.abort();
  expect(await opening).toBeNull();
  await discord.close();
});

test('what takes too long is left as it is, and the next bot goes on with it', async ({ expect }) => {
  const [endless, quick] = [gated('endless'), doing('endless', async () => say('done'))];
  await using discord = await startDiscord();
  const store = new StoreInMemory();
  await using bot = await startBot([endless.command], { discord, store });
  const asked = discord.command({ name: 'endless' });
  await asked.acknowledged();
  await bot.stop({ finishMs: 50, farewellMs: 5_000 });
  expect((await endless.started).signal.aborted).toBe(true);
  expect(asked.original?.content).toMatch(/is restarting, and goes on with this/u);
  await using _next = await startBot([quick], { discord, store });
  await asked.message({ until: ({ content }) => content === 'done' });
  expect(asked.followUps).toEqual([]);
  await expect.poll(() => store.requests.unanswered()).toEqual([]);
});

test('what takes too long and could not be kept is stopped, and whoever asked is told', async ({ expect }) => {
  const endless = gated('endless');
  const store = new StoreInMemory();
  store.away = true;
  await using bot = await startBot([endless.command], { store });
  const asked = bot.discord.command({ name: 'endless' });
  await asked.acknowledged();
  await bot.stop({ finishMs: 50, farewellMs: 5_000 });
  expect((await endless.started).signal.aborted).toBe(true);
  expect(asked.followUps.map(({ content }) => content)).toEqual(['Stopped: nothing was finished.']);
  expect(asked.original).toBeUndefined();
});
