import type { Locator, Page } from 'playwright-core';
import { say as reply } from '../../../src/chat/reply.ts';
import { gated, inParts, picture } from '../../discord/commands.ts';
import echo from './commands/echo.ts';
import { conversation, lastTurn, picturesOf, say, status, turns } from './talk.ts';
import { test as base } from './test.ts';
import { startWeb } from './web.ts';

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
const test = base.extend('quick', { scope: 'file' }, async ({}, { onCleanup }) => {
  const web = await startWeb([echo]);
  onCleanup(() => web[Symbol.asyncDispose]());
  return web;
});

/** There as long as nothing was asked. */
const greeting = (page: Page): Locator => conversation(page).getByRole('heading');

async function echoed(page: Page, text: string): Promise<void> {
  await say(page, `/echo text:${text}`);
  await lastTurn(page).getByText(`echo: ${text}`).waitFor();
}

/** What the browser does when a tab is duplicated: the new one has all that the old one keeps for itself. */
async function duplicateOf(page: Page): Promise<Page> {
  const [duplicate] = await Promise.all([page.waitForEvent('popup'), page.evaluate("void window.open('/')")]);
  return duplicate;
}

test('a duplicated tab goes on from a copy, and the two do not mix', async ({ visit, quick, expect }) => {
  const page = await visit(quick.address);
  await echoed(page, 'before');
  const duplicate = await duplicateOf(page);
  await lastTurn(duplicate).getByText('echo: before').waitFor();
  await echoed(duplicate, 'in the copy');
  await echoed(page, 'in the first');
  for (const [tab, own] of [
    [page, 'in the first'],
    [duplicate, 'in the copy'],
  ] as const) {
    await tab.reload();
    await lastTurn(tab).getByText(`echo: ${own}`).waitFor();
    expect(await turns(tab).count()).toBe(2);
  }
});

test('what runs stays with the tab that asked for it', async ({ visit, expect }) => {
  const waiting = gated('wait', reply('it was worth it'));
  await using web = await startWeb([waiting.command, echo]);
  const page = await visit(web.address);
  await echoed(page, 'before');
  await say(page, '/wait');
  await waiting.started;
  const duplicate = await duplicateOf(page);
  await lastTurn(duplicate).getByText('echo: before').waitFor();
  waiting.finish();
  await lastTurn(page).getByText('it was worth it').waitFor();
  expect([await turns(page).count(), await turns(duplicate).count()]).toEqual([2, 1]);
});

test('a browser that keeps nothing still talks, and the page says so', async ({ visit, quick, expect }) => {
  const page = await visit(quick.address);
  await page.addInitScript(`
    for (const name of ['indexedDB', 'sessionStorage']) {
      Object.defineProperty(window, name, { get() { throw new DOMException('refused', 'SecurityError'); } });
    }
  `);
  await page.reload();
  await expect.poll(() => status(page).innerText()).toMatch(/keeps nothing/u);
  await echoed(page, 'all the same');
  await page.reload();
  await greeting(page).waitFor();
  await echoed(page, 'anew');
  expect(await turns(page).count()).toBe(1);
});

const ROOM_FOR = 25;

test('where the browser has no room, the oldest turns go first', async ({ visit, quick, expect }) => {
  const page = await visit(quick.address);
  for (let n = 1; n <= ROOM_FOR; n += 1) await say(page, `/echo text:number ${n}`);
  await expect.poll(() => picturesOf(conversation(page)).count()).toBe(ROOM_FOR);
  await page.evaluate(`{
    const { put } = IDBObjectStore.prototype;
    let isFull = true;
    IDBObjectStore.prototype.put = function (value) {
      if (!isFull) return put.call(this, value);
      isFull = false;
      throw new DOMException('full', 'QuotaExceededError');
    };
  }`);
  await echoed(page, 'the newest');
  await page.reload();
  await lastTurn(page).getByText('echo: the newest').waitFor();
  expect(await turns(page).count()).toBeLessThan(ROOM_FOR);
  expect(await conversation(page).getByText('echo: number 1', { exact: true }).count()).toBe(0);
  expect(await conversation(page).getByText(`echo: number ${ROOM_FOR}`, { exact: true }).count()).toBe(1);
});

test('pictures that take long to fetch never replace those of a newer reply', async ({ visit, expect }) => {
  const live = inParts('live', { ...reply('part 1'), pictures: [picture('a picture of part 1')] });
  const after = gated('after', reply('after all of them'));
  after.finish();
  await using web = await startWeb([live.command, after.command]);
  const page = await visit(web.address);
  const asked: string[] = [];
  const slow = Promise.withResolvers<void>();
  await page.route('**/pictures/**', async (route) => {
    const revision = /(\d+)\/pictures/u.exec(route.request().url())![1]!;
    asked.push(revision);
    if (revision === '1') await slow.promise;
    await route.continue();
  });
  await say(page, '/live');
  const { show } = await live.started;
  await expect.poll(() => asked).toEqual(['1']);
  show({ ...reply('part 2'), pictures: [picture('a picture of part 2')] });
  live.finish({ ...reply('the end'), pictures: [picture('a picture of the end')] });
  await say(page, '/after');
  await lastTurn(page).getByText('after all of them').waitFor(); // so that the page has heard of all parts
  slow.resolve();
  await turns(page).first().getByText('the end').waitFor();
  await turns(page).first().getByAltText('a picture of the end').waitFor();
  expect(asked).toEqual(['1', '3']);
});

const SEVEN = 7;

test('a seventh tab works as the first does', async ({ visit, quick, expect }) => {
  const tabs: Page[] = [];
  for (let n = 1; n <= SEVEN; n += 1) tabs.push(await visit(quick.address));
  await Promise.all(tabs.map((tab, index) => echoed(tab, `in tab ${index}`)));
  for (const tab of tabs) expect(await turns(tab).count()).toBe(1);
});

test('a message that is refused says why', async ({ visit, quick, expect }) => {
  const page = await visit(quick.address, { tolerates: /429/u });
  const error = 'that was a lot at once: try again in 3 s';
  await page.route('**/api/requests', (route) => route.fulfill({ status: 429, json: { error } }));
  await say(page, '/echo text:once more');
  await lastTurn(page).getByText(error).waitFor();
  await page.unroute('**/api/requests');
  await page.reload();
  await lastTurn(page).getByText(error).waitFor();
  expect(await turns(page).count()).toBe(1);
});

test('the page waits for commands that cannot be fetched yet', async ({ visit, quick, expect }) => {
  const page = await visit(quick.address, { tolerates: /ERR_FAILED/u });
  await page.route('**/api/commands', (route) => route.abort(), { times: 2 });
  await page.reload();
  await expect.poll(() => status(page).innerText()).toMatch(/cannot be reached/u);
  await greeting(page).waitFor();
  await echoed(page, 'at last');
  expect(await status(page).innerText()).toBe('');
});
