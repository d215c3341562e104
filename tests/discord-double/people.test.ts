import { Events, GatewayIntentBits, type Interaction } from 'discord.js';
import { expect, test } from 'vitest';
import { findOpenApi, startDiscord } from './index.ts';
import { logIn } from './trial-bot.ts';

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
