import { once } from 'node:events';
import { Client, Events, GatewayIntentBits, type Interaction, Partials } from 'discord.js';
import { expect, test } from 'vitest';
import { findOpenApi, startDiscord } from './index.ts';
import { logIn, PIXEL, TRAIN } from './trial-bot.ts';

const openApi = findOpenApi();

async function withBot(answer: (interaction: Interaction) => unknown, intents: GatewayIntentBits[] = []) {
  const discord = await startDiscord({ openApi });
  const bot = await logIn(discord, answer, [GatewayIntentBits.Guilds, ...intents]);
  return {
    discord,
    bot,
    async [Symbol.asyncDispose]() {
      await bot.client.destroy();
      await discord.close();
    },
  };
}

test('a mention is heard, read and answered; without a mention there is nothing to read', async () => {
  await using at = await withBot(() => undefined, [GatewayIntentBits.GuildMessages]);
  const heard: string[] = [];
  at.bot.client.on(Events.MessageCreate, async (message) => {
    if (message.author.bot) return;
    heard.push(message.content);
    if (message.mentions.has(at.bot.client.user)) await message.reply('lr times wd');
  });
  at.discord.say({ content: 'not for the bot' });
  const question = at.discord.say({ content: 'how do wd and lr work together?', mention: true });
  expect((await at.discord.answerTo(question)).content).toBe('lr times wd');
  expect(heard).toEqual(['', `<@${at.bot.client.user.id}> how do wd and lr work together?`]);
});

test('a bot that does not listen to messages does not hear them', async () => {
  await using at = await withBot(() => undefined);
  const wait = at.discord.answerTo(at.discord.say({ content: 'hello', mention: true }), { timeoutMs: 20 });
  await expect(wait).rejects.toThrow('no reply to');
});

test('a message command carries the message, a subcommand its options, a file its bytes', async () => {
  const seen: unknown[] = [];
  await using at = await withBot(async (interaction) => {
    if (interaction.isMessageContextMenuCommand()) seen.push(interaction.targetMessage.content);
    if (interaction.isChatInputCommand()) {
      const file = interaction.options.getAttachment('file', true);
      seen.push(interaction.options.getSubcommand(), file.name, await (await fetch(file.url)).text());
    }
    if (interaction.isRepliable()) await interaction.reply('seen');
  });
  const file = { type: 11, name: 'file', description: 'A CSV', required: true };
  await at.bot.client.application.commands.set([
    { type: 3, name: 'Ask Halflife' },
    { name: 'data', description: 'Data', options: [{ type: 1, name: 'load', description: 'Loads', options: [file] }] },
  ]);
  const { discord } = at;
  await discord.contextMenu({ name: 'Ask Halflife', message: discord.say({ content: 'why?' }) }).message();
  const csv = { filename: 'points.csv', bytes: Buffer.from('x,y\n1,2\n') };
  await discord.command({ name: 'data load', options: { file: csv } }).message();
  expect(seen).toEqual(['why?', 'load', 'points.csv', 'x,y\n1,2\n']);
});

test('a modal is shown, and what is typed into it arrives', async () => {
  const input = { type: 4, custom_id: 'lr', style: 1, label: 'Learning rate' } as const;
  await using at = await withBot(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      const components = [{ type: 1, components: [input] }];
      await interaction.showModal({ title: 'Other values', custom_id: 'values', components });
    } else if (interaction.isModalSubmit()) {
      await interaction.reply(`lr ${interaction.fields.getTextInputValue('lr')}`);
    }
  });
  await at.bot.client.application.commands.set([{ name: 'play', description: 'Plays' }]);
  const modal = await at.discord.command({ name: 'play' }).modal();
  expect(modal).toMatchObject({ title: 'Other values', custom_id: 'values' });
  const submitted = at.discord.modal({ customId: modal.custom_id, values: { lr: '0,05' } });
  expect((await submitted.message()).content).toBe('lr 0,05');
});

test('what is said in a thread is heard there, and answered there', async () => {
  const discord = await startDiscord({ openApi });
  const early = discord.thread('opened before');
  const bot = await logIn(discord, undefined, [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages]);
  bot.client.on(Events.MessageCreate, async (message) => {
    if (!message.author.bot) await message.reply(`in ${message.channel.isThread() && message.channel.name}`);
  });
  expect(bot.client.channels.cache.get(early.id)?.isThread()).toBe(true);
  for (const name of ['opened before', 'opened after']) {
    const thread = discord.thread(name);
    const reply = await discord.answerTo(discord.say({ content: 'where?', mention: true, thread }));
    expect(reply).toMatchObject({ content: `in ${name}`, channel_id: thread.id });
  }
  await bot.client.destroy();
  await discord.close();
});

test('what is told the bot alone is heard, and may be read without a mention', async () => {
  const discord = await startDiscord({ openApi });
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages];
  const client = new Client({ ...discord.clientOptions, intents, partials: [Partials.Channel] });
  client.on(Events.MessageCreate, async (message) => {
    if (!message.author.bot) await message.reply(`${message.channel.isDMBased()}: ${message.content}`);
  });
  const ready = once(client, Events.ClientReady);
  await client.login(discord.token);
  await ready;
  const question = discord.say({ content: 'between us', dm: true });
  expect(await discord.answerTo(question)).toMatchObject({
    content: 'true: between us',
    channel_id: question.channel_id,
  });
  await client.destroy();
  await discord.close();
});

test('commands, menus and buttons used in a thread say so', async () => {
  const seen: (string | undefined)[] = [];
  await using at = await withBot(async (interaction) => {
    const { channel } = interaction;
    seen.push(channel?.isThread() ? channel.name : undefined);
    const components = [{ type: 1, components: [{ type: 2, style: 1, label: 'Go', custom_id: 'go' }] }];
    if (interaction.isRepliable()) await interaction.reply({ content: 'seen', components });
  });
  await at.bot.client.application.commands.set([{ type: 3, name: 'Ask' }, TRAIN]);
  const { discord } = at;
  const thread = discord.thread('homework');
  const typed = await discord.command({ name: 'train', options: { lr: '1' }, thread }).message();
  expect(typed.channel_id).toBe(thread.id);
  await discord.press({ message: typed, label: 'Go' }).message();
  await discord.contextMenu({ name: 'Ask', message: discord.say({ content: 'why?', thread }) }).message();
  expect(seen).toEqual(['homework', 'homework', 'homework']);
});

test('a reply pings whom it replies to, unless it does not want to; a mention pings whom it names', async () => {
  await using at = await withBot(() => undefined, [GatewayIntentBits.GuildMessages]);
  const { discord } = at;
  const heard: { content: string; to: string | undefined; pinged: string[] }[] = [];
  at.bot.client.on(Events.MessageCreate, ({ content, reference, mentions }) => {
    heard.push({ content, to: reference?.messageId, pinged: mentions.users.map(({ username }) => username) });
  });
  const ada = discord.say({ content: 'first', mention: true, user: discord.world.person('ada') });
  discord.say({ content: 'thanks', replyTo: ada });
  discord.say({ content: 'thanks, silently', replyTo: ada, ping: false });
  discord.say({ content: `<@${discord.world.person('ada').id}> hello @everyone` });
  await expect.poll(() => heard).toHaveLength(4);
  expect(heard).toEqual([
    { content: `<@${discord.world.bot.id}> first`, to: undefined, pinged: ['double'] },
    { content: '', to: ada.id, pinged: ['ada'] },
    { content: '', to: ada.id, pinged: [] },
    { content: '', to: undefined, pinged: ['ada'] },
  ]);
});

test('a picture without words is a message; another bot may send one', async () => {
  await using at = await withBot(() => undefined, [GatewayIntentBits.DirectMessages, GatewayIntentBits.GuildMessages]);
  const { discord } = at;
  const heard: unknown[] = [];
  at.bot.client.on(Events.MessageCreate, ({ content, author, attachments }) => {
    heard.push([content, author.bot, attachments.map(({ name }) => name)]);
  });
  const picture = { filename: 'loss.png', bytes: PIXEL };
  discord.say({ content: '', files: [picture], mention: true, user: discord.world.anotherBot('feed') });
  await expect.poll(() => heard).toEqual([[`<@${discord.world.bot.id}>`, true, ['loss.png']]]);
});

test('a message is dispatched again when a test says so, and its removal when someone deletes it', async () => {
  await using at = await withBot(() => undefined, [GatewayIntentBits.GuildMessages]);
  const packets: string[] = [];
  at.bot.client.on(Events.Raw, ({ t, d }) => packets.push(`${t} ${d.id}`));
  const said = at.discord.say({ content: 'hello', mention: true });
  at.discord.repeat(said);
  at.discord.remove(said);
  const dispatches = [`MESSAGE_CREATE ${said.id}`, `MESSAGE_CREATE ${said.id}`, `MESSAGE_DELETE ${said.id}`];
  await expect.poll(() => packets).toEqual(dispatches);
});

test('every state a message of the bot has been in can be looked at', async () => {
  await using at = await withBot(() => undefined, [GatewayIntentBits.GuildMessages]);
  at.bot.client.on(Events.MessageCreate, async (message) => {
    if (!message.author.bot) await (await message.reply('one')).edit('two');
  });
  const question = at.discord.say({ content: 'count', mention: true });
  const two = await at.discord.answerTo(question, { until: ({ content }) => content === 'two' });
  expect(at.discord.statesOf(two).map(({ content }) => content)).toEqual(['one', 'two']);
});
