import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { Turnstile } from '../../src/requests/turnstile.ts';
import { startBot } from './bot.ts';
import { doing } from './commands.ts';

test('of a request that waited in line nothing is left that listens, or it would never be let go', async () => {
  const first = Promise.withResolvers<void>();
  const signals: AbortSignal[] = [];
  const work = doing('work', async ({ memory, signal }) => {
    signals.push(signal);
    await memory.past();
    if (signal === signals[0]) await first.promise;
    return say('worked');
  });
  await using bot = await startBot([work], { turnstile: new Turnstile({ running: 1 }), progressEveryMs: 20 });
  const [one, other] = ['ada', 'bob'].map((name) =>
    bot.discord.command({ name: 'work', user: bot.discord.world.person(name) }),
  );
  await other!.message({ until: ({ content }) => content.includes('next in line') });
  expect(signals.map((signal) => getEventListeners(signal, 'abort').length)).toEqual([0, 1]);
  first.resolve();
  for (const asked of [one!, other!]) await asked.message({ until: ({ content }) => content === 'worked' });
  expect(signals.map((signal) => getEventListeners(signal, 'abort').length)).toEqual([0, 0]);
});
