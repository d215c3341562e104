import { afterAll, beforeAll, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { type SeenMessage, startDiscord } from '../discord-double/index.ts';
import { EPHEMERAL, filesOf, labelsOf, openAll, pressed, QUICK, troubleOf, whole } from './all-commands.ts';
import { openApi, startBot } from './bot.ts';

let lab: Lab;
let commands: Command[];
beforeAll(async () => {
  ({ lab, commands } = await openAll());
});
afterAll(() => lab.close());

const RUN = { lr: '0.05', wd: '0.02', ...QUICK };

/** A run's reply, whose bot is gone, and the bot that was started after it. */
async function runOfLongAgo(options: Record<string, string | number | boolean> = RUN) {
  const discord = await startDiscord({ openApi });
  const before = await startBot(commands, { lab, discord });
  const asked = discord.command({ name: 'train', options });
  const message = await asked.message(whole);
  await before.stop();
  const bot = await startBot(commands, { lab, discord });
  return {
    ...{ discord, bot, asked, message },
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await discord.close();
    },
  };
}

/** What its chart says of the settings. */
function altOf({ attachments }: SeenMessage): string {
  return attachments[0]?.description ?? '';
}

test.for([
  ['Double decay', /wd 0\.04/u],
  ['Halve decay', /wd 0\.01/u],
  ['No decay', /no decay/u],
] as const)(
  'under a run, %s changes it in place, after the bot was started anew too',
  async ([label, wd], { expect }) => {
    await using there = await runOfLongAgo();
    const { bot, asked, message } = there;
    expect(labelsOf(message)).toEqual([
      ...['Double decay', 'Halve decay', 'No decay'],
      ...['Change…', 'Sweep around here', 'PyTorch'],
    ]);
    const after = await pressed(bot, message, label);
    expect(after.id).toBe(message.id);
    expect(altOf(after)).toMatch(wd);
    expect(altOf(after)).not.toMatch(/wd 0\.02\b/u);
    expect(asked.followUps).toEqual([]);
    expect(troubleOf(bot)).toEqual([]);
  },
);

test('under a run, Change… opens its settings, and what is submitted changes it in place', async ({ expect }) => {
  await using there = await runOfLongAgo();
  const { discord, bot, message } = there;
  const opened = discord.press({ message, label: 'Change…' });
  const form = await opened.modal();
  expect(form.components).toMatchObject([
    { label: 'lr', component: { value: '0.05' } },
    { label: 'wd', component: { value: '0.02' } },
    { label: 'task' },
    { label: 'optimizer' },
  ]);
  expect(JSON.stringify(form.components[2])).toContain('{"label":"curve","value":"curve","default":true}');
  expect(JSON.stringify(form.components[3])).toContain('{"label":"sgd","value":"sgd","default":true}');

  const mistaken = discord.submit({ opened, values: { lr: 'ten' } });
  const { data, flags } = await mistaken.acknowledged();
  expect(data).toMatchObject({ content: 'lr is "ten": a number is needed, such as 0.05 or 1e-3' });
  expect(flags & EPHEMERAL).toBe(EPHEMERAL);

  const again = discord.press({ message, label: 'Change…' });
  await again.modal();
  const after = await discord.submit({ opened: again, values: { task: 'ridge', lr: '0,1', wd: '' } }).message(whole);
  expect(after.id).toBe(message.id);
  expect(altOf(after)).toMatch(/lr 0\.1\b.*ridge/su);
  expect(altOf(after)).toMatch(/wd 0\.667/u);
  expect(troubleOf(bot)).toEqual([]);
});

test('under a run, PyTorch brings its script, its curves and its settings, and a way back', async ({ expect }) => {
  await using there = await runOfLongAgo();
  const { bot, message } = there;
  const after = await pressed(bot, message, 'PyTorch');
  expect(filesOf(after)).toEqual(['reproduce.py', 'curves.csv', 'experiment.json']);
  const [script, curves, settings] = after.attachments.map(({ bytes }) => bytes.toString());
  expect(script).toMatch(/^import torch$/mu);
  expect(curves!.split('\n').length).toBeGreaterThan(30);
  expect(JSON.parse(settings!)).toBeTypeOf('object');
  const back = await pressed(bot, after, 'Run it here');
  expect(back.id).toBe(after.id);
  expect(altOf(back)).toBe(altOf(message));
  expect(filesOf(back)).toEqual(['train.png']);
  expect(troubleOf(bot)).toEqual([]);
});

test('under a run, Sweep around here fills a map around it in place, and its best cell is a run again', async ({
  expect,
}) => {
  await using there = await runOfLongAgo();
  const { bot, message } = there;
  const map = await pressed(bot, message, 'Sweep around here');
  expect(map.id).toBe(message.id);
  expect(filesOf(map)).toEqual(['sweep.png']);
  expect(altOf(map)).toMatch(/^Heat map of validation loss, 5 lrs by 6 wds\./u);
  const run = await pressed(bot, map, 'Train the best');
  expect(run.id).toBe(message.id);
  expect(troubleOf(bot)).toEqual([]);
});

test('pressed by someone else, a run is theirs alone and the first stays', async ({ expect }) => {
  await using there = await runOfLongAgo();
  const { discord, bot, asked, message } = there;
  const user = discord.world.person('neighbour');
  const own = await discord.press({ message, label: 'No decay', user }).message(whole);
  expect(own.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(asked.original).toEqual(message);
  const script = await discord.press({ message: own, label: 'PyTorch', user }).message(whole);
  expect(script.id).toBe(own.id);
  expect(troubleOf(bot)).toEqual([]);
});

test('under a comparison, Change… opens both settings in words, and what is submitted compares anew in place', async ({
  expect,
}) => {
  await using bot = await startBot(commands, { lab });
  const { discord } = bot;
  const asked = discord.command({ name: 'compare', options: { a: 'wd 0.01', b: 'no decay', ...QUICK } });
  const message = await asked.message(whole);
  const opened = discord.press({ message, label: 'Change…' });
  expect((await opened.modal()).components).toMatchObject([
    { label: 'a', component: { value: 'wd 0.01' } },
    { label: 'b', component: { value: 'wd 0' } },
    { label: 'task' },
    { label: 'seeds', component: { value: '3' } },
  ]);
  const mistaken = await discord.submit({ opened, values: { b: 'wd ten' } }).acknowledged();
  expect((mistaken.data as { content: string }).content).toMatch(/^b /u);
  expect(mistaken.flags & EPHEMERAL).toBe(EPHEMERAL);
  const again = discord.press({ message, label: 'Change…' });
  await again.modal();
  const after = await discord.submit({ opened: again, values: { b: 'wd 0.1 adamw' } }).message(whole);
  expect(after.id).toBe(message.id);
  expect(altOf(after)).toMatch(/adamw/iu);
  expect(troubleOf(bot)).toEqual([]);
});

test('a private run stays private whatever is pressed below it', async ({ expect }) => {
  await using there = await runOfLongAgo({ ...RUN, private: true });
  const { bot, message } = there;
  for (const label of ['Double decay', 'Sweep around here', 'Train the best', 'PyTorch', 'Run it here']) {
    const after = await pressed(bot, there.asked.original!, label);
    expect([after.id, after.flags! & EPHEMERAL], label).toEqual([message.id, EPHEMERAL]);
    expect(after.attachments.length).toBeGreaterThan(0);
  }
  expect(there.discord.posted).toEqual([]);
  expect(troubleOf(bot)).toEqual([]);
});
