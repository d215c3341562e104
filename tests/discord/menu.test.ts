import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { startDiscord } from '../discord-double/index.ts';
import { PIXEL } from '../discord-double/trial-bot.ts';
import { startBot } from './bot.ts';
import { halve, hearing, inParts, picture } from './commands.ts';

const EPHEMERAL = 64;
const MENU = 'Ask Halflife';

/** Where a person's app goes when the link is followed. */
function linkTo(guildId: string, { channel_id, id }: { channel_id: string; id: string }): string {
  return `-# About [this message](https://discord.com/channels/${guildId}/${channel_id}/${id})`;
}

test('the menu is registered beside the slash commands, for servers and for people', async ({ expect }) => {
  await using bot = await startBot([halve, hearing]);
  const list = bot.discord.commands.list();
  expect(list.map(({ name, type }) => [name, type])).toEqual([
    ['halve', 1],
    ['echo', 1],
    [MENU, 3],
  ]);
  expect(list[2]).toMatchObject({ description: '', integration_types: [0, 1], contexts: [0, 1, 2] });
});

test('where nothing hears words, there is no menu', async ({ expect }) => {
  await using bot = await startBot([halve]);
  expect(bot.discord.commands.list().map(({ type }) => type)).toEqual([1]);
});

test.for([{ guild: false }, { guild: true }])(
  'it is not registered again until it changes (%o)',
  async ({ guild }, { expect }) => {
    await using discord = await startDiscord();
    const renamed = { ...hearing, hears: { words: 'text', menu: 'Ask about this' } };
    const registered: number[] = [];
    for (const command of [hearing, hearing, renamed]) {
      await using bot = await startBot([command, halve], { discord, guild });
      await bot.stop();
      registered.push(discord.requests.filter(({ method }) => method === 'PUT').length);
    }
    expect(registered).toEqual([1, 1, 2]);
    const menus = discord.commands.list(guild ? discord.world.guildId : undefined).filter(({ type }) => type === 3);
    expect(menus.map(({ name }) => name)).toEqual(['Ask about this']);
  },
);

test('the words of the message are asked, and the reply leads with a link to it', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  const { world } = bot.discord;
  const user = world.person('ada');
  for (const thread of [undefined, bot.discord.thread('homework')]) {
    const message = bot.discord.say({ content: 'why does it decay?', user, ...(thread && { thread }) });
    const reply = await bot.discord.contextMenu({ name: MENU, message }).message();
    expect(reply.content).toBe(`${linkTo(world.guildId, message)}\nwhy does it decay?`);
    expect(reply.channel_id).toBe(message.channel_id);
    expect(reply.flags! & EPHEMERAL).toBe(0);
  }
  const lines = () => bot.log().filter(({ msg }) => msg === 'request');
  const line = { via: 'menu', command: 'echo', outcome: 'answered' };
  await expect.poll(lines).toMatchObject([line, line]);
});

test('in a conversation of two there is nothing to link to', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  const message = bot.discord.say({ content: 'why does it decay?', dm: true });
  await bot.discord.answerTo(message);
  const reply = await bot.discord.contextMenu({ name: MENU, message }).message();
  expect(reply.content).toBe('why does it decay?');
});

test('a message that mentions the bot, or someone, is asked without the mention', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  const { world } = bot.discord;
  const content = `<@${world.person('ada').id}> why does it decay?`;
  const message = bot.discord.say({ content });
  const reply = await bot.discord.contextMenu({ name: MENU, message }).message();
  expect(reply.content).toBe(`${linkTo(world.guildId, message)}\nwhy does it decay?`);
});

test('a slash in the message is no command: its words are asked', async ({ expect }) => {
  await using bot = await startBot([hearing, halve]);
  const message = bot.discord.say({ content: '/halve lr:1' });
  const reply = await bot.discord.contextMenu({ name: MENU, message }).message();
  expect(reply.content).toContain('/halve lr:1');
});

test('the link stays at the head of every part, and above the progress', async ({ expect }) => {
  const parts = inParts('parts', { ...say('the first part'), pictures: [picture('first')] });
  const asking = { ...parts.command, options: hearing.options, hears: hearing.hears! };
  await using bot = await startBot([{ ...asking, run: (_, context) => parts.command.run({}, context) }], {
    progressEveryMs: 20,
  });
  const message = bot.discord.say({ content: 'why?' });
  const lead = linkTo(bot.discord.world.guildId, message);
  const asked = bot.discord.contextMenu({ name: MENU, message });
  await asked.message({ until: ({ content }) => content.endsWith('the first part') });
  (await parts.started).progress(0.5, 'training');
  await asked.message({ until: ({ content }) => content.endsWith('50%') });
  parts.finish(say('all of it'));
  await asked.message({ until: ({ content }) => content.endsWith('all of it') });
  expect(asked.edits.map(({ content }) => content)).toEqual([
    `${lead}\nthe first part`,
    `${lead}\nthe first part\n-# training · 50%`,
    `${lead}\nall of it`,
  ]);
});

test('words that leave no room for the link come without it', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  const message = bot.discord.say({ content: 'x'.repeat(1_990) });
  const reply = await bot.discord.contextMenu({ name: MENU, message }).message();
  expect(reply.content).toBe('x'.repeat(1_990));
});

test.for([
  ['a picture alone', { content: '', files: [{ filename: 'loss.png', bytes: PIXEL }] }],
  ['a bare mention', { content: '', mention: true }],
  ['characters that cannot be seen', { content: '\u200b\u2060' }],
] as const)('a message of %s gets whoever asks about it a private sentence', async ([, said], { expect }) => {
  await using bot = await startBot([hearing]);
  const message = bot.discord.say({ ...said, user: bot.discord.world.person('ada') });
  const told = await bot.discord.contextMenu({ name: MENU, message }).message();
  expect(told.content).toMatch(/message has no words/u);
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(bot.log().filter(({ level }) => level >= 40)).toEqual([]);
});

test('a mistake is told in private', async ({ expect }) => {
  const asking = { ...halve, hears: { words: 'lr', menu: MENU } };
  await using bot = await startBot([asking]);
  const told = await bot.discord.contextMenu({ name: MENU, message: bot.discord.say({ content: 'ten' }) }).message();
  expect(told.content).toMatch(/lr is "ten": a number is needed/u);
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
});

test('a menu that an earlier version registered is told so', async ({ expect }) => {
  await using discord = await startDiscord();
  await (await startBot([hearing], { discord })).stop();
  discord.faults.next('PUT *', { kind: 'status', status: 400 }, { times: 5 });
  await using bot = await startBot([halve], { discord });
  const told = await discord.contextMenu({ name: MENU, message: discord.say({ content: 'why?' }) }).message();
  expect(told.content).toMatch(/there is no command/u);
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(bot.log().filter(({ level, msg }) => level >= 50 && msg !== 'the commands could not be registered')).toEqual(
    [],
  );
});
