import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import { DATABASE_FILE } from '../../src/store/sqlite.ts';
import type { Asker, Store } from '../../src/store/store.ts';
import { type Postgres, startPostgres, whyNoPostgres } from '../postgres.ts';

/** An empty database of one test's own. */
export interface Place {
  readonly storage: Parameters<typeof openStore>[0];
  /** Opens the store there, once more each time. */
  open(options?: StoreOptions): Store;
  /** Runs a statement behind the store's back. */
  run(statement: string, ...values: readonly (string | number | null)[]): Promise<Record<string, unknown>[]>;
}

/** Runs the same tests on both databases. */
export function onBoth(suite: (newPlace: () => Promise<Place>) => void): void {
  describe('in SQLite', () => suite(async () => inSqlite(newFolder())));
  onPostgres((server) => suite(() => inPostgres(server())));
}

export function onPostgres(suite: (server: () => Postgres) => void): void {
  const lack = whyNoPostgres();
  if (lack !== null) console.warn(`skipped: nothing is tried out on PostgreSQL: ${lack}`);
  describe.skipIf(lack !== null)('in PostgreSQL', () => {
    let server: Postgres;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server?.[Symbol.asyncDispose]());
    suite(() => server);
  });
}

/** Gone with the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'halflife-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function inSqlite(folder: string): Place {
  return {
    ...placeAt({ dataDir: folder }),
    async run(statement, ...values) {
      const database = new DatabaseSync(join(folder, DATABASE_FILE), { timeout: 5_000 });
      try {
        return database.prepare(statement).all(...(values as SQLInputValue[]));
      } finally {
        database.close();
      }
    },
  };
}

let made = 0;

export async function inPostgres({ url }: Postgres): Promise<Place> {
  const name = `test${++made}`;
  await askPostgres(url, `create database ${name}`);
  const databaseUrl = url.replace(/[^/]*$/u, name);
  return {
    ...placeAt({ databaseUrl }),
    run(statement, ...values) {
      let count = 0;
      return askPostgres(
        databaseUrl,
        statement.replace(/\?/gu, () => `$${++count}`),
        values,
      );
    },
  };
}

function placeAt(storage: Place['storage']): Pick<Place, 'storage' | 'open'> {
  return {
    storage,
    open(options) {
      const store = openStore(storage, options);
      onTestFinished(() => store.close());
      return store;
    },
  };
}

async function askPostgres(url: string, statement: string, values: readonly unknown[] = []) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(statement, [...values])).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

export function askerIn(server: string | null, person = 'discord:161803398874989484'): Asker {
  return { person, server: server === null ? null : { id: server, mayManage: true } };
}

/** What a store logged. */
export function listening() {
  const said: string[] = [];
  const hear = (_: unknown, words: string) => {
    said.push(words);
  };
  return { said, log: { info: hear, error: hear } as NonNullable<StoreOptions['log']> };
}
