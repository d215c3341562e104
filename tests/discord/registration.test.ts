import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { openDiscord } from '../../src/discord/gateway.ts';
import { DiscordStartError } from '../../src/discord/start-error.ts';
import { openLog } from '../../src/log.ts';
import { serverError, startDiscord } from '../discord-double/index.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { noLab, startBot } from './bot.ts';
import { doing, echo, halve } from './commands.ts';

test('commands are registered from their one schema, for servers and for people', async ({ expect }) => {
  await using bot = await startBot([echo, halve]);
  const [first, second] = bot.discord.commands.list();
  expect([first?.name, second?.name]).toEqual(['echo', 'halve']);
  expect(first).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] });
  expect(first?.options).toMatchObject([
    { name: 'text', type: 3, required: true, autocomplete: true },
    { name: 'times', type: 4, required: false, min_value: 1, max_value: 5 },
    { name: 'private', type: 5, required: false },
  ]);
});

test.for([{ guild: false }, { guild: true }])(
  'a second start registers nothing (%o)',
  async ({ guild }, { expect }) => {
    await using discord = await startDiscord();
    for (const _ of ['first', 'second']) {
      await using bot = await startBot([echo, halve], { discord, guild });
      await bot.stop();
    }
    const commands = /^GET .*\/commands$/u;
    expect(discord.requestsTo(commands)).toHaveLength(2);
    expect(discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  },
);

test('a changed command is registered again', async ({ expect }) => {
  await using discord = await startDiscord();
  for (const description of ['old words', 'new words']) {
    await using bot = await startBot([{ ...echo, description }], { discord });
    await bot.stop();
  }
  expect(discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(2);
  expect(discord.commands.list()[0]?.description).toBe('new words');
});

test('a command that is gone is taken off the list', async ({ expect }) => {
  await using discord = await startDiscord();
  for (const commands of [[echo, halve], [echo]]) {
    await using bot = await startBot(commands, { discord });
    await bot.stop();
  }
  expect(discord.commands.list().map(({ name }) => name)).toEqual(['echo']);
});

test('with DISCORD_GUILD the commands belong to that server alone', async ({ expect }) => {
  await using bot = await startBot([echo], { guild: true });
  expect(bot.discord.commands.list()).toEqual([]);
  expect(bot.discord.commands.list(bot.discord.world.guildId).map(({ name }) => name)).toEqual(['echo']);
});

test('a DISCORD_GUILD the bot is not in is named in one line', async ({ expect }) => {
  await using discord = await startDiscord();
  discord.faults.next('GET /applications/:app/guilds/:guild/commands', serverError(503));
  const settings = { token: discord.token, api: discord.api, guild: '12345678901234567890' };
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
  await expect(opening).rejects.toThrow(/^DISCORD_GUILD is 12345678901234567890: .*$/u);
});

test('a command list that Discord will not take leaves the bot answering', async ({ expect }) => {
  await using discord = await startDiscord();
  await (await startBot([echo], { discord })).stop();
  const shouting = { ...doing('loud', async () => say('LOUD')), description: 'x'.repeat(101) };
  await using bot = await startBot([echo, shouting], { discord });
  discord.takeProblems();
  const reply = await discord.command({ name: 'echo', options: { text: 'still here' } }).message();
  expect(reply.content).toBe('still here');
  expect(bot.log().some(({ msg }) => msg === 'the commands could not be registered')).toBe(true);
});
