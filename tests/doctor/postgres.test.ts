import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { type Postgres, startPostgres, whyNoPostgres } from '../postgres.ts';
import { examined } from './examined.ts';

const lack = whyNoPostgres();
const testHere = test.skipIf(lack !== null);
if (lack !== null) console.warn(`a doctor's look at PostgreSQL is not tested: ${lack}`);

let postgres: Postgres;
beforeAll(async () => {
  if (lack === null) postgres = await startPostgres();
});
afterAll(() => postgres?.[Symbol.asyncDispose]());

async function run(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

function urlWith(change: (url: URL) => void): string {
  const url = new URL(postgres.url);
  change(url);
  return url.href;
}

testHere('one where tables may be made is well; where there are some they are looked at', async () => {
  const fresh = (await examined({ DATABASE_URL: postgres.url })).about('database');
  expect(fresh).toMatchObject([
    { state: 'ok', says: expect.stringMatching(/^PostgreSQL \d+.* tables may be made there$/u) },
  ]);
  const store = openStore({ databaseUrl: postgres.url });
  await store.ping();
  await store.close();
  expect((await examined({ DATABASE_URL: postgres.url })).about('database')).toMatchObject([
    { state: 'ok' },
    { state: 'ok', says: 'its tables are there, and up to date' },
  ]);
});

testHere('a user who may make no tables, and a server that takes no writes, are told', async () => {
  await run(`create role reader login password 'hunter2'; revoke create on schema public from public`);
  const DATABASE_URL = urlWith((url) => {
    url.username = 'reader';
    url.password = 'hunter2';
  });
  const reader = await examined({ DATABASE_URL });
  expect(reader.about('database')).toMatchObject([
    { state: 'failed', says: 'PostgreSQL can be reached, but no tables may be made there' },
  ]);
  expect(reader.about('database')[0]!.remedy).toContain('grant create');
  expect(JSON.stringify(reader.all)).not.toContain('hunter2');
  await run(`alter role reader set default_transaction_read_only = on`);
  expect((await examined({ DATABASE_URL })).about('database')).toMatchObject([
    { state: 'failed', says: 'PostgreSQL can be read, but not written to' },
  ]);
});

testHere('a database or a user that is not there is told', async () => {
  const base = urlWith((url) => {
    url.pathname = '/elsewhere';
  });
  expect((await examined({ DATABASE_URL: base })).about('database')).toMatchObject([
    { state: 'failed', says: 'PostgreSQL cannot be used: it has no database of that name' },
  ]);
  const user = urlWith((url) => {
    url.username = 'stranger';
  });
  expect((await examined({ DATABASE_URL: user })).about('database')).toMatchObject([
    { state: 'failed', says: expect.stringContaining('it refuses this user from here') },
  ]);
});

test('a server that cannot be reached, or says nothing, is told, it ends, and its password is not shown', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const cases = [
    [`postgres://bot:hunter2@127.0.0.1:${port}/halflife`, /timeout/u],
    ['postgres://bot:hunter2@127.0.0.1:1/halflife', /nothing answers there/u],
    ['postgres://bot:hunter2@nowhere.invalid/halflife', /its host has no address/u],
  ] as const;
  for (const [DATABASE_URL, says] of cases) {
    const { all, about } = await examined({ DATABASE_URL }, { limitMs: 300 });
    expect(about('database')).toMatchObject([{ state: 'failed', says: expect.stringMatching(says) }]);
    expect(about('database')[0]!.remedy).toContain('DATABASE_URL');
    expect(JSON.stringify(all)).not.toMatch(/hunter2|bot:/u);
  }
  silent.close();
});
