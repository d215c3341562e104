import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import { MAX_FILE_BYTES } from '../../src/chat/file-limit.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { type Reply, say } from '../../src/chat/reply.ts';
import type { Accepted, Asks } from '../../src/web/protocol.ts';
import { doing, halve, hearing, picture } from '../discord/commands.ts';
import read from '../terminal/commands/read.ts';
import { ADDRESS, ask, formFor, newId, openApp, refusal, replyTo, send, TAB } from './app-under-test.ts';

const withPictureAndFiles: Reply = {
  ...say('here'),
  pictures: [picture('a chart')],
  files: ['a.csv', 'b.py', 'c.html', 'd', 'é "x".CSV', '../../e.json', 'f\r\nx: y.txt'].map((name) => ({
    name,
    content: new TextEncoder().encode(`<script>${name}</script>`),
  })),
};

const COMMANDS: readonly Command[] = [hearing, halve, read, doing('show', async () => withPictureAndFiles)];
const { app, requests, logged } = openApp(COMMANDS);

/** What was accepted, and the words that came of it. */
async function answered(
  asks: Asks,
  files: Parameters<typeof ask>[2] = [],
): Promise<Accepted & { readonly text: string }> {
  const { id, response } = await ask(app, asks, files);
  expect(response.status).toBe(202);
  const { text } = await replyTo(requests, id);
  return { ...((await response.json()) as Accepted), text };
}

describe('what is asked', () => {
  test('as it would be typed is answered, and has a link', async () => {
    const typed = '/echo times: 2 text:half a life';
    const link = 'echo?times=2&text=half+a+life';
    expect(await answered({ message: typed })).toEqual({ message: typed, link, text: 'half a life half a life' });
  });

  test('without a slash goes to the command that hears words', async () => {
    const asked = await answered({ message: 'why?' });
    expect(asked).toEqual({ message: 'why?', link: 'echo?text=why%3F', text: 'why?' });
  });

  test.for(['echo?text=a+b&times=2', '/echo?text=a%20b&times=2', '#/echo?text=a b&times=2', '#echo?text=a+b&times=2'])(
    'by the link %s is answered, and told as it would be typed',
    async (link) => {
      expect(await answered({ link })).toEqual({
        message: '/echo text:a b times:2',
        link: 'echo?text=a+b&times=2',
        text: 'a b a b',
      });
    },
  );

  test('by a button is answered, and told as it would be typed', async () => {
    const sends = { command: 'echo', options: { text: 'a', times: '3' } };
    const asked = await answered({ sends });
    expect(asked).toEqual({ message: '/echo text:a times:3', link: 'echo?text=a&times=3', text: 'a a a' });
  });

  test('asks the same by its link as it did at first', async () => {
    for (const message of ['/echo text:a=b & c#d?e times:2', 'ö 50 % + "x"', '/halve lr:ten', '/echo __proto__:1']) {
      const first = await answered({ message });
      expect(await answered({ link: first.link! })).toMatchObject({ link: first.link, text: first.text });
    }
  });

  test.for<[string, Asks, string | null, RegExp]>([
    ['text that cannot be read', { message: '/halve lr:1 lr:2' }, null, /^lr is given twice/u],
    ['too long a message', { message: 'x'.repeat(4_001) }, null, /^that message has 4001 characters/u],
    [
      'a command that is not there',
      { message: '/ecko text:a' },
      null,
      /^there is no command "\/ecko": did you mean \/echo\?$/u,
    ],
    ['a link to no command', { link: 'ecko?text=a' }, null, /did you mean \/echo\?$/u],
    ['an empty link', { link: '#/' }, null, /^there is no command/u],
    ['a link without sense', { link: '?=&%&&=%FF' }, null, /^there is no command/u],
    ['a link with a wrong value', { link: 'halve?lr=ten' }, 'halve?lr=ten', /^lr is "ten": a number is needed/u],
    ['a link with the name of a prototype', { link: 'echo?__proto__=1' }, 'echo?__proto__=1', /^\/echo has no option/u],
    ['a forged button', { sends: { command: 'constructor', options: {} } }, null, /^there is no command/u],
    [
      'a forged option',
      { sends: { command: 'echo', options: { toString: 'a' } } },
      'echo?toString=a',
      /has no option/u,
    ],
  ])('%s is answered by the sentence that anywhere else it is', async ([, asks, link, sentence]) => {
    const asked = await answered(asks);
    expect(asked.link).toBe(link);
    expect(asked.text).toMatch(sentence);
  });

  test('has no link that would be too long to be asked', async () => {
    expect((await answered({ message: `/echo text:${'ö'.repeat(3_000)}` })).link).toBeNull();
  });
});

describe('a file that comes with it', () => {
  const data = { name: 'data.csv', content: 'x,y\n1,2' };

  test.for(['data.csv', 'DATA.csv'])('is read by its name %s, and has no link', async (name) => {
    const asked = await answered({ message: `/read csv:${name}` }, [{ name: 'other.csv', content: 'no' }, data]);
    expect(asked).toEqual({ message: `/read csv:${name}`, link: null, text: 'x,y\n1,2' });
  });

  test('of the exact name goes before one that differs in its case', async () => {
    const files = [{ name: 'DATA.csv', content: 'no' }, data];
    expect((await answered({ message: '/read csv:data.csv' }, files)).text).toBe('x,y\n1,2');
  });

  test.for(['../../etc/data.csv', '/etc/data.csv', 'C:\\Users\\me\\data.csv'])(
    'named %s is only the last of it',
    async (name) => {
      expect((await answered({ message: '/read csv:data.csv' }, [{ ...data, name }])).text).toBe('x,y\n1,2');
    },
  );

  test.for([
    [[], 'no file named "data.csv" came with it: attach it again'],
    [['a.csv', 'b.csv'], 'no file named "data.csv" came with it, but "a.csv", "b.csv": attach it again'],
  ] as const)('by another name is not read: %j', async ([names, sentence]) => {
    const files = names.map((name) => ({ ...data, name }));
    expect((await answered({ message: '/read csv:data.csv' }, files)).text).toBe(sentence);
  });

  test('is never one of this machine', async () => {
    expect((await answered({ message: '/read csv:package.json' })).text).toMatch(
      /^no file named "package\.json" came/u,
    );
  });

  test('of more than 1 MB is told to be too large', async () => {
    const content = new Uint8Array(MAX_FILE_BYTES + 1);
    expect((await answered({ message: '/read csv:data.csv' }, [{ ...data, content }])).text).toBe(
      '"data.csv" has 1.01 MB: at most 1 MB is read, so fewer rows or columns would work',
    );
  });
});

describe('pictures and files of a reply', () => {
  async function shown() {
    const { id } = await ask(app, { message: '/show' });
    await replyTo(requests, id);
    return (path: string) => send(app, `/api/requests/${id}/${path}`);
  }

  test('are served as what they are, and files are for saving', async () => {
    const get = await shown();
    const chart = await get('1/pictures/0/chart.png');
    expect(chart.headers.get('content-type')).toBe('image/png');
    expect(chart.headers.get('content-disposition')).toBe(`inline; filename="chart.png"; filename*=UTF-8''chart.png`);
    expect(await chart.bytes()).toEqual(new Uint8Array(withPictureAndFiles.pictures[0]!.png));
    const types = [
      'text/csv; charset=utf-8',
      'text/x-python; charset=utf-8',
      ...Array(2).fill('application/octet-stream'),
    ];
    for (const [index, type] of types.entries()) {
      const file = await get(`1/files/${index}/x.html`);
      expect(file.headers.get('content-type')).toBe(type);
      expect(file.headers.get('content-disposition')).toMatch(/^attachment; /u);
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(await (await get('1/files/0/a.csv')).text()).toBe('<script>a.csv</script>');
  });

  test.for([
    [4, `attachment; filename="___x_.CSV"; filename*=UTF-8''%C3%A9%20%22x%22.CSV`],
    [5, `attachment; filename=".._.._e.json"; filename*=UTF-8''..%2F..%2Fe.json`],
    [6, `attachment; filename="f__x__y.txt"; filename*=UTF-8''f%0D%0Ax%3A%20y.txt`],
  ] as const)('keep their names to themselves (%i)', async ([index, disposition]) => {
    const file = await (await shown())(`1/files/${index}/x`);
    expect(file.headers.get('content-disposition')).toBe(disposition);
    expect(file.headers.get('x')).toBeNull();
  });

  test.for([
    '2/pictures/0/chart.png',
    '0/pictures/0/a',
    '1/pictures/1/a',
    '1/files/9/a',
    '1/files/99999999999999999999/a',
  ])('that are not there are told to be gone: %s', async (path) => {
    expect(await refusal((await shown())(path))).toEqual([404, 'that is no longer kept here: ask again to have it']);
  });

  test.for([
    '1/pictures/-1/a',
    '1/pictures/0x0/a',
    '1/constructor/0/a',
    '1/pictures/length/a',
    '1e0/pictures/0/a',
    '1/pictures/0/',
    '',
  ])('are at no other address: %s', async (path) => {
    expect((await refusal((await shown())(path)))[0]).toBe(404);
  });

  test("are nobody else's, and gone once the page has them", async () => {
    const { id } = await ask(app, { message: '/show' });
    await replyTo(requests, id);
    const address = (of: string) => `/api/requests/${of}/1/pictures/0/chart.png`;
    expect((await send(app, address(newId()))).status).toBe(404);
    expect((await send(app, address(id), { method: 'HEAD' })).status).toBe(200);
    expect((await send(app, `/api/requests/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await send(app, address(id))).status).toBe(404);
  });
});

describe('what has the wrong shape is refused by a sentence:', () => {
  const id = newId();
  const asks = { message: 'a' };
  const option = (options: unknown) => ({ id, tab: TAB, asks: { sends: { command: 'echo', options } } });

  test.for<[unknown, string]>([
    ['{', 'asking is not JSON'],
    ['[]', 'asking has to be an object'],
    ['null', 'asking has to be an object'],
    [{ tab: TAB, asks }, 'asking.id is needed'],
    [{ id: 'a', tab: TAB, asks }, 'asking.id has to be 32 hexadecimal digits'],
    [{ id: id.toUpperCase().replace(/.$/u, 'A'), tab: TAB, asks }, 'asking.id has to be 32 hexadecimal digits'],
    [{ id, tab: [TAB], asks }, 'asking.tab is needed'],
    [{ id, tab: TAB }, 'asking.asks has to be one of message, link and sends'],
    [{ id, tab: TAB, asks: {} }, 'asking.asks has to be one of message, link and sends'],
    [{ id, tab: TAB, asks: { ...asks, link: 'a' } }, 'asking.asks has to be one of message, link and sends'],
    [{ id, tab: TAB, asks: { message: 1 } }, 'asking.asks.message has to be a text'],
    [{ id, tab: TAB, asks: { link: 'a'.repeat(4_001) } }, 'asking.asks.link has more than 4,000 characters'],
    [{ id, tab: TAB, asks: { sends: 'echo' } }, 'asking.asks.sends needs a command and its options'],
    [option(undefined), 'asking.asks.sends.options have to be texts by their names'],
    [option({ text: 1 }), 'asking.asks.sends.options.text has to be a text'],
    [option({ text: 'a'.repeat(4_001) }), 'asking.asks.sends.options.text has more than 4,000 characters'],
    [option({ ['a'.repeat(101)]: '' }), 'asking.asks.sends.options have a name of more than 100 characters'],
    [
      option(Object.fromEntries(Array.from({ length: 26 }, (_, i) => [i, '']))),
      'asking.asks.sends.options are more than 25',
    ],
    [
      JSON.stringify(option({ x: '' })).replace('"x"', '"__proto__"'),
      'asking.asks.sends.options cannot have __proto__',
    ],
  ])('%j', async ([asking, sentence]) => {
    const sent = send(app, '/api/requests', { method: 'POST', body: formFor(asking) });
    expect(await refusal(sent)).toEqual([400, sentence]);
  });

  test('a message that fills a book', async () => {
    const { response } = await ask(app, { message: 'x'.repeat(20_000) });
    expect(await refusal(response)).toEqual([413, 'that is too long: at most 4,000 characters are read']);
  });

  test('no form, half a form, and a form without its field', async () => {
    const unread = 'this takes a form, as multipart/form-data, and what came could not be read as one';
    const post = (body: BodyInit | null, type?: string) =>
      refusal(send(app, '/api/requests', { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) }));
    expect(await post(JSON.stringify({ id, tab: TAB, asks }), 'application/json')).toEqual([400, unread]);
    expect(await post('--x\r\nContent-Disposition', 'multipart/form-data; boundary=x')).toEqual([400, unread]);
    expect(await post('--x', 'multipart/form-data')).toEqual([400, unread]);
    expect(await post(null)).toEqual([400, unread]);
    expect(await post(new FormData())).toEqual([400, expect.any(String)]);
    expect(await post('a=b', 'application/x-www-form-urlencoded')).toEqual([
      400,
      'the form needs the field asking: what is asked, as JSON',
    ]);
  });

  test.for([
    [
      'parts',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n',
      '--x--\r\n',
    ],
    ['pairs', 'application/x-www-form-urlencoded', 'a=b&', ''],
  ] as const)('a megabyte of empty %s', async ([, type, part, end]) => {
    const body = part.repeat(1_000_000 / part.length) + end;
    const sent = send(app, '/api/requests', { method: 'POST', body, headers: { 'content-type': type } });
    expect(await refusal(sent)).toEqual([400, 'the form has more than 50 parts']);
  });

  test('too many files, one without a name, and one that is a text', async () => {
    const files = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `${i}.csv`, content: '' }));
    expect((await ask(app, asks, files(5))).response.status).toBe(202);
    expect(await refusal((await ask(app, asks, files(6))).response)).toEqual([
      400,
      '6 files are too many: at most 5 work',
    ]);
    const nameless = (await ask(app, asks, [{ name: '/', content: '' }])).response;
    expect(await refusal(nameless)).toEqual([400, 'the form has a file without a name']);
    const form = formFor({ id, tab: TAB, asks });
    form.set('file', 'x,y');
    expect(await refusal(send(app, '/api/requests', { method: 'POST', body: form }))).toEqual([
      400,
      'the form has a field file that is a text, and not a file',
    ]);
  });

  test.for([
    ['{"text":', 'the body is not JSON'],
    ['', 'the body is not JSON'],
    ['[]', 'the body has to be an object'],
    ['{"text":1}', 'the body.text has to be a text'],
  ] as const)('to complete %j', async ([body, sentence]) => {
    expect(await refusal(send(app, '/api/complete', { method: 'POST', body }))).toEqual([400, sentence]);
  });

  test.for([
    ['POST', '/api/requests/x/stop'],
    ['DELETE', '/api/requests/x'],
    ['GET', '/api/events?tab=x'],
    ['GET', '/api/events'],
  ] as const)('%s %s, for want of an id', async ([method, path]) => {
    expect((await refusal(send(app, path, { method })))[0]).toBe(400);
  });
});

test('stopping and forgetting what is not there, or twice, is no mistake', async () => {
  const { id } = await ask(app, { message: '/echo text:a' });
  await replyTo(requests, id);
  for (const each of [id, id, newId()]) {
    expect((await send(app, `/api/requests/${each}/stop`, { method: 'POST' })).status).toBe(204);
    expect((await send(app, `/api/requests/${each}`, { method: 'DELETE' })).status).toBe(204);
  }
});

describe('whatever is sent', () => {
  const hostile = fc.constantFrom(
    ...[
      '/',
      '..',
      '.',
      '%2e%2e',
      '%00',
      '%',
      '%E0%A4%A',
      '\\',
      'api',
      'requests',
      'page',
      'main.ts',
      'events',
      'complete',
    ],
    ...[
      'commands',
      TAB,
      '0',
      '1',
      '-1',
      'pictures',
      'files',
      '?',
      '#',
      'tab=',
      '__proto__',
      'constructor',
      '*',
      ':id',
      'stop',
    ],
  );
  const path = fc.array(fc.oneof({ weight: 5, arbitrary: hostile }, fc.string({ maxLength: 5 })), { maxLength: 9 });
  const json = fc.oneof(fc.json({ maxDepth: 3 }), fc.string(), fc.constant('{"__proto__":{"message":"a"}}'));
  const sent = fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS'),
    path: path.map((parts) => parts.join('/')),
    type: fc.constantFrom(
      'application/json',
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'text/plain',
      'x',
    ),
    body: fc.oneof(
      json,
      json.map((text) => `--x\r\nContent-Disposition: form-data; name="asking"\r\n\r\n${text}\r\n--x--\r\n`),
    ),
    origin: fc.option(fc.oneof(fc.constant(ADDRESS), fc.webUrl(), fc.constantFrom('null', '://', '')), {
      nil: undefined,
    }),
  });

  async function checked(request: { path: string } & RequestInit): Promise<void> {
    const url = URL.parse(request.path.replace(/^\/*/u, '/'), ADDRESS);
    if (url === null) return;
    const response = await app.request(url, request);
    expect(response.status, request.path).toBeLessThan(500);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/u);
    if (response.status >= 400 && request.method !== 'HEAD') await refusal(response);
    else await response.body?.cancel();
  }

  test('nothing breaks, and every response has the strict headers', async () => {
    await fc.assert(
      fc.asyncProperty(sent, async ({ method, path: at, type, body, origin }) => {
        const headers = { 'content-type': type, ...(origin !== undefined && { origin }) };
        await checked({ path: at, method, headers, ...(!['GET', 'HEAD'].includes(method) && { body }) });
      }),
      { numRuns: 300 },
    );
    expect(logged).toEqual([]);
  });

  test('as what is asked, nothing breaks', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('/echo', '/halve lr:', 'halve?lr=', '/read csv:a', '~halve?', '\0'),
    );
    const any = fc.jsonValue({ maxDepth: 2 });
    const id = fc.oneof({ weight: 9, arbitrary: fc.constant(null).map(newId) }, { weight: 1, arbitrary: any });
    const asking = fc.record({
      ...{ id, tab: id },
      asks: fc.oneof(
        fc.record({ message: text }),
        fc.record({ link: text }),
        fc.record({ sends: fc.record({ command: text, options: fc.dictionary(text, text, { maxKeys: 3 }) }) }),
        fc.record({ sends: fc.record({ command: any, options: fc.dictionary(text, any, { maxKeys: 3 }) }) }),
        fc.jsonValue({ maxDepth: 3 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(asking, async (asked) => {
        const headers = { origin: ADDRESS };
        await checked({ path: '/api/requests', method: 'POST', headers, body: formFor(asked) });
        await checked({ path: '/api/complete', method: 'POST', headers, body: JSON.stringify(asked.asks) });
      }),
      { numRuns: 200 },
    );
    expect(logged).toEqual([]);
  });

  test.for([
    ...[
      '/page/',
      '/page',
      '/page/tsconfig.json',
      '/page/..%2fapp.ts',
      '/page/%2e%2e/app.ts',
      '/page/../../../package.json',
    ],
    ...[
      '/package.json',
      '/src/web/app.ts',
      '/page/main.ts/',
      '/page/main.ts%00',
      '/page//main.ts',
      '/.env',
      '/fonts/',
      '/library/',
    ],
  ])('nothing of the disk is served but the page: %s', async (at) => {
    expect((await refusal(app.request(`${ADDRESS}${at}`)))[0]).toBe(404);
  });
});

test('the real commands answer mistakes by any of the three ways', async () => {
  const commands = await findCommands(new URL('../../commands/', import.meta.url));
  const real = openApp(commands);
  for (const asks of [
    { message: '/train lr:ten' },
    { link: '/train?lr=ten' },
    { sends: { command: 'train', options: { lr: 'ten' } } },
  ]) {
    const { id, response } = await ask(real.app, asks);
    expect(await response.json()).toEqual({ message: '/train lr:ten', link: 'train?lr=ten' });
    expect((await replyTo(real.requests, id)).text).toMatch(/^lr is "ten": a number is needed/u);
  }
  expect(real.logged).toEqual([]);
});
