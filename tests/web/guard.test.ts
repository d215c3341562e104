import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/chat/file-limit.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { openLog } from '../../src/log.ts';
import { guard } from '../../src/web/guard.ts';
import type { Rate } from '../../src/web/rate-limits.ts';
import { echo } from '../discord/commands.ts';
import { ADDRESS, ask, formFor, newId, openApp, refusal, send, TAB, WITHOUT_LIMITS } from './app-under-test.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const completing = { method: 'POST', body: JSON.stringify({ text: '/e' }) };

describe('every response has the strict headers:', () => {
  const { app } = openApp([echo]);
  test.for([
    ['the page', 200, '/', {}],
    ['a module', 200, '/page/main.ts', {}],
    ['a HEAD', 200, '/', { method: 'HEAD' }],
    ['JSON', 200, '/api/commands', {}],
    ['completions', 200, '/api/complete', completing],
    ['the events', 200, `/api/events?tab=${TAB}`, {}],
    ['nothing at all', 204, `/api/requests/${TAB}`, { method: 'DELETE' }],
    ['a shape that is wrong', 400, '/api/complete', { method: 'POST', body: '[]' }],
    ['a stranger', 403, '/api/complete', { ...completing, headers: { origin: 'https://evil.example' } }],
    ['an unknown path', 404, '/nothing/here', {}],
    ['an unknown method', 404, '/', { method: 'PUT' }],
    ['too much', 413, '/api/complete', { method: 'POST', body: 'x'.repeat(20_000) }],
  ] as const)('%s (%i)', async ([, status, path, init]) => {
    const response = await send(app, path, init);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': CSP,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cache-control': path.startsWith('/api') || status >= 400 ? 'no-store' : 'no-cache',
    });
    await response.body?.cancel();
  });

  test('what the browser has already (304)', async () => {
    const etag = (await send(app, '/page/main.ts')).headers.get('etag')!;
    const response = await send(app, '/page/main.ts', { headers: { 'if-none-match': etag } });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toBe(CSP);
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });
});

describe('only the page itself may ask, stop and forget:', () => {
  const { app } = openApp([echo]);
  const from = (headers: Record<string, string>) => app.request(`${ADDRESS}/api/complete`, { ...completing, headers });

  test.for([
    ['a browser on this machine', { origin: ADDRESS, 'sec-fetch-site': 'same-origin' }],
    ['a browser on another machine, by plain http', { origin: ADDRESS }],
    [
      'a browser behind a proxy that speaks https',
      { origin: 'https://localhost:3000', 'sec-fetch-site': 'same-origin' },
    ],
    ['a script that says it is one', { 'x-halflife': 'script' }],
  ] as const)('%s is heard', async ([, headers]) => {
    expect((await from(headers)).status).toBe(200);
  });

  test.for([
    ['a page elsewhere', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a page elsewhere, by plain http', { origin: 'http://evil.example' }],
    ['a page elsewhere that pretends to be a script', { origin: 'http://evil.example', 'x-halflife': 'script' }],
    ['a page at another port', { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-site' }],
    ['a page of no origin', { origin: 'null' }],
    ['a page whose address only begins like ours', { origin: `${ADDRESS}.evil.example` }],
    ['a subdomain', { 'sec-fetch-site': 'same-site' }],
    ['a bookmark', { 'sec-fetch-site': 'none' }],
    ['an origin that is no address', { origin: 'localhost:3000' }],
  ] as const)('%s is refused', async ([, headers]) => {
    expect(await refusal(from(headers))).toEqual([403, expect.stringMatching(/^this takes what its own page/u)]);
  });

  test.for(['POST', 'DELETE', 'PUT', 'PATCH'])(
    'a %s that says nothing of where it comes from is told what to add',
    async (method) => {
      expect(await refusal(app.request(`${ADDRESS}/api/requests/${TAB}`, { method }))).toEqual([
        403,
        'this takes what its own page sends: a script has to send the header X-Halflife: script with it',
      ]);
    },
  );
});

describe('on this machine alone, where that is where it listens:', () => {
  const as = (listening: string, host: string) =>
    openApp([], { host: listening }).app.request('http://localhost/api/commands', { headers: { host } });

  test.for(['localhost', 'LOCALHOST:1', 'localhost:3000', '127.0.0.1:3000', '127.8.9.10', '[::1]', '[::1]:3000'])(
    'it is served as %s',
    async (host) => {
      expect((await as('127.0.0.1', host)).status).toBe(200);
    },
  );

  test.for([
    ...['evil.example', 'evil.example:3000', 'localhost.evil.example', '127.0.0.1.evil.example', '127.evil.example'],
    ...['192.168.0.7:3000', '[::2]:3000', '0.0.0.0:3000', 'localhost:3000:x', 'localhost@evil.example', ''],
  ])('it is not served as "%s"', async (host) => {
    for (const listening of ['127.0.0.1', 'localhost', '::1']) {
      expect(await refusal(as(listening, host))).toEqual([
        403,
        `this is served to this machine alone, as localhost or 127.0.0.1, and not as "${host}"`,
      ]);
    }
  });

  test.for(['0.0.0.0', '::', '192.168.0.7', 'halflife.example'])(
    'listening on %s it has any name',
    async (listening) => {
      expect((await as(listening, 'halflife.example:3000')).status).toBe(200);
    },
  );
});

describe('too much', () => {
  test('of a file is refused, and one of just the limit is read', async () => {
    const { app } = openApp([echo]);
    const sized = (bytes: number) => [{ name: 'a.csv', content: new Uint8Array(bytes) }];
    expect((await ask(app, { message: '/echo text:a' }, sized(MAX_FILE_BYTES))).response.status).toBe(202);
    const { response } = await ask(app, { message: '/echo text:a' }, sized(MAX_FILE_BYTES + 30_000));
    expect(await refusal(response)).toEqual([
      413,
      'that is too much at once: at most 1 MB of files is read, so fewer rows or columns would work',
    ]);
  });

  test.for(['/api/complete', `/api/requests/${TAB}/stop`])('of anything else is refused at %s', async (path) => {
    const { app } = openApp([echo]);
    const body = JSON.stringify({ text: 'x'.repeat(17_000) });
    expect(await refusal(send(app, path, { method: 'POST', body }))).toEqual([
      413,
      'that is too much at once: at most 16 KB is read',
    ]);
  });

  test('is refused wherever it ends, without a word on how long it is', async () => {
    const { app } = openApp([echo]);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(9_999)) });
    const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
    expect((await refusal(send(app, '/api/complete', init)))[0]).toBe(413);
  });
});

describe('too often', () => {
  const few: Rate = { perSecond: 1, burst: { points: 2, seconds: 60 } };
  /** More than `few` lets in, however slow the machine. */
  const often = (sending: () => Promise<Response>) => Promise.all(Array.from({ length: 9 }, sending));

  test('asked is refused, with a sentence that says when to try again, and then heard again', async () => {
    const { app } = openApp([echo], { rates: { ...WITHOUT_LIMITS, asking: few } });
    const asking = async () => (await ask(app, { message: '/echo text:a' })).response;
    const refused = (await often(asking)).filter(({ status }) => status !== 202);
    expect(refused.length).toBeGreaterThan(0);
    for (const response of refused) {
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await refusal(response)).toEqual([429, 'that was a lot at once: try again in 1 s']);
    }
    await expect.poll(async () => (await asking()).status, { interval: 300 }).toBe(202);
  });

  test('asked does not keep from stopping, completing and looking, and the other way round', async () => {
    const { app } = openApp([echo], { rates: { ...WITHOUT_LIMITS, asking: few } });
    await often(async () => (await ask(app, { message: '/echo text:a' })).response);
    for (const path of [`/api/requests/${TAB}/stop`, '/api/complete']) {
      expect((await send(app, path, completing)).status, path).toBeLessThan(300);
    }
    const other = openApp([echo], { rates: { ...WITHOUT_LIMITS, other: few } }).app;
    const statuses = (await often(async () => send(other, '/api/complete', completing))).map(({ status }) => status);
    expect(statuses).toContain(429);
    expect((await ask(other, { message: '/echo text:a' })).response.status).toBe(202);
    expect((await send(other, '/page/main.ts')).status).toBe(200);
  });
});

describe('over a real connection', () => {
  test('one address has only so many half-sent requests held in memory, and what is given up makes room', async () => {
    const { app } = openApp([echo]);
    const server = createAdaptorServer({ fetch: app.fetch }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = { 'x-halflife': 'test', 'content-type': 'multipart/form-data; boundary=x', 'content-length': 9 };
    const halfSent = Array.from({ length: 25 }, () => {
      const sent = request({ host: '127.0.0.1', port, path: '/api/requests', method: 'POST', headers, agent: false });
      sent.on('error', () => {});
      sent.write('half');
      return sent;
    });
    const whole = async () => {
      const body = formFor({ id: newId(), tab: TAB, asks: { message: '/echo text:a' } });
      const init = { method: 'POST', headers: { 'x-halflife': 'test' }, body };
      return (await fetch(`http://127.0.0.1:${port}/api/requests`, init)).status;
    };
    try {
      await expect.poll(whole).toBe(429);
      for (const sent of halfSent) sent.destroy();
      await expect.poll(whole).toBe(202);
    } finally {
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
    }
  });

  // Elsewhere this machine has one address of its own, and not all that begin with 127.
  test.skipIf(process.platform !== 'linux')(
    'one address that asks too often does not keep others from asking',
    async () => {
      const few: Rate = { perSecond: 1, burst: { points: 1, seconds: 60 } };
      const { app } = openApp([echo], { rates: { ...WITHOUT_LIMITS, other: few } });
      const server = createAdaptorServer({ fetch: app.fetch }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const from = async (localAddress: string, path: string, body: string) => {
        const headers = { 'x-halflife': 'test', 'content-length': body.length };
        const sent = request({ host: '127.0.0.1', port, path, method: 'POST', localAddress, headers, agent: false });
        sent.end(body);
        const [response] = await once(sent, 'response');
        response.resume();
        return response.statusCode;
      };
      try {
        const mine = await Promise.all(
          Array.from({ length: 9 }, () => from('127.0.0.1', '/api/complete', '{"text":""}')),
        );
        expect(mine).toContain(429);
        expect(await from('127.0.0.2', '/api/complete', '{"text":""}')).toBe(200);
      } finally {
        server.close();
        await once(server, 'close');
      }
    },
  );
});

describe('what goes wrong', () => {
  const logged: string[] = [];
  const log = openLog({ level: 'warn', to: { write: (line: string) => void logged.push(line) } });
  const app = new Hono();
  guard(app, { host: '127.0.0.1', log, rates: WITHOUT_LIMITS });
  app.get('/broken', () => {
    throw new Error('a secret of ours');
  });
  app.get('/mistaken', () => {
    throw new UserError('lr is "ten": a number is needed');
  });

  test('on our side is told by a reference that is in the log, and by nothing else', async () => {
    const [status, sentence] = await refusal(app.request(`${ADDRESS}/broken`));
    expect(status).toBe(500);
    const reference = /reference ([0-9A-F]{4})/u.exec(sentence)![1];
    expect(sentence).not.toMatch(/secret|Error|\bat\b.*\.ts/u);
    expect(logged.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ reference, err: expect.objectContaining({ message: 'a secret of ours' }) }),
    ]);
  });

  test("on the person's side is told as it is", async () => {
    expect(await refusal(app.request(`${ADDRESS}/mistaken`))).toEqual([400, 'lr is "ten": a number is needed']);
  });

  test('with a form that is asked twice is asked once', async () => {
    const { app: whole, requests } = openApp([echo]);
    const asking = { id: newId(), tab: TAB, asks: { message: '/echo text:a' } };
    for (const _ of [1, 2]) {
      expect((await send(whole, '/api/requests', { method: 'POST', body: formFor(asking) })).status).toBe(202);
    }
    expect(requests.of(TAB)).toEqual([asking.id]);
  });
});
