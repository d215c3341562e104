import { type ExpectStatic, test } from 'vitest';
import { z } from 'zod';
import { command } from '../../src/chat/command.ts';
import { USUAL_SETTINGS } from '../../src/chat/memory.ts';
import { integerOption } from '../../src/chat/options.ts';
import { say } from '../../src/chat/reply.ts';
import { Turnstile } from '../../src/requests/turnstile.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { type BotOptions, startBot, type TestBot } from './bot.ts';
import { button } from './commands.ts';

const EPHEMERAL = 64;
const OVER_THE_LIMIT = /^5 of your requests are under way, which is the most: try again in .+\.$/u;

/** Work that is begun in its turn, and ends when the test lets it. */
class Desk {
  /** The numbers of what is begun, in that order. */
  readonly begun: number[] = [];
  readonly #ends = new Map<number, () => void>();
  readonly command = command({
    name: 'work',
    description: 'Works until the test lets it end',
    options: z.object({ number: integerOption('Which', { min: 1, max: 1_000, example: '1' }) }),
    hears: { words: 'number', menu: 'Ask Halflife' },
    run: async ({ number }, { memory, signal }) => {
      await memory.past();
      const ended = Promise.withResolvers<void>();
      this.#ends.set(number, ended.resolve);
      this.begun.push(number);
      signal.addEventListener('abort', () => ended.reject(signal.reason));
      await ended.promise;
      return { ...say(`did ${number}`), buttons: [button('Work on', 'work', { number: String(number + 100) })] };
    },
  });

  end(...numbers: readonly number[]): void {
    for (const number of numbers) this.#ends.get(number)!();
  }
}

async function startWork(options: BotOptions = {}) {
  const desk = new Desk();
  const bot = await startBot([desk.command], { progressEveryMs: 20, ...options });
  const asks = (name: string, number: number, dm = false) =>
    bot.discord.command({ name: 'work', options: { number }, user: bot.discord.world.person(name), dm });
  return { desk, bot, asks, [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose]() };
}

/** Until so many requests have ended, however they did. */
async function ended(bot: TestBot, times: number, expect: ExpectStatic): Promise<void> {
  await expect.poll(() => bot.log().filter(({ msg }) => msg === 'request').length).toBe(times);
}

test('over the limit a person is told in private when to try again, and is let in once one is done', async ({
  expect,
}) => {
  await using house = await startWork();
  const { desk, bot, asks } = house;
  for (const number of [1, 2, 3, 4, 5]) await asks('ada', number).acknowledged();
  const refusal = await asks('ada', 6).message();
  expect(refusal.content).toMatch(OVER_THE_LIMIT);
  expect(refusal.flags! & EPHEMERAL).toBe(EPHEMERAL);
  const others = asks('bob', 7);
  await expect.poll(() => desk.begun).toEqual([1, 2, 7]);

  desk.end(1);
  await ended(bot, 2, expect);
  const next = asks('ada', 8);
  expect((await next.acknowledged()).type).toBe(5);
  desk.end(2, 7);
  await expect.poll(() => desk.begun).toEqual([1, 2, 7, 3, 4]);
  desk.end(3, 4);
  await expect.poll(() => desk.begun).toEqual([1, 2, 7, 3, 4, 5, 8]);
  desk.end(5, 8);
  expect((await next.message({ until: ({ content }) => content.startsWith('did') })).content).toBe('did 8');
  expect((await others.message()).content).toBe('did 7');
});

test('whoever waits sees how many are before them, and is answered in the same message', async ({ expect }) => {
  await using house = await startWork({ turnstile: new Turnstile({ running: 1 }) });
  const { desk, asks } = house;
  const people = ['ada', 'bob', 'cleo', 'dan', 'eve'];
  const asked = [];
  for (const [index, name] of people.entries()) {
    const one = asks(name, index + 1);
    await one.acknowledged();
    asked.push(one);
  }
  const first = (line: string) => ({ until: ({ content }: { content: string }) => content.includes(line) });
  await asked[1]!.message(first('You are next in line'));
  await asked[2]!.message(first('Waiting in line: 1 before you'));
  await asked[4]!.message(first('Waiting in line: 3 before you'));
  expect(asked[0]!.edits).toEqual([]);
  for (const number of [1, 2, 3, 4, 5]) {
    await expect.poll(() => desk.begun).toContain(number);
    desk.end(number);
  }
  for (const [index, one] of asked.entries()) {
    await one.message({ until: ({ content }) => content === `did ${index + 1}` });
    expect(new Set(one.edits.map(({ id }) => id)).size).toBe(1);
    expect(one.followUps).toEqual([]);
  }
  expect(desk.begun).toEqual([1, 2, 3, 4, 5]);
});

test("all that one person asks does not delay another's first", async ({ expect }) => {
  await using house = await startWork({ turnstile: new Turnstile({ running: 2 }) });
  const { desk, asks } = house;
  for (const number of [1, 2, 3, 4, 5]) await asks('ada', number).acknowledged();
  await asks('bob', 6).acknowledged();
  await expect.poll(() => desk.begun).toEqual([1, 2]);
  desk.end(2);
  await expect.poll(() => desk.begun).toEqual([1, 2, 6]);
  desk.end(6);
  await expect.poll(() => desk.begun).toEqual([1, 2, 6, 3]);
});

test.for([
  [1, 0, '1 of your requests is under way, which is the most: '],
  [1, 1, '2 of your requests are under way, which is the most: '],
  [2, 1, '3 of your requests are under way, which is the most: '],
] as const)(
  'a server that lets each person run %i and wait with %i is obeyed, and only there',
  async ([running, waiting, refusal], { expect }) => {
    const store = new StoreInMemory();
    await using house = await startWork({ store });
    const { desk, bot, asks } = house;
    store.settings.set(bot.discord.world.guildId, { ...USUAL_SETTINGS, running, waiting });
    const allowed = Array.from({ length: running + waiting }, (_, index) => index + 1);
    for (const number of allowed) await asks('ada', number).acknowledged();
    await expect.poll(() => desk.begun).toEqual(allowed.slice(0, running));
    expect((await asks('ada', 8).message()).content).toContain(refusal);
    expect((await asks('bob', 9, true).acknowledged()).type).toBe(5);
    await expect.poll(() => desk.begun).toEqual([...allowed.slice(0, running), 9]);
  },
);

test('a button pressed over the limit gets the same private word, and its message stays', async ({ expect }) => {
  await using house = await startWork();
  const { desk, bot, asks } = house;
  const ada = bot.discord.world.person('ada');
  const first = asks('ada', 1);
  await expect.poll(() => desk.begun).toEqual([1]);
  desk.end(1);
  const message = await first.message();
  await ended(bot, 1, expect);
  for (const number of [2, 3, 4, 5, 6]) await asks('ada', number).acknowledged();
  const pressed = bot.discord.press({ message, label: 'Work on', user: ada });
  const refusal = await pressed.message();
  expect(refusal.content).toMatch(OVER_THE_LIMIT);
  expect(refusal.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(first.original).toEqual(message);
});

test('a hundred mentions by one person are told once that they are too many, and do not fill the channel', async ({
  expect,
}) => {
  await using house = await startWork();
  const { desk, bot } = house;
  const { discord } = bot;
  const [ada, bob] = [discord.world.person('ada'), discord.world.person('bob')];
  for (let number = 1; number <= 100; number += 1) discord.say({ content: String(number), mention: true, user: ada });
  const other = discord.say({ content: '101', mention: true, user: bob });
  await expect.poll(() => [...desk.begun].sort()).toEqual([1, 101, 2]);
  await expect.poll(() => discord.posted.length).toBe(1);
  expect(discord.posted[0]!.content).toMatch(OVER_THE_LIMIT);
  expect(discord.posted[0]!.message_reference?.message_id).toBeDefined();

  desk.end(1, 2, 101);
  expect((await discord.answerTo(other)).content).toBe('did 101');
  await expect.poll(() => desk.begun).toHaveLength(5);
  desk.end(...desk.begun.slice(3));
  await expect.poll(() => desk.begun).toHaveLength(6);
  desk.end(desk.begun[5]!);
  await expect.poll(() => discord.posted.filter(({ content }) => content.startsWith('did'))).toHaveLength(6);
  expect(discord.posted).toHaveLength(7);
  expect(discord.requestsTo('POST /channels/:channel/typing').length).toBeLessThanOrEqual(12);
});

test('where the line is as long as it may be, whoever comes is told so in private', async ({ expect }) => {
  await using house = await startWork({ turnstile: new Turnstile({ running: 1, waiting: 2, serverShare: 1 }) });
  const { desk, bot, asks } = house;
  for (const [index, name] of ['ada', 'bob', 'cleo'].entries()) await asks(name, index + 1).acknowledged();
  const refusal = await asks('dan', 4).message();
  expect(refusal.content).toMatch(/^2 requests are waiting, which is the most: try again in .+\.$/u);
  expect(refusal.flags! & EPHEMERAL).toBe(EPHEMERAL);
  desk.end(1);
  await ended(bot, 2, expect);
  expect((await asks('dan', 5).acknowledged()).type).toBe(5);
});

test('one server does not take the whole line', async ({ expect }) => {
  await using house = await startWork({ turnstile: new Turnstile({ running: 1, waiting: 4, serverShare: 0.5 }) });
  const { asks } = house;
  for (const [index, name] of ['ada', 'bob', 'cleo'].entries()) await asks(name, index + 1).acknowledged();
  const refusal = await asks('dan', 4).message();
  expect(refusal.content).toMatch(
    /^2 requests of this server are waiting, which is the most for one server: try again in .+\.$/u,
  );
  expect((await asks('dan', 5, true).acknowledged()).type).toBe(5);
});
