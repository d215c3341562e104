import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { MemoryUnavailableError, USUAL_SETTINGS } from '../../src/chat/memory.ts';
import { openPostgresStore } from '../../src/store/open-store.ts';
import type { KeptRequest, Store } from '../../src/store/store.ts';
import { askerIn, inPostgres, listening, onPostgres } from './places.ts';

const CANNOT = 'what is remembered cannot be written';
const CAN = 'what is remembered can be written again';

function request(id: string): KeptRequest {
  return { id, server: null, acceptedAt: Date.now(), body: null, notes: {} };
}

function open(options: Parameters<typeof openPostgresStore>[0]): Store {
  const store = openPostgresStore({ patienceMs: 100, silenceMs: 1_000, ...options });
  onTestFinished(() => store.close());
  return store;
}

async function unavailable(asked: Promise<unknown>): Promise<void> {
  await expect(asked).rejects.toBeInstanceOf(MemoryUnavailableError);
}

/** A way to a server on which nothing passes for a while. */
async function wayTo(url: string) {
  let isOpen = true;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => isOpen && to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const near = new URL(url);
  near.port = String((server.address() as { port: number }).port);
  const swallow = (swallows: boolean) => {
    isOpen = !swallows;
  };
  return { url: near.href, swallow };
}

async function databaseOf(server: Parameters<typeof inPostgres>[0]): Promise<string> {
  const { storage } = await inPostgres(server);
  return 'databaseUrl' in storage ? storage.databaseUrl : '';
}

onPostgres((server) => {
  test.each(['stop', 'stopNow'] as const)(
    'a server that goes away (%s) is told of, once, and used again when it is back',
    async (end) => {
      const url = await databaseOf(server());
      const { log, said } = listening();
      const store = open({ url, log, settingsFreshMs: 0 });
      await Promise.all(['1', '2', '3'].map((id) => store.requests.accept(request(id))));
      await store.memoryOf(askerIn('7')).server!.change({ demos: false });
      await server()[end]();
      try {
        for (const id of ['4', '5']) await unavailable(store.requests.accept(request(id)));
        await unavailable(store.requests.unanswered());
        expect((await store.settingsOf('7')).demos).toBe(false);
        expect(await store.settingsOf('8')).toEqual(USUAL_SETTINGS);
      } finally {
        await server().start();
      }
      expect(await store.requests.accept(request('6'))).toBe(true);
      expect((await store.requests.unanswered()).map(({ id }) => id).sort()).toEqual(['1', '2', '3', '6']);
      expect(said.filter((words) => words.includes('written'))).toEqual([CANNOT, CAN]);
    },
  );

  test('a server that is away for a moment is waited for', async () => {
    const url = await databaseOf(server());
    const { log, said } = listening();
    const store = open({ url, log, patienceMs: 60_000, silenceMs: 20_000 });
    await server().stop();
    const accepted = store.requests.accept(request('1'));
    await server().start();
    expect(await accepted).toBe(true);
    expect(said).toEqual([]);
  });

  test('a server that says nothing any more is given up, and so are its connections', async () => {
    const way = await wayTo(await databaseOf(server()));
    const store = open({ url: way.url, silenceMs: 300 });
    way.swallow(true);
    await unavailable(store.ping());
    way.swallow(false);
    await expect.poll(() => store.requests.accept(request('1')).catch(() => false)).toBe(true);
    way.swallow(true);
    await unavailable(store.requests.get('1'));
    await unavailable(store.requests.accept(request('2')));
    way.swallow(false);
    await expect.poll(() => store.requests.get('1').catch(() => null)).not.toBeNull();
    expect(await store.requests.accept(request('3'))).toBe(true);
  });

  test('a table that is held elsewhere is not waited for for long', async () => {
    const url = await databaseOf(server());
    const store = open({ url, silenceMs: 300 });
    await store.ping();
    const other = new pg.Client(url);
    await other.connect();
    await other.query('begin');
    await other.query('lock table request in access exclusive mode');
    await unavailable(store.requests.accept(request('1')));
    await other.query('commit');
    await other.end();
    expect(await store.requests.accept(request('1'))).toBe(true);
  });

  test('a database that is not there yet is used once it is', async () => {
    const url = await databaseOf(server());
    const store = open({ url: `${url}_later` });
    await unavailable(store.ping());
    const admin = new pg.Client(url);
    await admin.connect();
    await admin.query(`create database ${new URL(url).pathname.slice(1)}_later`);
    await admin.end();
    await store.ping();
  });

  test('a database that another takes the place of is left, and the other is used', async () => {
    const url = await databaseOf(server());
    const name = new URL(url).pathname.slice(1);
    const store = open({ url });
    await store.keep(askerIn(null), { link: 'train', verdict: 'helped', headline: '' });
    const admin = new pg.Client(server().url);
    await admin.connect();
    await admin.query(`drop database ${name} with (force)`);
    await unavailable(store.requests.accept(request('1')));
    await admin.query(`create database ${name}`);
    await admin.end();
    await expect.poll(() => store.requests.accept(request('2')).catch(() => false)).toBe(true);
    await store.keep(askerIn(null), { link: 'sweep', verdict: 'helped', headline: '' });
    const links = async (of: Store) => (await of.memoryOf(askerIn(null)).past()).map(({ link }) => link);
    expect(await links(store)).toEqual(['sweep']);
    expect(await links(open({ url }))).toEqual(['sweep']);
  });
});
