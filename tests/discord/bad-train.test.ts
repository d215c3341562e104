import { afterAll, beforeAll, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { startBot } from './bot.ts';

const EPHEMERAL = 64;

let commands: Command[];
let bot: Awaited<ReturnType<typeof startBot>>;
beforeAll(async () => {
  commands = await findCommands(new URL('../../commands/', import.meta.url));
  bot = await startBot(commands);
});
afterAll(() => bot[Symbol.asyncDispose]());

test.for([
  ['not a number', { lr: 'ten' }, /^lr is "ten": a number is needed, such as 0\.05 or 1e-3$/u],
  ['infinity', { wd: 'inf' }, /^wd is "inf": a number is needed/u],
  ['a negative', { wd: '-0.1' }, /^wd is "-0\.1": it cannot be negative/u],
  ['too large for a number', { lr: '1e309' }, /^lr is "1e309": too large, at most 1000 works/u],
  ['an empty list', { wd: ' ; ' }, /^wd is ";?".*at least one number is needed|^wd is .*: at least one number/u],
  ['a list too long for a picture', { wd: '1, 2, 3, 4, 5, 6' }, /^wd has 6 different numbers: at most 5 fit/u],
  ['commas that could mean two things', { wd: '0,01,0,1' }, /^wd is "0,01,0,1": its commas could/u],
  ['layers that are none', { hidden: '32-0-32' }, /^hidden is "32-0-32": it can be none, or one to 4 layers/u],
  ['a batch larger than the data', { batch: '50' }, /^batch is 50: curve has 20 training points/u],
  ['settings that do not go together', { optimizer: 'adam', momentum: '0.9' }, /^momentum does not go with adam/u],
  [
    'work beyond the budget',
    { steps: 100_000, seeds: 20 },
    /^that is \d+ times the work of a plain \/train: .* steps:\d+ would fit/u,
  ],
  ['ten thousand letters', { hidden: 'x'.repeat(6_000) }, /^hidden is "x{40}…": /u],
  ['right-to-left marks', { wd: '\u202eevil' }, /^wd is "evil": a number is needed/u],
  ['a zero-width space', { wd: '\u200b' }, /^wd is empty: /u],
  ['a ping', { wd: '@everyone' }, /^wd is "@\u200beveryone": a number is needed/u],
  ['Markdown and a fence', { wd: '```**x**' }, /^wd is "\\`\\`\\`\\\*\\\*x/u],
] as const)('/train with %s gets a private, exact sentence at once', async ([, options, sentence], { expect }) => {
  const asked = bot.discord.command({ name: 'train', options });
  const { type, flags } = await asked.acknowledged();
  expect({ type, hidden: (flags & EPHEMERAL) !== 0 }).toEqual({ type: 4, hidden: true });
  const { content } = await asked.message();
  expect(content).toMatch(sentence);
  expect(content.length).toBeLessThan(400);
});

test('an unknown task in a forged button gets one too, and nothing of all this is an error in the log', async ({
  expect,
}) => {
  const seen = bot.discord.command({ name: 'help', options: {} });
  const message = await seen.message();
  const pressed = bot.discord.press({ message, customId: 'train?task=chess', forged: true });
  expect((await pressed.acknowledged()).flags & EPHEMERAL).toBe(EPHEMERAL);
  expect((await pressed.message()).content).toMatch(/^task is "chess": it can be curve, ridge, moons, wide or csv$/u);
  expect(bot.log().filter(({ level }) => level >= 40)).toEqual([]);
});
