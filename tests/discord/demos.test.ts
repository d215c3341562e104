import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import { MAX_ALT } from '../../src/chat/reply.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { startDiscord } from '../discord-double/index.ts';
import { buttonsOf, EPHEMERAL, openAll, QUICK, troubleOf, whole } from './all-commands.ts';
import { openApi, startBot, type TestBot } from './bot.ts';

let lab: Lab;
let commands: Command[];
let bot: TestBot;
beforeAll(async () => {
  ({ lab, commands } = await openAll());
  bot = await startBot(commands, { lab });
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await lab.close();
});

describe('all commands', () => {
  test('are registered as Discord wants them, each with all its options', ({ expect }) => {
    const listed = bot.discord.commands.list().filter(({ type }) => type === 1);
    expect(listed.map(({ name }) => name).sort()).toEqual(commands.map(({ name }) => name).sort());
    for (const { name, options } of commands) {
      const there = listed.find((each) => each.name === name)?.options ?? [];
      expect(there.map((option) => option.name).sort()).toEqual(Object.keys(options.shape).sort());
    }
    expect(bot.discord.problems).toEqual([]);
    expect(troubleOf(bot)).toEqual([]);
  });

  test.for([{ guild: false }, { guild: true }])(
    'are not registered again by a new start (%o)',
    async ({ guild }, { expect }) => {
      await using discord = await startDiscord({ openApi });
      for (const _ of ['first', 'second']) {
        await using started = await startBot(commands, { discord, guild });
        await started.stop();
      }
      expect(discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
      expect(discord.requests.filter(({ method, path }) => method === 'POST' && path.includes('commands'))).toEqual([]);
    },
  );
});

test.for(['', '0.05', '0,01; 0.1', 'wd', 'x'.repeat(500)])(
  'what is offered while "%s" is typed into any option is what Discord takes',
  async (typed, { expect }) => {
    const manager = bot.discord.world.manager('manager');
    for (const { name, options = [] } of bot.discord.commands.list()) {
      const suggesting = options.filter((option) => 'autocomplete' in option && option.autocomplete);
      const offered = suggesting.map((option) =>
        bot.discord
          .autocomplete({ user: manager, name, focused: option.name, options: { [option.name]: typed } })
          .choices(),
      );
      for (const choices of await Promise.all(offered)) expect(choices.length).toBeLessThanOrEqual(25);
    }
    expect(bot.discord.problems).toEqual([]);
    expect(troubleOf(bot)).toEqual([]);
  },
);

/** Everything there is to say at once, in as many letters as it may have. */
const OF_ANY_OPTIMIZER = {
  momentum: '0.912345',
  steps: 31,
  batch: '13',
  schedule: 'warmup-cosine',
  seeds: 3,
  hidden: '12-13-14-15',
  activation: 'relu',
  nesterov: true,
  'decay-biases': false,
};
const EVERYTHING = { ...OF_ANY_OPTIMIZER, optimizer: 'sgdw' };
const LR = { lr: '0.0123456789012345' };
const WD = { wd: '0.00123456789012345' };

describe('what they answer keeps to what a message may be, and nothing is amiss', () => {
  test.for<[string, Record<string, string | number | boolean>, pictures: number]>([
    ['compare', { a: 'wd 0.01', b: 'no decay', ...QUICK }, 1],
    ['compare', { a: 'wd 0.01', b: 'wd 0.01', ...QUICK }, 0],
    ['compare', { a: 'lr 0.05 wd 0.01 adamw relu', b: 'momentum 0.8 nesterov cosine', ...QUICK }, 1],
    ['forces', QUICK, 1],
    ['forces', { task: 'ridge', seeds: 3 }, 1],
    ['optimizers', QUICK, 1],
    ['optimizers', { task: 'wide', momentum: '0', seeds: 3 }, 1],
    ['export', QUICK, 0],
    ['train', { task: 'moons', ...QUICK }, 1],
    ['sweep', { lrs: '0.01, 0.05', wds: '0.01', ...QUICK }, 1],
    ['step', {}, 1],
    ['about', {}, 0],
    ['help', {}, 0],
    ['help', { command: 'sweep' }, 0],
  ])('/%s %o', async ([name, options, pictures], { expect }) => {
    const reply = await bot.discord.command({ name, options }).message(whole);
    const drawn = reply.attachments.filter(({ filename }) => filename.endsWith('.png'));
    expect(drawn).toHaveLength(pictures);
    for (const { description } of drawn) {
      expect(description).toMatch(/\d/u);
      expect(description!.length).toBeLessThan(MAX_ALT);
    }
    const ids = buttonsOf(reply).map(({ custom_id }) => custom_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(reply.components!.length).toBeLessThanOrEqual(5);
    expect(bot.discord.problems).toEqual([]);
    expect(troubleOf(bot)).toEqual([]);
  });

  test.for<[string, Record<string, string | number | boolean>]>([
    ['train', { ...LR, wd: '0.00123456789012345, 0.0123456789012345', ...EVERYTHING }],
    [
      'compare',
      { a: 'lr 0.0123456789012345', b: 'wd 0.00123456789012345 adamw', ...LR, ...WD, seeds: 3, task: 'moons' },
    ],
    ['sweep', { lrs: '0.0123456789..0.123456789 x3', wds: '0.00123456789, 0.0123456789', ...EVERYTHING }],
    ['forces', { ...LR, ...WD, ...EVERYTHING, seed: 2 }],
    ['optimizers', { ...LR, ...WD, ...OF_ANY_OPTIMIZER }],
    ['export', { ...LR, ...WD, ...EVERYTHING }],
  ])(
    '/%s with every option: what does not fit is left out, and the log says what',
    async ([name, options], { expect }) => {
      await using other = await startBot(commands, { lab });
      const asked = other.discord.command({ name, options: { ...options, private: true } });
      await expect.poll(() => other.log().find(({ via }) => via === 'command')).toMatchObject({ outcome: 'answered' });
      expect(asked.original!.flags! & EPHEMERAL).toBe(EPHEMERAL);
      expect(asked.original!.attachments.length).toBeGreaterThan(0);
      expect(asked.original!.content).toMatch(/^\*\*/u);
      expect(troubleOf(other).filter(({ msg }) => msg !== 'a button was left out')).toEqual([]);
    },
  );
});
