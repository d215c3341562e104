import { PNG } from 'pngjs';
import { afterAll, beforeAll, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { type Fault, redirect, startDiscord } from '../discord-double/index.ts';
import { EPHEMERAL, filesOf, labelsOf, openAll, pressed, QUICK, troubleOf, whole } from './all-commands.ts';
import { openApi, startBot } from './bot.ts';

let lab: Lab;
let commands: Command[];
beforeAll(async () => {
  ({ lab, commands } = await openAll());
});
afterAll(() => lab.close());

const DOWNLOAD = /^GET \/attachments\//u;

/** Flats: the larger and the newer, the dearer. */
const FLATS = Buffer.from(
  [
    'size;built;price',
    ...Array.from({ length: 40 }, (_, n) => {
      const [size, built] = [30 + ((n * 37) % 90), 1950 + ((n * 23) % 70)];
      return `${size};${built};${3 * size + (built - 1950) + ((n * 7) % 11)}`;
    }),
  ].join('\n'),
);

const attached = (bytes: Uint8Array, filename = 'flats.csv') => ({ filename, bytes, contentType: 'text/csv' });

test('a run on an attached file brings it back, and hours later, in a bot started anew, its buttons learn from it again', async ({
  expect,
}) => {
  await using discord = await startDiscord({ openApi });
  const before = await startBot(commands, { lab, discord });
  const options = { task: 'csv', csv: attached(FLATS), wd: '0.01', ...QUICK };
  const message = await discord.command({ name: 'train', options }).message(whole);
  expect(filesOf(message)).toEqual(['train.png', 'flats.csv']);
  expect(message.attachments[1]!.bytes.equals(FLATS)).toBe(true);
  expect(message.content).toContain('From "flats.csv", 40 rows: 2 features to predict "price", a quantity.');
  await before.stop();

  discord.clock.advance(7 * 60 * 60_000);
  await using bot = await startBot(commands, { lab, discord });
  const doubled = await pressed(bot, message, 'Double decay');
  expect(doubled.id).toBe(message.id);
  expect(filesOf(doubled)).toEqual(['train.png', 'flats.csv']);
  expect(doubled.attachments[1]!.bytes.equals(FLATS)).toBe(true);
  expect(doubled.attachments[0]!.description).toMatch(/wd 0\.02/u);
  expect(doubled.content).toContain('From "flats.csv", 40 rows');

  const map = await pressed(bot, doubled, 'Sweep around here');
  expect(filesOf(map)).toEqual(['sweep.png', 'flats.csv']);
  const best = await pressed(bot, map, 'Train the best');
  expect(filesOf(best)).toEqual(['train.png', 'flats.csv']);
  const opened = discord.press({ message: best, label: 'Change…' });
  await opened.modal();
  const changed = await discord.submit({ opened, values: { optimizer: 'adamw', lr: '', wd: '' } }).message(whole);
  expect(filesOf(changed)).toEqual(['train.png', 'flats.csv']);
  // A form has no way to take the file off.
  const again = discord.press({ message: changed, label: 'Change…' });
  await again.modal();
  const told = await discord.submit({ opened: again, values: { task: 'ridge' } }).followUp();
  expect(told.content).toBe(
    'csv does not go with task:ridge, which has its own data: leave one of the two out, such as /train task:ridge',
  );
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
  const script = await pressed(bot, changed, 'PyTorch');
  expect(filesOf(script)).toEqual(['flats.csv', 'reproduce.py', 'reproduce.csv', 'curves.csv', 'experiment.json']);
  const back = await pressed(bot, script, 'Run it here');
  expect(filesOf(back)).toEqual(['train.png', 'flats.csv']);
  expect(troubleOf(bot)).toEqual([]);
  expect(troubleOf(before)).toEqual([]);
});

test('a map of a file that is stopped brings the file back too, and its buttons find it', async ({ expect }) => {
  await using bot = await startBot(commands, { lab });
  const { discord } = bot;
  const question = discord.say({
    content: '/train csv:flats.csv steps:2500 seeds:3',
    mention: true,
    files: [attached(FLATS)],
  });
  const message = await discord.answerTo(question, whole);
  expect(filesOf(message)).toEqual(['train.png', 'flats.csv']);
  const sweeping = discord.press({ message, label: 'Sweep around here' });
  const part = await sweeping.message({
    until: (each) => labelsOf(each).includes('Stop') && filesOf(each).includes('sweep.png'),
    timeoutMs: 50_000,
  });
  discord.press({ message: part, label: 'Stop' });
  const map = await sweeping.message(whole);
  expect(map.id).toBe(message.id);
  expect(map.content).toContain('stopped at');
  expect(filesOf(map)).toEqual(['sweep.png', 'flats.csv']);
  const run = await pressed(bot, map, 'Train the best');
  expect(filesOf(run)).toEqual(['train.png', 'flats.csv']);
  expect(troubleOf(bot)).toEqual([]);
});

const PICTURE = PNG.sync.write(new PNG({ width: 3, height: 2 }));
const ELSEWHERE: Fault = redirect('https://example.com/flats.csv');

test.for<[string, Uint8Array, Fault | null, RegExp]>([
  ['too large', Buffer.alloc(1_200_000, '1,2\n'), null, /^"flats\.csv" has 1\.15 MB: at most 1 MB is read/u],
  ['a picture', PICTURE, null, /^"flats\.csv" .*(?:text|CSV)/u],
  ['words', Buffer.from('I do not know\nwhat a table is\n'), null, /^"flats\.csv" /u],
  ['empty', Buffer.from(''), null, /^"flats\.csv" .*empty/u],
  ['somewhere else', FLATS, ELSEWHERE, /^"flats\.csv" could not be had \(the way to it is cut\): attach it again$/u],
])(
  'a file that is %s is refused in one kind sentence to the asker alone',
  async ([, bytes, fault, sentence], { expect }) => {
    await using bot = await startBot(commands, { lab });
    if (fault !== null) bot.discord.faults.next(DOWNLOAD, fault);
    const asked = bot.discord.command({ name: 'train', options: { task: 'csv', csv: attached(bytes), ...QUICK } });
    await expect.poll(() => bot.log().find(({ via }) => via === 'command')).toMatchObject({ outcome: 'mistake' });
    const { content, flags, attachments } = (asked.followUps[0] ?? asked.original)!;
    expect(content).toMatch(sentence);
    expect(content).not.toContain('\n');
    expect(content.length).toBeLessThan(250);
    expect(flags! & EPHEMERAL).toBe(EPHEMERAL);
    expect(attachments).toEqual([]);
    expect(troubleOf(bot)).toEqual([]);
  },
);

test('a file said to be kept elsewhere than Discord keeps its files is not asked for', async ({ expect }) => {
  await using bot = await startBot(commands, { lab });
  const { discord } = bot;
  const message = discord.say({ content: 'look', files: [attached(FLATS)] });
  const asking = {
    ...message,
    id: `${BigInt(message.id) + 1n}`,
    content: `<@${discord.world.bot.id}> /train csv:flats.csv`,
    mentions: [discord.world.bot],
    attachments: [{ ...message.attachments[0]!, url: 'https://example.com/flats.csv' }],
  };
  discord.repeat(asking);
  const told = await discord.until(() => discord.posted[0]);
  expect(told.content).toMatch(/^"flats\.csv" could not be had \(it is not among the files that Discord keeps\)/u);
  expect(discord.requestsTo(DOWNLOAD)).toEqual([]);
});
