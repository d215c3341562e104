import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { Progress } from '../../src/discord/progress.ts';
import { slow as slowly } from '../discord-double/index.ts';
import { startBot } from './bot.ts';
import { gated, halve } from './commands.ts';

test('long work shows how far it is, then the reply takes its place', async ({ expect }) => {
  const slow = gated('slow', say('the reply'));
  await using bot = await startBot([slow.command], { progressEveryMs: 20 });
  const asked = bot.discord.command({ name: 'slow' });
  const { progress } = await slow.started;
  progress(0.25, 'training');
  await asked.message({ until: ({ content }) => content === 'training · 25%' });
  progress(0.75, 'training');
  await asked.message({ until: ({ content }) => content === 'training · 75%' });
  slow.finish();
  await asked.message({ until: ({ content }) => content === 'the reply' });
  for (const { body } of bot.discord.requestsTo('PATCH *')) {
    expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
  }
});

test('quick work shows no progress', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const asked = bot.discord.command({ name: 'halve', options: { lr: '1' } });
  await asked.message();
  expect(asked.edits).toHaveLength(1);
});

test('a progress edit that Discord is slow to take never overwrites the reply', async ({ expect }) => {
  const slow = gated('slow', say('the reply'));
  await using bot = await startBot([slow.command], { progressEveryMs: 20 });
  const fault = bot.discord.faults.next('PATCH *', slowly(300));
  const asked = bot.discord.command({ name: 'slow' });
  const { progress } = await slow.started;
  progress(0.5, 'training');
  await bot.discord.until(() => bot.discord.requests.find(({ method }) => method === 'PATCH'));
  slow.finish();
  progress(1, 'training');
  await asked.message({ until: ({ content }) => content === 'the reply' });
  await bot.stop();
  expect(fault.met).toBe(1);
  expect(asked.original?.content).toBe('the reply');
  expect(asked.edits.map(({ content }) => content)).toEqual(['training · 50%', 'the reply']);
});

test('however often it is told, it edits no more than once in its time, one edit at a time', async ({ expect }) => {
  let under = 0;
  const times: number[] = [];
  const progress = new Progress(async () => {
    expect(++under).toBe(1);
    times.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 5));
    under -= 1;
  }, 40);
  progress.start();
  for (let step = 0; step < 100; step++) {
    progress.report(step / 100, 'training');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await progress.end();
  expect(times.length).toBeGreaterThan(1);
  for (const [n, time] of times.slice(1).entries()) expect(time - times[n]!).toBeGreaterThan(39);
});

test('once progress has ended, no edit is under way and none will come', async ({ expect }) => {
  const edits: string[] = [];
  const edit = Promise.withResolvers<void>();
  const progress = new Progress(async (line) => {
    edits.push(`begun: ${line}`);
    await edit.promise;
    edits.push('done');
  }, 1);
  progress.report(0.5, 'training');
  progress.start();
  await expect.poll(() => edits).toEqual(['begun: training · 50%']);
  const ended = progress.end().then(() => edits.push('ended'));
  progress.report(0.9, 'training');
  edit.resolve();
  await ended;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(edits).toEqual(['begun: training · 50%', 'done', 'ended']);
});
