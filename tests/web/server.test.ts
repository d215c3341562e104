import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import type { WatchedLab } from '../../src/lab/index.ts';
import { openLog } from '../../src/log.ts';
import { openWeb } from '../../src/web/server.ts';
import { WebStartError, whyNotThere } from '../../src/web/start-error.ts';
import { noLab } from '../discord/bot.ts';
import { gated } from '../discord/commands.ts';
import { newId } from './asking-page.ts';

const HAS_IPV6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.family === 'IPv6');
if (!HAS_IPV6) console.warn('skipped: this machine has no IPv6, so nothing listens there');

const lab: WatchedLab = { ...noLab, state: () => ({ workers: 1, busy: 0, waiting: 0 }) };

/** The server on this machine, on a free port unless told otherwise. */
async function open(commands: readonly Command[] = [], settings: { host?: string; port?: number } = {}) {
  const { host = '127.0.0.1', port = 0 } = settings;
  const log = openLog({ level: 'silent' });
  const web = await openWeb({ settings: { host, port, page: true }, commands, lab, missed: () => {}, log });
  let stopped: Promise<void> | undefined;
  const stop = (limits = { finishMs: 0, farewellMs: 0 }) => {
    stopped ??= web.stop(limits);
    return stopped;
  };
  return { ...web, stop, [Symbol.asyncDispose]: () => stop() };
}

async function failureOf(settings: { host?: string; port?: number }): Promise<unknown> {
  try {
    await using _ = await open([], settings);
    return null;
  } catch (error) {
    return error;
  }
}

function ask(address: string, tab: string, message: string): Promise<Response> {
  const body = new FormData();
  body.set('asking', JSON.stringify({ id: newId(), tab, asks: { message } }));
  return fetch(`${address}/api/requests`, { method: 'POST', headers: { 'x-halflife': 'script' }, body });
}

test('any free port is found, and its address can be opened', async ({ expect }) => {
  await using first = await open();
  await using second = await open();
  expect(first.address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/u);
  expect(second.address).not.toBe(first.address);
  for (const { address } of [first, second]) expect((await fetch(address)).status).toBe(200);
  expect(first.isOpenToOthers).toBe(false);
});

test.for(HAS_IPV6 ? ['0.0.0.0', '::'] : ['0.0.0.0'])(
  'on %s other machines are let in, and this one is told localhost',
  async (host, { expect }) => {
    await using web = await open([], { host });
    expect(web.address).toMatch(/^http:\/\/localhost:\d+$/u);
    expect(web.isOpenToOthers).toBe(true);
    expect((await fetch(web.address)).status).toBe(200);
  },
);

test.skipIf(!HAS_IPV6)('an IPv6 address stands in brackets', async ({ expect }) => {
  await using web = await open([], { host: '::1' });
  expect(web.address).toMatch(/^http:\/\/\[::1\]:\d+$/u);
  expect((await fetch(web.address)).status).toBe(200);
});

test('a taken port is told in a line that names it', async ({ expect }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const error = await failureOf({ port });
  other.close();
  expect(error).toBeInstanceOf(WebStartError);
  expect((error as Error).message).toBe(
    `PORT ${port} is taken: another program, perhaps another Halflife, listens there. Set PORT to another number, such as ${port + 1}, or to 0 for any that is free`,
  );
});

test('an address of another machine is told in a line that names it', async ({ expect }) => {
  // TEST-NET-1 of RFC 5737: nobody's.
  const error = await failureOf({ host: '192.0.2.1' });
  expect((error as Error).message).toBe(
    'HOST 192.0.2.1 is not an address of this machine. Leave HOST empty for this machine alone, or set it to 0.0.0.0 to let other machines in',
  );
});

test.for([
  ['EACCES', /^PORT 80 may not be listened on by this user/u],
  ['ENOTFOUND', /^HOST some-name is a name without an address here/u],
  ['EAI_AGAIN', /^HOST some-name is a name without an address here/u],
  ['EINVAL', /^HOST some-name and PORT 80 cannot be listened on: no/u],
] as const)('%s is a line that says which setting to change', ([code, line], { expect }) => {
  const error = whyNotThere({ host: 'some-name', port: 80 }, Object.assign(new Error('no'), { code }));
  expect(error.message).toMatch(line);
  expect(error.message).not.toContain('\n');
});

test('it leaves while a page listens and another connection is kept alive', async ({ expect }) => {
  const web = await open();
  const agent = new Agent({ keepAlive: true });
  const [kept] = (await once(get(web.address, { agent }), 'response')) as [IncomingMessage];
  kept.resume();
  await once(kept, 'end');
  const [events] = (await once(get(`${web.address}/api/events?tab=${newId()}`), 'response')) as [IncomingMessage];
  events.resume();
  const ended = once(events, 'end');
  await web.stop();
  await ended;
  await expect(fetch(web.address)).rejects.toThrow();
  agent.destroy();
});

test('it leaves though a connection never says what it wants', async ({ expect }) => {
  const web = await open();
  const mute = get(web.address, { headers: { 'content-length': 5 }, method: 'POST' });
  mute.on('error', () => {});
  mute.write('1');
  await once(mute, 'socket');
  await web.stop();
  await expect(fetch(web.address)).rejects.toThrow();
});

test('what runs is finished first, and nothing new is taken meanwhile', async ({ expect }) => {
  const slow = gated('slow');
  await using web = await open([slow.command]);
  const tab = newId();
  const [events] = (await once(get(`${web.address}/api/events?tab=${tab}`), 'response')) as [IncomingMessage];
  let heard = '';
  events.on('data', (chunk) => {
    heard += chunk;
  });
  expect((await ask(web.address, tab, '/slow')).status).toBe(202);
  await slow.started;
  const stopped = web.stop({ finishMs: 60_000, farewellMs: 0 });
  const late = await ask(web.address, tab, '/slow');
  expect(late.status).toBe(503);
  expect(await late.json()).toEqual({ error: 'Halflife is being stopped: ask again once it is back' });
  slow.finish();
  await stopped;
  expect(heard).toContain('"outcome":"answered"');
});
