import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '../../src/log.ts';
import { BossCrew, type Work } from '../../src/requests/boss-crew.ts';
import { type Postgres, startPostgres, whyNoPostgres } from '../postgres.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';

const log = openLog({ level: 'silent' });
const lack = whyNoPostgres();
if (lack !== null) process.stderr.write(`The queue of requests is not tested here: ${lack}.\n`);

function signals() {
  const [enough, superseded, leaving] = [new AbortController(), new AbortController(), new AbortController()];
  return {
    enough,
    superseded,
    leaving,
    given: { enough: enough.signal, superseded: superseded.signal, leaving: leaving.signal },
  };
}

describe.skipIf(lack !== null)('a crew on one database', { timeout: 60_000 }, () => {
  const { requests } = new StoreInMemory();
  let postgres: Postgres;
  let next = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres?.[Symbol.asyncDispose]());

  function openCrew(url = postgres.url, lookEveryMs = 1_000) {
    const crew = new BossCrew({ url, requests, log, lookEveryMs });
    return Object.assign(crew, { [Symbol.asyncDispose]: () => crew.close() });
  }

  async function accepted(): Promise<string> {
    next += 1;
    const id = `request ${next}`;
    await requests.accept({ id, server: null, acceptedAt: Date.now(), body: {}, notes: {} });
    return id;
  }

  async function ended(id: string, outcome: string): Promise<string> {
    await requests.answered(id);
    return outcome;
  }

  test('what one hands over another works on, and the first hears how it ended', async () => {
    await using bot = openCrew();
    await using worker = openCrew();
    worker.work(2, ({ id }) => ended(id, 'mistake'));
    expect(await bot.perform(await accepted(), signals().given)).toBe('mistake');
  });

  test('handing over twice is handing over once, and both hear how it ended', async () => {
    await using bot = openCrew();
    await using other = openCrew();
    const id = await accepted();
    const handed = [bot.perform(id, signals().given), other.perform(id, signals().given)];
    let times = 0;
    await new Promise((resolve) => setTimeout(resolve, 500)); // both are in the line before anybody takes one
    other.work(2, (work) => {
      times += 1;
      return ended(work.id, 'answered');
    });
    expect(await Promise.all(handed)).toEqual(['answered', 'answered']);
    expect(times).toBe(1);
  });

  test('whoever leaves does not wait, and the work goes on', async () => {
    await using bot = openCrew();
    await using worker = openCrew();
    const begun = Promise.withResolvers<Work>();
    const finish = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    worker.work(1, async (work) => {
      begun.resolve(work);
      await finish.promise;
      done.resolve();
      return ended(work.id, 'answered');
    });
    const { leaving, given } = signals();
    const handed = bot.perform(await accepted(), given);
    await begun.promise;
    leaving.abort();
    expect(await handed).toBe('left');
    finish.resolve();
    await done.promise;
  });

  test('a wish reaches whoever is at work, and whoever begins later', async () => {
    await using bot = openCrew();
    await using worker = openCrew();
    const wished = signals();
    const handed = bot.perform(await accepted(), wished.given);
    wished.superseded.abort();
    await expect.poll(async () => (await requests.unanswered()).at(-1)?.notes).toMatchObject({ superseded: true });
    const begun = Promise.withResolvers<Work>();
    worker.work(1, async (work) => {
      begun.resolve(work);
      await new Promise((resolve) => work.enough.addEventListener('abort', resolve));
      return ended(work.id, 'stopped');
    });
    expect((await begun.promise).superseded.aborted).toBe(true);
    wished.enough.abort();
    expect(await handed).toBe('stopped');
  });

  test('what is given back is taken again', async () => {
    await using bot = openCrew();
    await using worker = openCrew();
    const tries: number[] = [];
    worker.work(1, async ({ id, before }) => {
      tries.push(before);
      if (tries.length === 1) throw new Error('not here');
      return ended(id, 'answered');
    });
    expect(await bot.perform(await accepted(), signals().given)).toBe('answered');
    expect(tries).toEqual([0, 1]);
  });

  test('one who stops takes nothing new, and another gets what waits', async () => {
    await using bot = openCrew();
    await using first = openCrew();
    const taking = first.work(1, ({ id }) => ended(id, 'by the first'));
    expect(await bot.perform(await accepted(), signals().given)).toBe('by the first');
    await taking.stop();
    await using second = openCrew();
    second.work(1, ({ id }) => ended(id, 'by the second'));
    expect(await bot.perform(await accepted(), signals().given)).toBe('by the second');
  });

  test('who did not hear that it ended finds out', async () => {
    await using bot = openCrew(postgres.url, 100);
    const id = await accepted();
    const handed = bot.perform(id, signals().given);
    await requests.answered(id); // and nobody says so
    expect(await handed).toBe('answered');
  });

  test('where there is no database it says so, unless the request may be in the line already', async () => {
    await using bot = openCrew('postgres://halflife@127.0.0.1:9/none');
    const id = await accepted();
    await expect(bot.perform(id, signals().given)).rejects.toThrow();
    const { leaving, given } = signals();
    const again = bot.perform(id, { ...given, again: true });
    const sooner = await Promise.race([again, new Promise((resolve) => setTimeout(resolve, 4_000, 'still trying'))]);
    expect(sooner).toBe('still trying');
    leaving.abort();
    expect(await again).toBe('left');
  });
});
