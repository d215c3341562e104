import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import type { Crew, CrewSignals } from '../../../src/requests/crew.ts';
import { Turnstile } from '../../../src/requests/turnstile.ts';
import { startDiscord } from '../../discord-double/index.ts';
import { StoreInMemory } from '../../store/store-in-memory.ts';
import { openApi, startBot } from '../bot.ts';
import { doing } from '../commands.ts';

const work = doing('work', async ({ memory }) => {
  await memory.past();
  return say('worked here');
});

/** Others who take their time: what is handed over to them ends when the test says so, or is left to them. */
class Others implements Crew {
  readonly handed: { readonly id: string; readonly again: boolean; readonly end: (outcome: string) => void }[] = [];

  perform(id: string, { again = false, leaving }: CrewSignals): Promise<string> {
    const ended = Promise.withResolvers<string>();
    this.handed.push({ id, again, end: ended.resolve });
    leaving.addEventListener('abort', () => ended.resolve('left'));
    return ended.promise;
  }
}

test('a bot that comes back says nothing in the place of what others may be at', async () => {
  await using discord = await startDiscord({ openApi });
  const store = new StoreInMemory();
  const [before, after] = [new Others(), new Others()];
  const first = await startBot([work], { discord, store, crew: before });
  const asked = ['ada', 'bob'].map((name) => discord.command({ name: 'work', user: discord.world.person(name) }));
  await expect.poll(() => before.handed.length).toBe(2);
  await first.stop({ finishMs: 0, farewellMs: 1_000 });

  const turnstile = new Turnstile({ running: 1 });
  await using bot = await startBot([work], { discord, store, crew: after, turnstile, progressEveryMs: 20 });
  await expect.poll(() => after.handed.length).toBe(1);
  expect(after.handed[0]).toMatchObject({ id: asked[0]!.id, again: true });
  await delay(300); // as long as it takes to say where one stands in line
  for (const { id } of asked) await store.requests.answered(id);
  after.handed[0]!.end('answered');
  await expect.poll(() => after.handed.length).toBe(2);
  after.handed[1]!.end('answered');
  await expect.poll(() => bot.log().filter(({ msg }) => msg === 'request').length).toBe(2);
  expect(asked.map(({ edits }) => edits)).toEqual([[], []]);
});

/** A store that takes longer to write a request down than its asker is kept waiting. */
function slowStore(accept: (accepted: () => Promise<boolean>) => Promise<boolean>): StoreInMemory {
  const store = new StoreInMemory();
  const soon = store.requests.accept;
  store.requests.accept = async (request) => {
    await delay(1_300);
    return accept(() => soon(request));
  };
  return store;
}

test('what takes long to be written down is handed over once it is, as others could not read it before', async () => {
  const store = slowStore((accepted) => accepted());
  const found: boolean[] = [];
  const perform = async (id: string) => {
    found.push((await store.requests.get(id)) !== null);
    return 'answered';
  };
  await using bot = await startBot([work], { store, crew: { perform } });
  bot.discord.command({ name: 'work' });
  await expect.poll(() => found, { timeout: 5_000 }).toEqual([true]);
});

test('what could not be written down in the end is done here', async () => {
  const store = slowStore(() => Promise.reject(new Error('the disk is full')));
  const others = new Others();
  await using bot = await startBot([work], { store, crew: others });
  const asked = bot.discord.command({ name: 'work' });
  await asked.message({ until: ({ content }) => content === 'worked here' });
  expect(others.handed).toEqual([]);
});
