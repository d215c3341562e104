import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { startBot } from './bot.ts';
import { echo, gated } from './commands.ts';

const EPHEMERAL = 64;

test('told to stop, it finishes what runs, and turns newcomers away in private', async ({ expect }) => {
  const slow = gated('slow', say('finished after all'));
  await using bot = await startBot([slow.command, echo]);
  const running = bot.discord.command({ name: 'slow' });
  await running.acknowledged();
  const stopping = bot.stop({ finishMs: 5_000, farewellMs: 1_000 });
  const newcomer = bot.discord.command({ name: 'echo', options: { text: 'hello?' } });
  const { data, flags } = await newcomer.acknowledged();
  expect(flags & EPHEMERAL).toBe(EPHEMERAL);
  expect((data as { content: string }).content).toBe('Halflife is restarting: try again in a minute.');
  slow.finish();
  await stopping;
  expect(running.original?.content).toBe('finished after all');
});

test('what takes too long is stopped, and whoever asked is told', async ({ expect }) => {
  const endless = gated('endless');
  await using bot = await startBot([endless.command]);
  const asked = bot.discord.command({ name: 'endless' });
  await asked.acknowledged();
  await bot.stop({ finishMs: 50, farewellMs: 5_000 });
  expect((await endless.started).signal.aborted).toBe(true);
  expect(asked.followUps.map(({ content }) => content)).toEqual(['Stopped: nothing was finished.']);
  expect(asked.original).toBeUndefined();
});
