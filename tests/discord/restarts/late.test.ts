import { expect, test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import { RETENTION } from '../../../src/store/store.ts';
import { startDiscord } from '../../discord-double/index.ts';
import { StoreInMemory } from '../../store/store-in-memory.ts';
import { openApi, startBot } from '../bot.ts';
import { doing } from '../commands.ts';

/** Work that takes for ever, unless it is told to stop. */
const work = doing('work', async ({ memory, signal }) => {
  await memory.past();
  signal.throwIfAborted();
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  return say('worked');
});

test('what cannot be answered before Discord takes no answer any more is given up with a clear word', async () => {
  await using discord = await startDiscord({ openApi });
  const store = new StoreInMemory();
  const first = await startBot([work], { discord, store });
  const asked = discord.command({ name: 'work' });
  await asked.acknowledged();
  await first.stop({ finishMs: 0, farewellMs: 1_000 });
  const [kept] = await store.requests.unanswered();
  await store.requests.answered(kept!.id);
  // As if it had waited for as long: this leaves it a moment.
  await store.requests.accept({ ...kept!, acceptedAt: Date.now() - RETENTION.request + 31_000 });

  await using bot = await startBot([work], { discord, store });
  const told = await asked.followUp();
  expect(told.content).toMatch(/^This was not done within a quarter of an hour/u);
  expect(told.flags! & 64).toBe(64);
  await expect.poll(() => store.requests.unanswered()).toEqual([]);
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});
