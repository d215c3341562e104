import { Events, type Interaction } from 'discord.js';
import { test } from 'vitest';
import { findOpenApi, startDiscord } from './index.ts';
import { logIn, TRAIN } from './trial-bot.ts';

const openApi = findOpenApi();

// discord.js waits 5 s between two identifies, and half a second before each resume: concurrently that is 6 s in all.

/** A Discord and a bot that counts the /train it hears and replies to each. */
async function withCounter() {
  const discord = await startDiscord({ openApi });
  const heard: string[] = [];
  const bot = await logIn(discord, async (interaction: Interaction) => {
    if (!interaction.isChatInputCommand()) return;
    heard.push(interaction.options.getString('lr', true));
    await interaction.reply('heard');
  });
  await bot.client.application.commands.set([TRAIN]);
  let turnedAway = 0;
  bot.client.on(Events.ShardError, () => turnedAway++);
  return {
    discord,
    bot,
    heard,
    turnedAway: () => turnedAway,
    async [Symbol.asyncDispose]() {
      await bot.client.destroy();
      await discord.close();
    },
  };
}

test.concurrent('after a dropped socket the client resumes and hears all it missed, in order', async ({ expect }) => {
  await using at = await withCounter();
  at.discord.gateway.drop();
  for (const lr of ['1', '2', '3']) at.discord.command({ name: 'train', options: { lr } });
  await at.discord.gateway.seen('resumed');
  await expect.poll(() => at.heard).toEqual(['1', '2', '3']);
  expect(at.discord.gateway.count('identify')).toBe(1);
});

test.concurrent('told to reconnect, the client resumes', async ({ expect }) => {
  await using at = await withCounter();
  at.discord.gateway.reconnect();
  at.discord.command({ name: 'train', options: { lr: '1' } });
  await at.discord.gateway.seen('resumed');
  await expect.poll(() => at.heard).toEqual(['1']);
});

test.concurrent('an invalid session that is resumable is resumed on the same connection', async ({ expect }) => {
  await using at = await withCounter();
  at.discord.gateway.invalidSession(true);
  await at.discord.gateway.seen('resumed');
  expect(at.discord.gateway.count('connect')).toBe(1);
});

test.concurrent('an invalid session that is not makes the client identify again', async ({ expect }) => {
  await using at = await withCounter();
  at.discord.gateway.invalidSession(false);
  await at.discord.gateway.seen('ready', { times: 2, timeoutMs: 15_000 });
  expect(at.discord.gateway.count('resume')).toBe(0);
  await at.discord.command({ name: 'train', options: { lr: '1' } }).message();
});

test.concurrent('a session forgotten while the client is away makes it identify again', async ({ expect }) => {
  await using at = await withCounter();
  at.discord.gateway.forgetSessions();
  at.discord.gateway.drop();
  await at.discord.gateway.seen('ready', { times: 2, timeoutMs: 15_000 });
  expect(at.discord.gateway.count('resume')).toBe(1);
  // discord.js 14.28 never finishes destroying a client that is just about to hear READY: let it hear something after.
  await at.discord.command({ name: 'train', options: { lr: '1' } }).message();
});

test.concurrent('lost heartbeat acknowledgements make the client reconnect', async ({ expect }) => {
  await using discord = await startDiscord({ heartbeatIntervalMs: 60, openApi });
  discord.gateway.loseHeartbeatAcks();
  await using bot = await logIn(discord);
  await discord.gateway.seen('resume');
  discord.gateway.loseHeartbeatAcks(false);
  await discord.gateway.seen('resumed');
  expect(bot.client.isReady()).toBe(true);
});

test.concurrent('a heartbeat asked for comes at once', async ({ expect }) => {
  await using at = await withCounter();
  at.discord.gateway.requestHeartbeat();
  expect((await at.discord.gateway.seen('heartbeat')).detail).toBeTypeOf('number');
});

test.concurrent('a resume may repeat an interaction the client already has', async ({ expect }) => {
  await using at = await withCounter();
  await at.discord.command({ name: 'train', options: { lr: '1' } }).acknowledged();
  at.discord.gateway.repeatOnResume(1);
  at.discord.gateway.drop();
  await at.discord.gateway.seen('resumed');
  await expect.poll(() => at.heard).toEqual(['1', '1']);
  await expect.poll(() => at.bot.errors).toMatchObject([{ code: 40060 }]);
});

test.concurrent('a gateway that is away turns clients away until it is back', async ({ expect }) => {
  await using at = await withCounter();
  at.discord.gateway.isAway = true;
  at.discord.gateway.drop();
  at.discord.command({ name: 'train', options: { lr: '1' } });
  await expect.poll(() => at.turnedAway()).toBeGreaterThan(1);
  expect(at.discord.gateway.count('connect')).toBe(1);
  at.discord.gateway.isAway = false;
  await at.discord.gateway.seen('resumed');
  await expect.poll(() => at.heard).toEqual(['1']);
});
