import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import { say } from '../../src/chat/reply.ts';
import { AtOnce } from '../../src/web/at-once.ts';
import { eventStream } from '../../src/web/events.ts';
import { Refusal } from '../../src/web/refusal.ts';
import { doing, echo, gated, inParts } from '../discord/commands.ts';
import { ask, newId, openRequests } from './asking-page.ts';

/** The events alone, on a server of their own. */
async function serve(commands: readonly Command[], { heartbeatMs = 60_000, mostStreams = 100 } = {}) {
  const house = openRequests(commands, { awayMs: 20 });
  const app = new Hono();
  const streams = new AtOnce(mostStreams);
  app.onError((error, c) => (error instanceof Refusal ? c.text(error.message, error.status) : c.text('broken', 500)));
  app.get('/:tab', (c) =>
    eventStream(c, c.req.param('tab'), { ...house, instance: 'this-start', streams, heartbeatMs }),
  );
  const server = createAdaptorServer({ fetch: app.fetch }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...house,
    address: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await house.requests.close({ finishMs: 0, farewellMs: 0 });
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
    },
  };
}

/** Reads the events of a tab as a page does. */
async function connect(address: string, tab: string) {
  const request = get(`${address}/${tab}`);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  let isOver = false;
  response.on('data', (chunk) => {
    text += chunk;
  });
  response.on('end', () => {
    isOver = true;
  });
  response.on('error', () => {}); // it was left
  return {
    response,
    text: () => text,
    isOver: () => isOver,
    /** Each as its name, and what the test looks at. */
    events: () =>
      [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gmu)].map(([, name, data]) => {
        const { outcome, words, requests } = JSON.parse(data!);
        return `${name} ${outcome ?? words ?? requests ?? 'part'}`;
      }),
    leave: () => request.destroy(),
  };
}

test('a connection begins with hello, then how each request stands, and goes on with what changes', async ({
  expect,
}) => {
  const parts = inParts('parts', say('first'));
  await using server = await serve([parts.command, echo]);
  const [tab, under, ended] = [newId(), newId(), newId()];
  const before = await connect(server.address, tab);
  ask(server.requests, tab, '/echo text:hello', ended);
  await expect.poll(before.events).toEqual(['hello ', 'reply answered']);
  ask(server.requests, tab, '/parts', under);
  const { progress } = await parts.started;
  progress(0.5, 'training');
  await expect.poll(before.events).toEqual(['hello ', 'reply answered', 'reply part', 'progress training']);

  const again = await connect(server.address, tab);
  const stands = [`hello ${ended},${under}`, 'reply answered', 'reply part', 'progress training'];
  await expect.poll(again.events).toEqual(stands);
  expect(again.text()).toMatch(/^event: hello\ndata: \{"instance":"this-start".*\nretry: 1000\n\n/u);
  parts.finish(say('all'));
  await expect.poll(again.events).toEqual([...stands, 'reply answered']);
});

test('is not kept by proxies, nor by any cache', async ({ expect }) => {
  await using server = await serve([]);
  const { response } = await connect(server.address, newId());
  expect(response.headers).toMatchObject({
    'content-type': expect.stringContaining('text/event-stream'),
    'cache-control': expect.stringMatching(/no-cache|no-store/u),
    'x-accel-buffering': 'no',
  });
});

test('a heartbeat shows again and again that it lives', async ({ expect }) => {
  await using server = await serve([], { heartbeatMs: 10 });
  const page = await connect(server.address, newId());
  await expect.poll(() => page.text().match(/^: .*\n\n/gmu)?.length).toBeGreaterThan(2);
});

test('a page that leaves is no listener any more: what it asked for is stopped', async ({ expect }) => {
  await using server = await serve([gated('slow').command], { heartbeatMs: 1 });
  const tab = newId();
  const page = await connect(server.address, tab);
  await expect.poll(page.events).toEqual(['hello ']);
  ask(server.requests, tab, '/slow');
  page.leave();
  await expect.poll(server.log).toMatchObject([{ command: 'slow', outcome: 'stopped' }]);
});

test('one address opens only so many, and one that was left makes room for the next', async ({ expect }) => {
  await using server = await serve([], { mostStreams: 2 });
  const status = async () => {
    const { response, leave } = await connect(server.address, newId());
    if (response.statusCode !== 200) leave();
    return response.statusCode;
  };
  const first = await connect(server.address, newId());
  expect(await status()).toBe(200);
  expect(await status()).toBe(429);
  const head = await fetch(`${server.address}/${newId()}`, { method: 'HEAD' });
  expect(head.status).toBe(200);
  first.leave();
  await expect.poll(status).toBe(200);
  expect(await status()).toBe(429);
});

test('asking for the head alone makes no listener', async ({ expect }) => {
  await using server = await serve([gated('slow').command]);
  const tab = newId();
  const response = await fetch(`${server.address}/${tab}`, { method: 'HEAD' });
  expect(response.status).toBe(200);
  ask(server.requests, tab, '/slow');
  await expect.poll(server.log).toMatchObject([{ command: 'slow', outcome: 'stopped' }]);
});

test('a slow reader is told how things stand, and not all that was in between', async ({ expect }) => {
  // More than the buffers of both ends hold.
  const [MANY, long] = [200, 'long'.repeat(50_000)];
  const busy = doing('busy', async ({ show }) => {
    for (let part = 0; part < MANY; part++) {
      show(say(`part ${part} ${long}`));
      await new Promise(setImmediate);
    }
    return say('at last');
  });
  await using server = await serve([busy]);
  const tab = newId();
  const page = await connect(server.address, tab);
  await expect.poll(page.events).toEqual(['hello ']);
  page.response.pause();
  ask(server.requests, tab, '/busy');
  await expect.poll(server.log).toMatchObject([{ outcome: 'answered' }]);
  page.response.resume();
  await expect.poll(() => page.events().at(-1)).toBe('reply answered');
  expect(page.events().length).toBeLessThan(MANY / 2);
});

test('a slow reader is not told of what is forgotten meanwhile', async ({ expect }) => {
  const long = 'long'.repeat(50_000);
  const MANY = 100; // more than the buffers of both ends hold
  await using server = await serve([doing('long', async () => say(long)), echo]);
  const tab = newId();
  const page = await connect(server.address, tab);
  await expect.poll(page.events).toEqual(['hello ']);
  page.response.pause();
  for (let asked = 0; asked < MANY; asked++) {
    const id = newId();
    ask(server.requests, tab, '/long', id);
    await expect.poll(() => server.requests.reply(id, 1), { interval: 1 }).not.toBeNull();
    server.requests.forget(id);
  }
  ask(server.requests, tab, '/echo text:last');
  page.response.resume();
  await expect.poll(page.text).toContain('last');
  expect(page.events().length).toBeLessThan(MANY / 2);
});

test('the server leaves with what was not told yet, and then ends the stream', async ({ expect }) => {
  const slow = gated('slow');
  await using server = await serve([slow.command]);
  const tab = newId();
  const page = await connect(server.address, tab);
  ask(server.requests, tab, '/slow');
  await slow.started;
  slow.finish();
  await server.requests.close({ finishMs: 60_000, farewellMs: 0 });
  await expect.poll(page.isOver).toBe(true);
  expect(page.events()).toEqual(['hello ', 'reply answered']);
});
