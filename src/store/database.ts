import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Dialect, migrate } from './migrations.ts';
import type { Tables } from './tables.ts';

/** What is asked of a database. It may be asked more than once, of which at most one counts. */
export type Work<T> = (db: Kysely<Tables>, hashed: Hashed) => Promise<T>;

/** Stands for a person in the database: the same for the same person, and nobody's id can be read from it. */
export type Hashed = (person: string) => string;

/** Tables that can be reached now or later. Whatever goes wrong while they are asked rejects with MemoryUnavailableError. */
export interface Database {
  read<T>(work: Work<T>): Promise<T>;
  /** All of it or nothing; once this resolves it survives a power cut. */
  write<T>(work: Work<T>): Promise<T>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/** A database's tables, up to date. */
export interface Prepared {
  readonly db: Kysely<Tables>;
  readonly hashed: Hashed;
}

export async function prepare(db: Kysely<Tables>, dialect: Dialect): Promise<Prepared> {
  await migrate(db, dialect);
  const value = randomBytes(32).toString('base64');
  await db
    .insertInto('secret')
    .values({ name: 'person', value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const kept = await db.selectFrom('secret').select('value').where('name', '=', 'person').executeTakeFirstOrThrow();
  const key = Buffer.from(kept.value, 'base64');
  return { db, hashed: (person) => createHmac('sha256', key).update(person).digest('base64url') };
}
