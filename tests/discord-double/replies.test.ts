import {
  AttachmentBuilder,
  type ChatInputCommandInteraction,
  type DiscordAPIError,
  type Interaction,
  MessageFlags,
} from 'discord.js';
import { expect, test } from 'vitest';
import { findOpenApi, ImpossibleError, NotSeenError, startDiscord } from './index.ts';
import { logIn, PIXEL, TRAIN } from './trial-bot.ts';

const openApi = findOpenApi();

/** A Discord with /train registered and a bot that answers it so. */
async function withTrain(
  answer: (interaction: ChatInputCommandInteraction) => unknown,
  others?: (it: Interaction) => unknown,
) {
  const discord = await startDiscord({ openApi });
  const bot = await logIn(discord, (interaction) =>
    interaction.isChatInputCommand() ? answer(interaction) : others?.(interaction),
  );
  await bot.client.application.commands.set([TRAIN]);
  return {
    discord,
    bot,
    async [Symbol.asyncDispose]() {
      await bot.client.destroy();
      await discord.close();
    },
  };
}

const row = (label: string, custom_id: string) => ({ type: 1, components: [{ type: 2, style: 1, label, custom_id }] });

test('a deferred reply is "thinking…" until edited, with a picture and its alt text', async () => {
  await using at = await withTrain(async (interaction) => {
    await interaction.deferReply();
    const files = [new AttachmentBuilder(PIXEL, { name: 'loss.png', description: 'Loss fell from 2 to 0.1' })];
    await interaction.editReply({ content: `lr ${interaction.options.getString('lr')}`, files });
  });
  const interaction = at.discord.command({ name: 'train', options: { lr: '0.05', wd: '0.01' } });
  const acknowledged = await interaction.acknowledged();
  expect(acknowledged).toMatchObject({ type: 5, flags: 0 });
  const message = await interaction.message();
  expect(message.content).toBe('lr 0.05');
  expect(message.flags).toBe(0);
  expect(message.attachments).toMatchObject([
    { filename: 'loss.png', description: 'Loss fell from 2 to 0.1', content_type: 'image/png', width: 1, height: 1 },
  ]);
  expect(message.attachments[0]?.bytes.equals(PIXEL)).toBe(true);
  const download = await fetch(message.attachments[0]?.url ?? '');
  expect(Buffer.from(await download.arrayBuffer()).equals(PIXEL)).toBe(true);
  expect(interaction.edits).toHaveLength(1);
});

test('an edit keeps what it does not name, and attachments by the ids it lists', async () => {
  await using at = await withTrain(async (interaction) => {
    const files = ['a.png', 'b.png'].map((name) => new AttachmentBuilder(PIXEL, { name }));
    await interaction.reply({ content: 'first', files, components: [row('Again', 'train?lr=1')] });
    await interaction.editReply({ content: 'second' });
    const kept = (await interaction.fetchReply()).attachments.last();
    const added = new AttachmentBuilder(PIXEL, { name: 'c.png', description: 'new' });
    await interaction.editReply({ attachments: kept ? [kept] : [], files: [added] });
  });
  const interaction = at.discord.command({ name: 'train', options: { lr: '1' } });
  const last = await interaction.message({
    until: (message) => message.attachments.some((a) => a.filename === 'c.png'),
  });
  expect(last.content).toBe('second');
  expect(last.components).toHaveLength(1);
  expect(last.attachments.map(({ filename }) => filename)).toEqual(['b.png', 'c.png']);
  expect(interaction.edits.map(({ content }) => content)).toEqual(['first', 'second', 'second']);
  expect(interaction.edits[1]?.attachments).toHaveLength(2);
});

test('a second acknowledgement is refused with 40060', async () => {
  await using at = await withTrain(async (interaction) => {
    await interaction.reply({ content: 'one', flags: MessageFlags.Ephemeral });
    interaction.replied = false;
    await interaction.reply('two');
  });
  const interaction = at.discord.command({ name: 'train', options: { lr: '1' } });
  expect((await interaction.message()).flags).toBe(MessageFlags.Ephemeral);
  await at.discord.until(() => at.discord.requestsTo('POST /interactions/:id/:token/callback')[1]?.status);
  await expect.poll(() => at.bot.errors).toMatchObject([{ code: 40060, status: 400 }]);
});

test('editing before acknowledging is 404, after the token expired 401', async () => {
  const codes: (number | string)[] = [];
  const code = (error: unknown) => codes.push((error as DiscordAPIError).code);
  await using at = await withTrain(async (interaction) => {
    await interaction.webhook.editMessage('@original', 'too early').catch(code);
    await interaction.reply('hello');
    at.discord.clock.advance(15 * 60_000 + 1);
    await interaction.editReply('too late').catch(code);
    await interaction.followUp('end');
  });
  at.discord.command({ name: 'train', options: { lr: '1' } });
  await expect.poll(() => codes).toEqual([10008, 50027]);
  await expect.poll(() => at.bot.errors).toMatchObject([{ code: 50027, status: 401 }]);
});

test('an interaction left alone for three seconds is unknown', async () => {
  await using at = await withTrain(async (interaction) => {
    at.discord.clock.advance(3_100);
    await interaction.deferReply();
  });
  at.discord.command({ name: 'train', options: { lr: '1' } });
  await expect.poll(() => at.bot.errors).toMatchObject([{ code: 10062, status: 404 }]);
});

test('follow-ups come after the reply, private ones too, and are not posted in the channel', async () => {
  await using at = await withTrain(async (interaction) => {
    await interaction.reply('public');
    await interaction.followUp({ content: 'private', flags: MessageFlags.Ephemeral });
  });
  const interaction = at.discord.command({ name: 'train', options: { lr: '1' }, dm: true });
  expect((await interaction.followUp()).flags).toBe(MessageFlags.Ephemeral);
  expect(at.discord.posted.map(({ content }) => content)).toEqual(['public']);
});

test('autocomplete asks with what is typed so far and gets choices', async () => {
  await using at = await withTrain(
    () => undefined,
    async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const { name, value } = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${name} ${value}: half-life 139 steps`, value }]);
    },
  );
  const asked = at.discord.autocomplete({ name: 'train', options: { lr: '0.0' }, focused: 'lr' });
  expect(await asked.choices()).toEqual([{ name: 'lr 0.0: half-life 139 steps', value: '0.0' }]);
});

test('a button pressed by the asker changes the message; anyone else is told apart', async () => {
  await using at = await withTrain(
    (interaction) => interaction.reply({ content: 'run 1', components: [row('Double', 'train?wd=0.02')] }),
    async (interaction) => {
      if (!interaction.isButton()) return;
      const asker = interaction.message.interactionMetadata?.user.id;
      if (interaction.user.id === asker) await interaction.update({ content: interaction.customId });
      else await interaction.reply({ content: 'your own', flags: MessageFlags.Ephemeral });
    },
  );
  const { discord } = at;
  const asked = discord.command({ name: 'train', options: { lr: '1' }, user: discord.world.person('ada') });
  const message = await asked.message();
  const others = discord.press({ message, label: 'Double', user: discord.world.person('bob') });
  expect((await others.message()).flags).toBe(MessageFlags.Ephemeral);
  const own = discord.press({ message, customId: 'train?wd=0.02', user: discord.world.person('ada') });
  expect((await own.acknowledged()).type).toBe(7);
  expect(await own.message()).toMatchObject({ id: message.id, content: 'train?wd=0.02' });
  expect(() => discord.press({ message, customId: 'forged' })).toThrow(ImpossibleError);
  await discord.press({ message, customId: 'forged', forged: true }).acknowledged();
});

test('people cannot send what Discord would not let them', async () => {
  await using at = await withTrain(() => undefined);
  const { discord } = at;
  expect(() => discord.command({ name: 'fly' })).toThrow('no command "fly" is registered; there are: train');
  expect(() => discord.command({ name: 'train' })).toThrow('the option "lr" is required');
  expect(() => discord.command({ name: 'train', options: { lr: '1', seed: 1 } })).toThrow('there is no option "seed"');
  expect(() => discord.command({ name: 'train', options: { lr: '1', steps: 0 } })).toThrow('from 1 to 10000');
});

test('a wait that is in vain says what was seen instead', async () => {
  await using at = await withTrain((interaction) => interaction.reply('hello'));
  const interaction = at.discord.command({ name: 'train', options: { lr: '1' } });
  await interaction.acknowledged();
  const wait = interaction.message({ until: ({ content }) => content === 'bye', timeoutMs: 20 });
  await expect(wait).rejects.toThrow(NotSeenError);
  await expect(wait).rejects.toThrow('acknowledged with type 4 (ChannelMessageWithSource); reply 0: "hello"');
});
