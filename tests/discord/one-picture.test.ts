import { PNG } from 'pngjs';
import { afterAll, beforeAll, test } from 'vitest';
import { type Picture, say } from '../../src/chat/reply.ts';
import { openLab } from '../../src/lab/index.ts';
import type { Lab } from '../../src/lab/lab.ts';
import type { SeenMessage } from '../discord-double/index.ts';
import { startBot } from './bot.ts';
import { doing, picture } from './commands.ts';

let lab: Lab;
let formulas: readonly Picture[];
beforeAll(async () => {
  lab = openLab({ workers: 1 });
  const drawn = ['w \\leftarrow w - \\mathit{lr}\\cdot g', '\\frac{1}{\\mathit{lr}\\cdot\\mathit{wd}}'].map((tex) =>
    lab.draw({ kind: 'formula', tex }),
  );
  const [step, halfLife] = await Promise.all(drawn);
  formulas = [
    { name: 'step.png', png: step!, alt: 'The step' },
    { name: 'half-life.png', png: halfLife!, alt: 'The half-life' },
  ];
});
afterAll(() => lab.close());

const drawn = { until: ({ attachments }: SeenMessage) => attachments.length > 0 };

/** The part of a picture from one row on, as wide and high as another. */
function part(whole: PNG, fromRow: number, { width, height }: PNG): PNG {
  const cut = new PNG({ width, height });
  PNG.bitblt(whole, cut, 0, fromRow, width, height, 0, 0);
  return cut;
}

/** Between the values of two pictures of one size, from 0 to 255. Edges are rounded when they are drawn again. */
function largestDifference(one: PNG, other: PNG): number {
  return one.data.reduce((most, value, n) => Math.max(most, Math.abs(value - other.data[n]!)), 0);
}

test('several pictures arrive as one, below one another, with all their alt texts', async ({ expect }) => {
  const both = doing('both', async () => ({ ...say('two formulas'), pictures: formulas }));
  await using bot = await startBot([both], { lab });
  const { attachments } = await bot.discord.command({ name: 'both' }).message(drawn);
  expect(attachments).toMatchObject([{ filename: 'step-half-life.png', description: 'The step\nThe half-life' }]);
  const [step, halfLife] = formulas.map(({ png }) => PNG.sync.read(Buffer.from(png)));
  const whole = PNG.sync.read(attachments[0]!.bytes);
  expect(whole.height).toBe(step!.height + halfLife!.height);
  expect(whole.width).toBe(Math.max(step!.width, halfLife!.width));
  expect(largestDifference(part(whole, 0, step!), step!)).toBeLessThanOrEqual(2);
  expect(largestDifference(part(whole, step!.height, halfLife!), halfLife!)).toBeLessThanOrEqual(2);
});

test('the pictures of a first part are one, too, and one picture stays what it is', async ({ expect }) => {
  const growing = doing('growing', async ({ show, lab }) => {
    show({ ...say('two formulas'), pictures: formulas });
    await lab.draw({ kind: 'formula', tex: 'x' }); // long enough for the first part to be shown
    return { ...say('one formula'), pictures: formulas.slice(0, 1) };
  });
  await using bot = await startBot([growing], { lab });
  const asked = bot.discord.command({ name: 'growing' });
  const last = await asked.message({ until: ({ content }) => content === 'one formula' });
  expect(last.attachments[0]?.bytes.equals(formulas[0]!.png)).toBe(true);
  const names = asked.edits.map(({ attachments }) => attachments.map(({ filename }) => filename));
  expect(names).toEqual([['step-half-life.png'], ['step.png']]);
});

test('below a mention they are one as well', async ({ expect }) => {
  const both = doing('both', async () => ({ ...say('two formulas'), pictures: formulas }));
  await using bot = await startBot([both], { lab });
  const { attachments } = await bot.discord.answerTo(bot.discord.say({ content: '/both', mention: true }));
  expect(attachments).toMatchObject([{ filename: 'step-half-life.png', description: 'The step\nThe half-life' }]);
});

test('where they cannot be put together they come as they are, which the log says', async ({ expect }) => {
  const pictures = [picture('one'), { ...picture('other'), name: 'other.png' }];
  const both = doing('both', async () => ({ ...say('two charts'), pictures }));
  await using bot = await startBot([both]); // with a lab that draws nothing
  const { content, attachments } = await bot.discord.command({ name: 'both' }).message(drawn);
  expect(content).toBe('two charts');
  expect(attachments.map(({ description }) => description)).toEqual(['one', 'other']);
  expect(attachments[1]?.bytes.equals(Buffer.from(pictures[1]!.png))).toBe(true);
  expect(bot.log().some(({ msg }) => msg === 'pictures could not be put together')).toBe(true);
});
