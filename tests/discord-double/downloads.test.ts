import { expect, test } from 'vitest';
import { declaring, endless, type Fault, findOpenApi, notFound, redirect, startDiscord } from './index.ts';

const openApi = findOpenApi();
const DOWNLOAD = 'GET /attachments/:channel/:id/:filename';

/** The address of an attachment of six bytes, whose download meets this. */
async function attached(fault: Fault) {
  const discord = await startDiscord({ openApi });
  const said = discord.say({ content: '', files: [{ filename: 'a b.csv', bytes: Buffer.from('abcdef') }] });
  const { url } = said.attachments[0]!;
  expect(await (await fetch(url)).text()).toBe('abcdef');
  discord.faults.next(DOWNLOAD, fault);
  return { discord, url, [Symbol.asyncDispose]: () => discord.close() };
}

test('a redirect leads elsewhere', async () => {
  await using at = await attached(redirect('http://127.0.0.1:9/elsewhere'));
  const { status, headers } = await fetch(at.url, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/elsewhere']);
});

test('what is gone is 404', async () => {
  await using at = await attached(notFound());
  expect((await fetch(at.url)).status).toBe(404);
});

test('a body without an end goes on until nobody reads it, and says nothing of its length', async () => {
  await using at = await attached(endless({ bytes: 1_000 }));
  const { body, headers } = await fetch(at.url);
  expect(headers.get('content-length')).toBeNull();
  let read = 0;
  for await (const chunk of body!) {
    read += chunk.length;
    if (read > 100_000) break;
  }
  expect(read).toBeGreaterThan(100_000);
});

test.for([3, 1_000])('a length of %d can be declared for six bytes', async (length) => {
  await using at = await attached(declaring(length));
  const response = await fetch(at.url);
  expect(response.headers.get('content-length')).toBe(String(length));
  if (length < 6) expect(await response.text()).toBe('abc');
  await response.body?.cancel().catch(() => {});
});
