import type { ResponseLike } from 'discord.js';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InvalidRequests } from '../../../src/discord/invalid-requests.ts';
import { answerOf, type MakeRequest } from '../../../src/discord/whole-answers.ts';
import { openLog } from '../../../src/log.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

type Headers = ResponseLike['headers'];

/** A Discord that answers so, and counts. */
function answering(statusOf: (url: string, method: string) => number) {
  const asked: string[] = [];
  const make: MakeRequest = async (url, { method }) => {
    asked.push(`${method} ${url}`);
    const status = statusOf(url, method ?? 'GET');
    const bytes = new TextEncoder().encode(JSON.stringify({ code: 50_013, message: 'Missing Permissions' })).buffer;
    return answerOf(bytes, { status, statusText: '', ok: status < 400, headers: new Headers() as Headers });
  };
  const invalid = new InvalidRequests(openLog({ level: 'silent' }));
  const guarded = invalid.guard(make);
  const ask = async (url: string, method = 'POST', headers = {}) => guarded(url, { method, headers });
  return { asked, ask, invalid };
}

const MINUTE = 60_000;

test('however many ask in however many channels, all forbidden, it stays far below what Discord bans for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 10, max: 500 }), async (channels, everyMs) => {
      const { asked, ask } = answering(() => 403);
      for (let atMs = 0, n = 0; atMs < 10 * MINUTE; atMs += everyMs, n++) {
        await ask(`/channels/${(n * 7) % channels}/messages`);
        vi.advanceTimersByTime(everyMs);
      }
      expect(asked.length).toBeLessThan(1_000 + channels);
    }),
    { numRuns: 15 },
  );
});

test('what is forbidden gets the answer that Discord gave, code and all', async () => {
  const { asked, ask } = answering(() => 403);
  for (let n = 0; n < 10; n++) {
    const answer = await ask('/channels/1/messages');
    expect([answer.status, answer.ok]).toEqual([403, false]);
    expect(await answer.json()).toEqual({ code: 50_013, message: 'Missing Permissions' });
  }
  expect(asked).toHaveLength(3);
});

test('after a quarter of a minute it is asked once more, and from then on as ever if it is allowed', async () => {
  let status = 403;
  const { asked, ask } = answering(() => status);
  for (let n = 0; n < 10; n++) await ask('/channels/1/messages');
  vi.advanceTimersByTime(15_001);
  await ask('/channels/1/messages');
  await ask('/channels/1/messages');
  expect(asked).toHaveLength(4);
  vi.advanceTimersByTime(15_001);
  status = 200;
  for (let n = 0; n < 10; n++) expect((await ask('/channels/1/messages')).status).toBe(200);
  expect(asked).toHaveLength(14);
});

test('of one channel nothing is concluded for another, nor of typing for writing', async () => {
  const { ask } = answering((url) => (url === '/channels/1/typing' ? 403 : 200));
  for (let n = 0; n < 5; n++) await ask('/channels/1/typing');
  expect((await ask('/channels/1/messages')).status).toBe(200);
  expect((await ask('/channels/2/typing')).status).toBe(200);
});

test('with a token that was refused nothing more is asked, and that is told; without one, or with another, all is', async () => {
  const { asked, ask, invalid } = answering((url) => (url === '/good' ? 200 : 401));
  let refused = false;
  void invalid.tokenRefused.then(() => {
    refused = true;
  });
  expect((await ask('/1', 'POST', {})).status).toBe(401);
  expect(refused).toBe(false);
  for (let n = 0; n < 10; n++) {
    expect((await ask(`/${n}`, 'POST', { Authorization: 'Bot old' })).status).toBe(401);
  }
  expect(asked).toHaveLength(2);
  expect(refused).toBe(true);
  expect((await ask('/good', 'POST', {})).status).toBe(200);
  expect((await ask('/good', 'POST', { Authorization: 'Bot new' })).status).toBe(200);
});

test('it counts what Discord counts, for ten minutes', async () => {
  const statuses = [200, 401, 403, 404, 429, 500];
  const { ask, invalid } = answering((url) => Number(url));
  for (const status of statuses) await ask(String(status));
  expect(invalid.count).toBe(3);
  vi.advanceTimersByTime(10 * MINUTE + 1);
  expect(invalid.count).toBe(0);
});
