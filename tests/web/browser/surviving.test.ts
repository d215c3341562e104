import { say as reply } from '../../../src/chat/reply.ts';
import { gated } from '../../discord/commands.ts';
import { freePort, startProcess } from './child.ts';
import echo from './commands/echo.ts';
import { conversation, isDrawn, lastTurn, messageBox, picturesOf, say, status, turns } from './talk.ts';
import { test as base } from './test.ts';
import { startWeb } from './web.ts';

const AWAY = { tolerates: /ERR_CONNECTION_|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_NETWORK/u };

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
const test = base.extend('quick', { scope: 'file' }, async ({}, { onCleanup }) => {
  const web = await startWeb([echo]);
  onCleanup(() => web[Symbol.asyncDispose]());
  return web;
});

test('a reload keeps the conversation, and fetches no picture anew', async ({ visit, quick, expect }) => {
  const page = await visit(quick.address);
  await say(page, '/echo text:first');
  await lastTurn(page).getByText('echo: first').waitFor();
  await say(page, '/echo text:second');
  await lastTurn(page).getByText('echo: second').waitFor();
  await lastTurn(page).getByRole('img', { name: 'a picture of second' }).waitFor();

  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await lastTurn(page).getByText('echo: second').waitFor();
  expect(await turns(page).count()).toBe(2);
  expect(await turns(page).first().innerText()).toContain('echo: first');
  for (const name of ['a picture of first', 'a picture of second']) {
    await expect.poll(() => isDrawn(page.getByRole('img', { name }))).toBe(true);
  }
  expect(asked.filter((path) => path.startsWith('/api/requests'))).toEqual([]);
});

test('a reload while something runs: its reply comes all the same', async ({ visit, serve, expect }) => {
  const waiting = gated('wait', reply('it was worth it'));
  const web = await serve(waiting.command);
  const page = await visit(web.address);
  await say(page, '/wait');
  await waiting.started;
  await page.reload();
  await lastTurn(page).getByText('/wait').waitFor();
  waiting.finish();
  await lastTurn(page).getByText('it was worth it').waitFor();
  expect(await turns(page).count()).toBe(1);
});

test('buttons of a reply work after a reload', async ({ visit, quick }) => {
  const page = await visit(quick.address);
  await say(page, '/echo text:first');
  await lastTurn(page).getByText('echo: first').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Again' }).click();
  await turns(page).nth(1).getByText('echo: first').waitFor();
});

test('a link asks once, and a reload does not ask again', async ({ visit, quick, expect }) => {
  const page = await visit(`${quick.address}/#/echo?text=from+a+link`);
  await lastTurn(page).getByText('echo: from a link').waitFor();
  expect(await turns(page).count()).toBe(1);
  await page.reload();
  await lastTurn(page).getByText('echo: from a link').waitFor();
  await say(page, '/echo text:next');
  await lastTurn(page).getByText('echo: next').waitFor();
  expect(await turns(page).count()).toBe(2);
});

test('two tabs do not mix', async ({ visit, quick, expect }) => {
  const [one, other] = [await visit(quick.address), await visit(quick.address)];
  await say(one, '/echo text:of one');
  await say(other, '/echo text:of another');
  await lastTurn(one).getByText('echo: of one').waitFor();
  await lastTurn(other).getByText('echo: of another').waitFor();
  await one.reload();
  await lastTurn(one).getByText('echo: of one').waitFor();
  expect([await turns(one).count(), await turns(other).count()]).toEqual([1, 1]);
});

test('a new conversation begins empty, and stays so', async ({ visit, quick, expect }) => {
  const page = await visit(quick.address);
  await say(page, '/echo text:gone');
  await lastTurn(page).getByText('echo: gone').waitFor();
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect.poll(() => turns(page).count()).toBe(0);
  await page.reload();
  await messageBox(page).waitFor();
  await say(page, '/echo text:new');
  await lastTurn(page).getByText('echo: new').waitFor();
  expect(await turns(page).count()).toBe(1);
});

test('a server that is killed under an idle page is missed, and its return is told', async ({ visit, expect }) => {
  const port = await freePort();
  await using first = await startProcess(port);
  const page = await visit(first.address, AWAY);
  await say(page, '/echo text:before');
  await lastTurn(page).getByText('echo: before').waitFor();
  await first.kill();
  await expect.poll(() => status(page).innerText()).toMatch(/cannot be reached/u);
  await using _second = await startProcess(port);
  await expect.poll(() => status(page).innerText()).toMatch(/restarted/u);
  await say(page, '/echo text:after');
  await lastTurn(page).getByText('echo: after').waitFor();
  expect(await conversation(page).getByText('echo: before').count()).toBe(1);
});

test('what runs when the server is killed is asked again, and answered once', async ({ visit, expect }) => {
  const port = await freePort();
  await using first = await startProcess(port);
  const page = await visit(first.address, AWAY);
  await say(page, '/wait');
  await lastTurn(page).getByText('Waiting').waitFor();
  await first.kill();
  await using _second = await startProcess(port, { WAIT: 'no' });
  await expect.poll(() => status(page).innerText()).toMatch(/restarted/u);
  await lastTurn(page).getByText('waited, asked once').waitFor();
  expect(await turns(page).count()).toBe(1);
});

const MANY = 200;

test('the 200th reply changes nothing of those before it, and all are there after a reload', async ({
  visit,
  quick,
  expect,
}) => {
  const page = await visit(quick.address);
  await say(page, '/echo text:first');
  await page.getByRole('button', { name: 'Again' }).waitFor();
  await page.evaluate(pressed(MANY - 2));
  await expect.poll(() => picturesOf(conversation(page)).count()).toBe(MANY - 1);
  await page.evaluate(WATCH_TURNS);
  await say(page, '/echo text:last');
  await expect.poll(() => picturesOf(conversation(page)).count()).toBe(MANY);
  expect(await page.evaluate('window.changedTurns')).toEqual([]);

  await page.reload();
  await lastTurn(page).getByText('echo: last').waitFor();
  expect(await turns(page).count()).toBe(MANY);
});

/** Presses the first reply's button so often, and waits only where more at once would be refused. */
const pressed = (times: number) => `(async () => {
  const again = [...document.querySelectorAll('article button')].find((button) => button.textContent === 'Again');
  for (let n = 0; n < ${times}; n += 1) {
    again.click();
    while (document.querySelectorAll('article[aria-busy=true]').length > 3) await new Promise(requestAnimationFrame);
  }
})()`;

/** Collects what changes in turns that are there already. */
const WATCH_TURNS = `
window.changedTurns = [];
const old = [...document.querySelectorAll('[role=log] article')];
new MutationObserver((records) => {
  for (const { target, type, attributeName } of records) {
    const turn = old.find((each) => each.contains(target));
    if (turn !== undefined) changedTurns.push([turn.textContent, type, attributeName]);
  }
}).observe(document.querySelector('[role=log]'), { subtree: true, childList: true, attributes: true, characterData: true });
`;
