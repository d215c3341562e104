import { REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { findOpenApi, startDiscord } from './index.ts';

const openApi = findOpenApi();

async function withRest() {
  const discord = await startDiscord({ openApi });
  const rest = new REST(discord.clientOptions.rest).setToken(discord.token);
  const say = (content: string, channel = discord.world.channelId, files: { name: string; data: Buffer }[] = []) =>
    rest.post(Routes.channelMessages(channel), { body: { content }, files });
  return { discord, rest, say, [Symbol.asyncDispose]: () => discord.close() };
}

const file = { name: 'a.txt', data: Buffer.from('a') };
const lacks = { status: 403, code: 50013 };

test('where the bot may not write it may not type either, and may again when it is allowed to', async () => {
  await using at = await withRest();
  at.discord.world.deny('SendMessages');
  await expect(at.say('hello')).rejects.toMatchObject(lacks);
  await expect(at.rest.post(Routes.channelTyping(at.discord.world.channelId))).rejects.toMatchObject(lacks);
  await at.say('hello', at.discord.world.dm(at.discord.world.person('ada')).id);
  at.discord.world.deny();
  await at.say('hello');
});

test('where it may not attach files, words alone may come, at first and on an edit', async () => {
  await using at = await withRest();
  at.discord.world.deny('AttachFiles');
  await expect(at.say('hello', at.discord.world.channelId, [file])).rejects.toMatchObject(lacks);
  await at.say('hello');
  const route = Routes.channelMessage(at.discord.world.channelId, at.discord.posted[0]!.id);
  await expect(at.rest.patch(route, { body: { content: 'a' }, files: [file] })).rejects.toMatchObject(lacks);
  await at.rest.patch(route, { body: { content: 'b' } });
});

test('a channel that it may not see is closed to it altogether, threads and all', async () => {
  await using at = await withRest();
  const thread = at.discord.thread('homework');
  at.discord.world.deny('ViewChannel');
  for (const id of [at.discord.world.channelId, thread.id]) {
    await expect(at.say('hello', id)).rejects.toMatchObject({ status: 403, code: 50001 });
  }
});

test('writing in threads is a permission of its own', async () => {
  await using at = await withRest();
  at.discord.world.deny('SendMessagesInThreads');
  await expect(at.say('hello', at.discord.thread('homework').id)).rejects.toMatchObject(lacks);
  await at.say('hello');
});

test('without the history it can list nothing, and read no message of old', async () => {
  await using at = await withRest();
  await at.say('hello');
  at.discord.world.deny('ReadMessageHistory');
  expect(await at.rest.get(Routes.channelMessages(at.discord.world.channelId))).toEqual([]);
  const one = Routes.channelMessage(at.discord.world.channelId, at.discord.posted[0]!.id);
  await expect(at.rest.get(one)).rejects.toMatchObject(lacks);
});

test('a thread that is deleted is unknown, with all that was said in it', async () => {
  await using at = await withRest();
  const thread = at.discord.thread('homework');
  await at.say('hello', thread.id);
  at.discord.removeThread(thread);
  await expect(at.say('hello', thread.id)).rejects.toMatchObject({ status: 404, code: 10003 });
});
