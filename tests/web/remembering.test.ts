import { afterAll, expect, test } from 'vitest';
import type { Completions } from '../../src/chat/completions.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { openLab } from '../../src/lab/index.ts';
import { openLog } from '../../src/log.ts';
import { createApp } from '../../src/web/app.ts';
import { Requests } from '../../src/web/requests.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { formFor, newId, refusal, replyTo, send, WITHOUT_LIMITS } from './app-under-test.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));
const lab = openLab({ workers: 1 });
afterAll(() => lab.close());

function openPage(store?: StoreInMemory) {
  const logged: string[] = [];
  const log = openLog({ level: 'warn', to: { write: (line: string) => void logged.push(line) } });
  const kept = store === undefined ? {} : { store };
  const requests = new Requests({ commands, lab, missed: () => {}, log, ...kept });
  const app = createApp({ commands, requests, ...kept, host: '127.0.0.1', log, rates: WITHOUT_LIMITS });
  /** The words of the reply to a message from this tab, in the browser of this person. */
  async function says(message: string, who: { readonly tab: string; readonly person?: string }) {
    const id = newId();
    const body = formFor({ id, asks: { message }, ...who });
    expect((await send(app, '/api/requests', { method: 'POST', body })).status).toBe(202);
    return (await replyTo(requests, id)).text;
  }
  async function completes(text: string, person?: string) {
    const body = JSON.stringify({ text, person });
    const headers = { 'content-type': 'application/json' };
    const response = await send(app, '/api/complete', { method: 'POST', headers, body });
    return ((await response.json()) as Completions).items.map(({ insert }) => insert);
  }
  return { app, says, completes, logged };
}

const RUN = '/train steps:30 seeds:3 hidden:4';

test('a browser’s runs are kept for all its tabs, and for no other browser', async () => {
  const store = new StoreInMemory();
  const { says, completes } = openPage(store);
  const [ada, bob] = [newId(), newId()];
  await says(RUN, { tab: newId(), person: ada });
  await expect.poll(() => store.experiments).toMatchObject([{ person: `page:${ada}` }]);
  expect(await says('/history', { tab: newId(), person: ada })).toContain(`\`${RUN}\``);
  expect(await completes('/history run:', ada)).toEqual([`"${RUN}" `]);
  expect(await says('/history', { tab: newId(), person: bob })).toMatch(/^No run of yours is kept/u);
  expect(await completes('/history run:', bob)).toEqual([]);
  expect(await completes('/history run:')).toEqual([]);
  expect(await says('/settings', { tab: newId(), person: ada })).toMatch(/use it in a Discord server/u);
});

test('of a browser that keeps nothing, each tab is somebody else', async () => {
  const store = new StoreInMemory();
  const { says } = openPage(store);
  const [tab, other] = [newId(), newId()];
  await says(RUN, { tab });
  await expect.poll(() => store.experiments.length).toBe(1);
  expect(await says('/history', { tab })).toContain('**Your run**');
  expect(await says('/history', { tab: other })).toMatch(/^No run of yours is kept/u);
});

test('who asks is an id that the page made, and nothing else', async () => {
  const { app } = openPage(new StoreInMemory());
  for (const person of ['discord:1', 'terminal', '', 7, '0'.repeat(31)]) {
    const body = formFor({ id: newId(), tab: newId(), asks: { message: '/history' }, person });
    const [status, sentence] = await refusal(send(app, '/api/requests', { method: 'POST', body }));
    expect(status).toBe(400);
    expect(sentence).toContain('asking.person');
  }
});

test('the answer comes although it cannot be kept, and the log says why', async () => {
  const store = new StoreInMemory();
  store.away = true;
  const { says, logged } = openPage(store);
  const who = { tab: newId(), person: newId() };
  expect(await says(RUN, who)).toContain('Validation loss');
  await expect.poll(() => logged.join('')).toContain('a finished experiment was not kept');
  expect(await says('/history', who)).toMatch(/^What I remember cannot be reached/u);
});

test('without a store nothing is remembered, and everything else works', async () => {
  const { says, completes } = openPage();
  const who = { tab: newId(), person: newId() };
  expect(await says(RUN, who)).toContain('Validation loss');
  expect(await says('/history', who)).toMatch(/^No run of yours is kept/u);
  expect(await says('/forget', who)).toMatch(/nothing to forget/u);
  expect(await completes('/history run:', who.person)).toEqual([]);
});
