import { basename } from 'node:path';
import { test } from 'vitest';
import { z } from 'zod';
import { command } from '../../src/chat/command.ts';
import { MAX_FILE_BYTES } from '../../src/chat/file-limit.ts';
import { attachmentOption, booleanOption } from '../../src/chat/options.ts';
import { say } from '../../src/chat/reply.ts';
import {
  declaring,
  endless,
  type Fault,
  notFound,
  redirect,
  reset,
  serverError,
  slow as slowly,
  startDiscord,
} from '../discord-double/index.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { openApi, startBot } from './bot.ts';
import { button, doing, picture } from './commands.ts';

const EPHEMERAL = 64;
const DOWNLOAD = /^GET \/attachments\//u;

/** Says what is in a file, and has it with its reply, as those commands do that go on with it. */
const read = command({
  name: 'read',
  description: 'Says what is in a file',
  options: z.object({
    csv: attachmentOption('A file').optional(),
    loud: booleanOption('In capitals').default(false),
  }),
  form: ['loud'],
  run: async ({ csv, loud }, { open }) => {
    if (csv === undefined) return say('no file');
    const content = await open(csv);
    const again = await open(csv); // as often as it is wanted
    const text = content.length > 99 ? `${again.length} bytes` : new TextDecoder().decode(again);
    const sends = { csv: basename(csv) };
    return {
      ...say(loud ? text.toUpperCase() : text),
      pictures: [picture('a picture')],
      files: [{ name: basename(csv), content }],
      buttons: [
        button('Louder', 'read', { ...sends, loud: 'true' }),
        { ...button('Change…', 'read', sends), opensForm: true },
      ],
    };
  },
});

const csv = (text: string | Uint8Array, filename = 'data.csv') => ({
  filename,
  bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  contentType: 'text/csv',
});

test('a file attached to a slash command is read by its name', async ({ expect }) => {
  await using bot = await startBot([read]);
  const reply = await bot.discord.command({ name: 'read', options: { csv: csv('a,b\n1,2') } }).message();
  expect(reply.content).toBe('a,b\n1,2');
  expect(reply.attachments.map(({ filename }) => filename)).toEqual(['chart.png', 'data.csv']);
});

test('a press reads the file from the message, time and again, after the bot was started anew too', async ({
  expect,
}) => {
  await using discord = await startDiscord({ openApi });
  const first = await startBot([read], { discord });
  const asked = discord.command({ name: 'read', options: { csv: csv('quiet') } });
  let message = await asked.message();
  await first.stop();
  await using _ = await startBot([read], { discord });
  for (const time of [1, 2]) {
    message = await discord
      .press({ message, label: 'Louder' })
      .message({ until: ({ content }) => content === 'QUIET' });
    expect(
      message.attachments.map(({ filename }) => filename),
      `press ${time}`,
    ).toEqual(['chart.png', 'data.csv']);
  }
  const opened = discord.press({ message, label: 'Change…' });
  await opened.modal();
  const after = await discord.submit({ opened, values: { loud: '' } }).message();
  expect([after.id, after.content]).toEqual([message.id, 'quiet']);
  expect(after.attachments).toHaveLength(2);
});

test('pressed by someone else, they get the file with their own private reply', async ({ expect }) => {
  await using bot = await startBot([read]);
  const message = await bot.discord.command({ name: 'read', options: { csv: csv('quiet') } }).message();
  const user = bot.discord.world.person('neighbour');
  const own = await bot.discord.press({ message, label: 'Louder', user }).message();
  expect(own).toMatchObject({ content: 'QUIET', attachments: [{}, { filename: 'data.csv' }] });
  expect(own.flags! & EPHEMERAL).toBe(EPHEMERAL);
  const further = bot.discord.press({ message: own, label: 'Louder', user });
  expect((await further.message()).id).toBe(own.id);
});

test.for([
  ['a mention', { mention: true }, 'data.csv'],
  ['a message to it alone', { dm: true }, 'data.csv'],
  ['a name in other letters', { dm: true }, 'DATA.CSV'],
] as const)('%s reads the file that is attached to the message', async ([, where, name], { expect }) => {
  await using bot = await startBot([read]);
  const files = [csv('other', 'other.csv'), csv('mine')];
  const question = bot.discord.say({ content: `/read csv:${name}`, files, ...where });
  expect((await bot.discord.answerTo(question)).content).toBe('mine');
});

test('a file of 1 MB is read whole', async ({ expect }) => {
  await using bot = await startBot([read]);
  const options = { csv: csv(new Uint8Array(MAX_FILE_BYTES).fill(0x31)) };
  expect((await bot.discord.command({ name: 'read', options }).message()).content).toBe('1048576 bytes');
});

test('what says that it is larger is not even asked for', async ({ expect }) => {
  await using bot = await startBot([read]);
  const options = { csv: csv(new Uint8Array(3_000_000)) };
  const told = await bot.discord.command({ name: 'read', options }).acknowledged();
  expect(told.data).toMatchObject({
    content: '"data.csv" has 2.87 MB: at most 1 MB is read, so fewer rows or columns would work',
  });
  expect(told.flags & EPHEMERAL).toBe(EPHEMERAL);
  expect(bot.discord.requestsTo(DOWNLOAD)).toEqual([]);
});

test.for<[string, Fault, RegExp, number]>([
  ['has no end', endless(), /^"data\.csv" has more than 1 MB: at most 1 MB is read/u, 1],
  [
    'comes too slowly',
    endless({ bytes: 10, everyMs: 5 }),
    /^"data\.csv" could not be had \(it took longer than 1 s\)/u,
    1,
  ],
  ['does not come', slowly(2_000), /could not be had \(it took longer than 1 s\): attach it again$/u, 1],
  ['is said to be larger', declaring(2_000_000), /^"data\.csv" has more than 1 MB/u, 1],
  ['breaks off', declaring(1_000), /could not be had/u, 1],
  ['is gone', notFound(), /^"data\.csv" could not be had \(Discord says 404\): attach it again$/u, 1],
  ['meets trouble', serverError(503), /could not be had \(Discord says 503\)/u, 1],
  ['is cut off', reset(), /could not be had \(the way to it is cut\)/u, 1],
])('a file that %s is told as a mistake, in private', async ([, fault, sentence, downloads], { expect }) => {
  await using bot = await startBot([read], { downloadMs: 1_000 });
  const cut = bot.discord.faults.next(DOWNLOAD, fault, { times: 5 });
  const asked = bot.discord.command({ name: 'read', options: { csv: csv('a') } });
  const told = await asked.followUp();
  expect(told.content).toMatch(sentence);
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(cut.met).toBe(downloads);
  await bot.stop();
  expect(asked.original).toBeUndefined();
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('a redirect is not followed, wherever it leads', async ({ expect }) => {
  await using elsewhere = await startDiscord({ openApi });
  await using bot = await startBot([read]);
  for (const { api } of [elsewhere, bot.discord]) {
    bot.discord.faults.next(DOWNLOAD, redirect(`${api}/v10/gateway`));
    const asked = bot.discord.command({ name: 'read', options: { csv: csv('a') } });
    expect((await asked.followUp()).content).toMatch(/could not be had/u);
  }
  expect(elsewhere.requests).toEqual([]);
});

test('a file is read from nowhere but where Discord keeps files', async ({ expect }) => {
  await using elsewhere = await startDiscord({ openApi });
  await using bot = await startBot([read]);
  // The addresses of the payload are Discord's own words; this is what a proxy that lies would make of them.
  const message = bot.discord.say({ content: 'x', files: [csv('a')] });
  const [file] = message.attachments;
  const lies = [
    `${new URL(elsewhere.api).origin}/attachments/1/2/data.csv`,
    'https://cdn.discordapp.com.evil.example/data.csv',
    'https://cdn.discordapp.com@127.0.0.1/data.csv',
    'http://cdn.discordapp.com/data.csv',
    'file:///etc/passwd',
    'data:text/csv,a',
    'nonsense',
  ];
  for (const [n, url] of lies.entries()) {
    const asking = {
      ...message,
      id: `${BigInt(message.id) + BigInt(n) + 1n}`,
      content: `<@${bot.discord.world.bot.id}> /read csv:data.csv`,
    };
    const mentions = [bot.discord.world.bot];
    bot.discord.repeat({ ...asking, mentions, attachments: [{ ...file!, url }] });
    const told = await bot.discord.until(() => bot.discord.posted[n]);
    expect(told.content, url).toMatch(/could not be had \(it is not among the files that Discord keeps\)/u);
  }
  expect(elsewhere.requests).toEqual([]);
});

test('a button whose file is not on its message says so, and what is there', async ({ expect }) => {
  const start = doing('start', async () => ({
    ...say('start'),
    pictures: [picture('old')],
    buttons: [button('Go', 'read', { csv: 'data.csv' })],
  }));
  await using bot = await startBot([read, start]);
  const asked = bot.discord.command({ name: 'start' });
  const message = await asked.message();
  const told = await bot.discord.press({ message, label: 'Go' }).acknowledged();
  expect(told.data).toMatchObject({
    content: 'no file named "data.csv" came with it, but "chart.png": attach it again',
  });
  expect(asked.original).toEqual(message);
});

test.for(['../../etc/passwd', '/etc/passwd', '__proto__', '@everyone', 'x'.repeat(3_000)])(
  'a name that somebody made up (%s) reads nothing',
  async (name, { expect }) => {
    await using bot = await startBot([read]);
    const question = bot.discord.say({ content: `/read csv:${name}`, dm: true });
    const { content } = await bot.discord.answerTo(question);
    expect(content).toMatch(/^no file named ".+" came with it: attach it again$/u);
    expect(content.length).toBeLessThan(200);
  },
);

test('work that is stopped reads no further', async ({ expect }) => {
  const store = new StoreInMemory();
  store.away = true;
  await using bot = await startBot([read], { store });
  bot.discord.faults.next(DOWNLOAD, endless({ bytes: 1, everyMs: 5 }));
  const asked = bot.discord.command({ name: 'read', options: { csv: csv('a') } });
  await bot.discord.until(() => bot.discord.requestsTo(DOWNLOAD)[0]);
  await bot.stop({ finishMs: 0, farewellMs: 5_000 });
  expect(asked.followUps.map(({ content }) => content)).toEqual(['Stopped: nothing was finished.']);
});

test('without the file it does without', async ({ expect }) => {
  await using bot = await startBot([read]);
  expect((await bot.discord.command({ name: 'read' }).message()).content).toBe('no file');
});
