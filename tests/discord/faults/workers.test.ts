import { test } from 'vitest';
import train from '../../../commands/train.ts';
import { say } from '../../../src/chat/reply.ts';
import type { Lab } from '../../../src/lab/index.ts';
import { behaving, openHostileLab } from '../../lab/hostile-lab.ts';
import type { Manner } from '../../lab/hostile-worker.ts';
import { startBot, type TestBot } from '../bot.ts';
import { doing, echo } from '../commands.ts';
import { requestsTold, told } from './told.ts';

const EPHEMERAL = 64;

/** A lab in which all that is trained meets a worker that behaves so. */
function openLabOf(manner: Manner, timeLimit: number) {
  const hostile = openHostileLab({ workers: 1, memoryMb: 64, timeLimit });
  const meeting: Lab = {
    ...hostile,
    train: (experiments, watch) =>
      hostile.train(
        experiments.map(({ seeds }) => behaving(manner, seeds)),
        watch,
      ),
    draw: (chart, watch) => hostile.draw(chart, watch),
    close: () => hostile.close(),
  };
  return { hostile, meeting };
}

/** Whether the lab works again, and the bot with it. */
async function worksAgain({ discord }: TestBot): Promise<boolean> {
  const message = await discord.command({ name: 'report' }).message();
  return message.content === 'a worker reports';
}

async function withLab(manner: Manner, timeLimit = 60) {
  const { hostile, meeting } = openLabOf(manner, timeLimit);
  const report = doing('report', async () => {
    await hostile.train([behaving('report')]);
    return say('a worker reports');
  });
  const bot = await startBot([train, report, echo], { lab: meeting });
  return {
    bot,
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await hostile.close();
    },
  };
}

const DEATHS = ['exit', 'uncaught', 'memory'] as const;

test.concurrent.for(DEATHS)(
  'a worker that dies (%s) under /train: its asker is told in private, the log has why, the next one works',
  async (manner, { expect }) => {
    await using at = await withLab(manner);
    const { bot } = at;
    const { content, flags } = await bot.discord.command({ name: 'train' }).followUp();
    expect(flags! & EPHEMERAL).toBe(EPHEMERAL);
    const reference = /reference ([0-9A-F]{4})/u.exec(content)?.[1];
    expect(reference).toBeDefined();
    const lines = bot.log().filter((line) => line.reference === reference);
    expect(lines.find(({ level }) => level === 50)?.err?.message).toBe('a worker of the lab crashed');
    await expect.poll(() => requestsTold(bot)).toMatchObject([{ outcome: 'broken', reference }]);
    expect(await worksAgain(bot)).toBe(true);
  },
);

test.concurrent('the same below a mention', async ({ expect }) => {
  await using at = await withLab('exit');
  const said = at.bot.discord.say({ content: '/train', mention: true });
  const { content } = await at.bot.discord.answerTo(said);
  const reference = /reference ([0-9A-F]{4})/u.exec(content)?.[1];
  expect(at.bot.log().some((line) => line.level === 50 && line.reference === reference)).toBe(true);
  expect(await worksAgain(at.bot)).toBe(true);
});

test.concurrent('a worker that hangs under /train is ended after its time: the asker is told, the next one works', async ({
  expect,
}) => {
  await using at = await withLab('deaf', 2);
  const { content, flags } = await at.bot.discord.command({ name: 'train' }).followUp();
  expect(flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(content).toMatch(/^That took longer than 2 s and was stopped\./u);
  expect(await worksAgain(at.bot)).toBe(true);
  expect(told(at.bot, 'something broke')).toEqual([]);
});
