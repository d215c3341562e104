import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REST } from 'discord.js';
import { expect, test } from 'vitest';
import { fencedRest, fencedStore } from '../../src/requests/fence.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';

test('who has lost a request tells Discord nothing any more', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const claim = new AbortController();
  const { port } = server.address() as AddressInfo;
  const rest = fencedRest(new REST({ api: `http://127.0.0.1:${port}` }), claim.signal);
  await rest.patch('/webhooks/1/token/messages/@original', { body: {}, auth: false });
  claim.abort();
  await expect(rest.patch('/webhooks/1/token/messages/@original', { body: {}, auth: false })).rejects.toThrow('else');
  expect(asked).toEqual(['PATCH /v10/webhooks/1/token/messages/@original']);
  server.closeAllConnections();
  server.close();
});

test('who has lost a request neither ends it in the store nor notes anything', async () => {
  const store = new StoreInMemory();
  const request = { id: '1', server: null, acceptedAt: Date.now(), body: {}, notes: {} };
  await store.requests.accept(request);
  const claim = new AbortController();
  const { requests } = fencedStore(store, claim.signal);
  await requests.note('1', { posted: '2' });
  claim.abort();
  await requests.note('1', { posted: '3' });
  await requests.answered('1');
  expect(await store.requests.get('1')).toEqual({ ...request, notes: { posted: '2' } });
});
