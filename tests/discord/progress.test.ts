import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { Live, type LiveView } from '../../src/discord/live.ts';
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

/** Notes what is shown; each edit takes as long as `edit` does, and works unless that says otherwise. */
function noting(edit: () => Promise<boolean> = async () => true) {
  const shown: string[] = [];
  const note = async (what: string) => {
    shown.push(what);
    return edit();
  };
  const view: LiveView = {
    part: ({ text }, line) => note(line === null ? text : `${text} + ${line}`),
    line: (line) => note(line),
  };
  return { view, shown };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('however often it is told, it edits no more than once in its time, one edit at a time', async ({ expect }) => {
  let under = 0;
  const times: number[] = [];
  const { view, shown } = noting(async () => {
    expect(++under).toBe(1);
    times.push(performance.now());
    await pause(5);
    under -= 1;
    return true;
  });
  const live = new Live(view, 40);
  live.start();
  for (let step = 0; step < 100; step++) {
    if (step % 2 === 0) live.report(step / 100, 'training');
    else live.show(say(`map ${step}`));
    await pause(2);
  }
  await live.end();
  expect(times.length).toBeGreaterThan(1);
  for (const [n, time] of times.slice(1).entries()) expect(time - times[n]!).toBeGreaterThan(38);
  expect(shown[0]).toBe('map 1 + training · 0%'); // a first part need not wait
});

test('of the parts that come meanwhile only the newest is shown, with the newest progress, in one edit', async ({
  expect,
}) => {
  const edit = Promise.withResolvers<boolean>();
  const { view, shown } = noting(() => edit.promise);
  const live = new Live(view, 1);
  live.start();
  live.show(say('map 1'));
  await expect.poll(() => shown).toEqual(['map 1']);
  for (const n of [2, 3, 4]) {
    live.show(say(`map ${n}`));
    live.report(n / 10, 'training');
  }
  edit.resolve(true);
  await expect.poll(() => shown).toEqual(['map 1', 'map 4 + training · 40%']);
  live.report(0.4, 'training');
  await pause(20);
  await live.end();
  expect(shown).toHaveLength(2);
});

test('a first part does not wait because progress was just shown, as any later one does', async ({ expect }) => {
  const { view, shown } = noting();
  const live = new Live(view, 200);
  live.report(0.1, 'training');
  live.start();
  await expect.poll(() => shown).toEqual(['training · 10%']);
  live.show(say('map 1'));
  await pause(20);
  live.show(say('map 2'));
  await pause(20);
  await live.end();
  expect(shown).toEqual(['training · 10%', 'map 1 + training · 10%']);
});

test('a part that could not be shown is shown with the next edit, or the newer one in its place', async ({
  expect,
}) => {
  let worked = false;
  const { view, shown } = noting(async () => worked);
  const live = new Live(view, 5);
  live.start();
  live.show(say('map 1'));
  await expect.poll(() => shown.length).toBeGreaterThan(2);
  live.show(say('map 2'));
  await expect.poll(() => shown.at(-1)).toBe('map 2');
  worked = true;
  const edits = shown.length;
  await pause(50);
  await live.end();
  expect(shown.length).toBeLessThanOrEqual(edits + 1);
});

test('once it has ended, no edit is under way and none will come', async ({ expect }) => {
  const edits: string[] = [];
  const edit = Promise.withResolvers<void>();
  const begin = async (what: string) => {
    edits.push(`begun: ${what}`);
    await edit.promise;
    edits.push('done');
    return true;
  };
  const live = new Live({ part: ({ text }) => begin(text), line: begin }, 1);
  live.report(0.5, 'training');
  live.start();
  await expect.poll(() => edits).toEqual(['begun: training · 50%']);
  const ended = live.end().then(() => edits.push('ended'));
  live.report(0.9, 'training');
  live.show(say('a part'));
  edit.resolve();
  await ended;
  await pause(20);
  expect(edits).toEqual(['begun: training · 50%', 'done', 'ended']);
});

test('nothing is shown before there is something to edit', async ({ expect }) => {
  const { view, shown } = noting();
  const live = new Live(view, 1);
  live.show(say('a part'));
  live.report(0.5, 'training');
  await pause(20);
  expect(shown).toEqual([]);
  live.start();
  await expect.poll(() => shown).toEqual(['a part + training · 50%']);
  await live.end();
});
