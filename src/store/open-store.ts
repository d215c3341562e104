import type { Log } from '../log.ts';
import { DatabaseStore, type DatabaseStoreOptions } from './database-store.ts';
import { takeOverMissedQuestions } from './missed-questions-file.ts';
import { PostgresServer } from './postgres.ts';
import { SqliteFile } from './sqlite.ts';
import type { Store } from './store.ts';

export interface StoreOptions extends DatabaseStoreOptions {
  /** Hears of each outage as it begins and as it ends. */
  readonly log?: Pick<Log, 'info' | 'error'>;
  /** How long trouble is waited out before what was asked rejects, in milliseconds. */
  readonly patienceMs?: number;
}

/**
 * Opens what the bot remembers: nothing is read, made or connected to before the first use, so this never fails. Trouble
 * that passes ends by itself.
 */
export function openStore(
  storage: { readonly dataDir: string } | { readonly databaseUrl: string },
  options: StoreOptions = {},
): Store {
  return 'dataDir' in storage
    ? openSqliteStore({ folder: storage.dataDir, ...options })
    : openPostgresStore({ url: storage.databaseUrl, ...options });
}

export function openSqliteStore({
  folder,
  ...options
}: StoreOptions & { readonly folder: string; readonly goneForGoodMs?: number }): Store {
  const onOpen = ({ db }: { readonly db: Parameters<typeof takeOverMissedQuestions>[0] }) =>
    takeOverMissedQuestions(db, folder);
  return new DatabaseStore(new SqliteFile({ folder, onOpen, ...options }), options);
}

export function openPostgresStore({
  url,
  ...options
}: StoreOptions & { readonly url: string; readonly silenceMs?: number }): Store {
  return new DatabaseStore(new PostgresServer({ url, ...options }), options);
}
