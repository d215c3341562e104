import { Client, GatewayIntentBits } from 'discord.js';
import { expect, test } from 'vitest';
import { startDiscord } from './index.ts';
import { logIn, TRAIN } from './trial-bot.ts';

test('a client logs in, is ready, and knows its user, application and server', async () => {
  await using discord = await startDiscord();
  await using bot = await logIn(discord);
  expect(bot.client.user.id).toBe(discord.world.bot.id);
  expect(bot.client.application.id).toBe(discord.world.applicationId);
  expect(bot.client.guilds.cache.get(discord.world.guildId)?.available).toBe(true);
  expect(discord.gateway.count('identify')).toBe(1);
});

test('a wrong token is refused', async () => {
  await using discord = await startDiscord();
  const client = new Client({ ...discord.clientOptions, intents: [GatewayIntentBits.Guilds] });
  await expect(client.login('MTIz.wrong.token')).rejects.toThrow('An invalid token was provided.');
  await client.destroy();
});

test('a privileged intent that is not switched on closes the gateway with 4014', async () => {
  await using discord = await startDiscord();
  const client = new Client({ ...discord.clientOptions, intents: [GatewayIntentBits.MessageContent] });
  client.on('error', () => undefined);
  const login = client.login(discord.token).catch((error: Error) => error);
  expect((await discord.gateway.seen('close')).detail).toBe(4014);
  expect(await login).toBeInstanceOf(Error);
  await client.destroy();
});

test('READY may come late', async () => {
  await using discord = await startDiscord();
  discord.gateway.readyDelayMs = 150;
  await using bot = await logIn(discord);
  const [identified, ready] = await Promise.all([discord.gateway.seen('identify'), discord.gateway.seen('ready')]);
  expect(ready.at - identified.at).toBeGreaterThanOrEqual(140);
  expect(bot.client.isReady()).toBe(true);
});

test('commands registered everywhere and in the server are kept, and a changed one keeps its id', async () => {
  await using discord = await startDiscord();
  await using bot = await logIn(discord);
  const everywhere = await bot.client.application.commands.set([TRAIN]);
  const { id, version } = everywhere.first() ?? {};
  await bot.client.application.commands.set([{ ...TRAIN, name: 'sweep' }], discord.world.guildId);
  expect(discord.commands.list().map(({ name }) => name)).toEqual(['train']);
  expect(discord.commands.list(discord.world.guildId).map(({ name }) => name)).toEqual(['sweep']);
  const again = await bot.client.application.commands.set([{ ...TRAIN, description: 'Trains it' }]);
  expect(again.first()?.id).toBe(id);
  expect(again.first()?.version).not.toBe(version);
});
