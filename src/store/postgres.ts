import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Log } from '../log.ts';
import { type Database, type Prepared, prepare, type Work } from './database.ts';
import { PATIENCE_MS, Patience } from './patience.ts';
import type { Tables } from './tables.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly log?: Pick<Log, 'info' | 'error'>;
  /** How long a server that is away is waited for, in milliseconds. */
  readonly patienceMs?: number;
  /** How long a server that says nothing is waited for, in milliseconds. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 3_000;
/** Of each process. PostgreSQL itself takes 100 unless told otherwise. */
const MOST_CONNECTIONS = 5;

/** A server across machines. It is connected to at the first use. */
export class PostgresServer implements Database {
  readonly #options: PostgresOptions;
  readonly #reading: Patience;
  readonly #writing: Patience;
  readonly #asking = new Set<Promise<unknown>>();
  #prepared: Promise<Prepared> | null = null;
  #isClosed = false;

  constructor(options: PostgresOptions) {
    const { log = null, patienceMs = PATIENCE_MS } = options;
    this.#options = options;
    const isAwayOrLost = (error: unknown) => isAway(error) || isLost(error);
    this.#reading = new Patience({ done: 'read', log, mayPass: isAwayOrLost, patienceMs });
    // A connection that was lost may have been so after the commit: then it would be written twice.
    this.#writing = new Patience({ done: 'written', log, mayPass: isAway, patienceMs });
  }

  read<T>(work: Work<T>): Promise<T> {
    return this.#awaited(this.#reading.reach(() => this.#ask(({ db, hashed }) => work(db, hashed))));
  }

  write<T>(work: Work<T>): Promise<T> {
    const write = ({ db, hashed }: Prepared) => db.transaction().execute((transaction) => work(transaction, hashed));
    return this.#awaited(this.#writing.reach(() => this.#ask(write)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#asking);
    this.#isClosed = true;
    const prepared = await this.#prepared?.catch(() => null);
    await prepared?.db.destroy();
  }

  #awaited<T>(asked: Promise<T>): Promise<T> {
    const settled = asked.then(nothing, nothing).finally(() => this.#asking.delete(settled));
    this.#asking.add(settled);
    return asked;
  }

  async #ask<T>(work: (prepared: Prepared) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new Error('the store is closed');
    this.#prepared ??= this.#prepare();
    const asked = this.#prepared;
    const prepared = await asked;
    try {
      return await work(prepared);
    } catch (error) {
      // It may be another database that comes back, with other tables and another secret.
      const isOver = isAway(error) || isLost(error) || sqlStateOf(error) === UNDEFINED_TABLE;
      if (isOver && this.#prepared === asked) {
        this.#prepared = null;
        this.#awaited(prepared.db.destroy()).catch(nothing);
      }
      throw error;
    }
  }

  async #prepare(): Promise<Prepared> {
    try {
      const { Kysely, PostgresDialect } = await import('kysely');
      const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: () => this.#openPool() }) });
      try {
        return await prepare(db, 'postgres');
      } catch (error) {
        await db.destroy();
        throw error;
      }
    } catch (error) {
      this.#prepared = null;
      throw error;
    }
  }

  async #openPool(): Promise<PostgresPool> {
    const { default: pg } = await import('pg');
    const { url, silenceMs = SILENCE_MS } = this.#options;
    const pool = new pg.Pool({
      connectionString: url,
      application_name: 'halflife',
      max: MOST_CONNECTIONS,
      connectionTimeoutMillis: silenceMs,
      query_timeout: silenceMs,
      statement_timeout: silenceMs,
      idle_in_transaction_session_timeout: 2 * silenceMs,
      keepAlive: true,
      allowExitOnIdle: true,
      // Numbers of 64 bits come as text otherwise; none here is as long as that.
      types: { getTypeParser: (type, format) => (type === INT8 ? Number : pg.types.getTypeParser(type, format)) },
    });
    // What goes wrong with a connection is met by whoever uses it next: an idle one's is no news.
    pool.on('error', nothing);
    pool.on('connect', (client) => client.on('error', nothing));
    return letGoWhereBroken(pool);
  }
}

/** Of the type of 64-bit numbers. */
const INT8 = 20;
const UNDEFINED_TABLE = '42P01';

function nothing(): void {}

/** A pool that does not give a connection to the next where the last got no answer on it. */
function letGoWhereBroken(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => usedOnce(await pool.connect()),
  };
}

function usedOnce(client: PoolClient): PostgresPoolClient {
  let broken: unknown = null;
  const once = {
    async query(text: string, values: readonly unknown[]) {
      if (broken !== null) throw broken;
      try {
        return await client.query(text, [...values]);
      } catch (error) {
        if (sqlStateOf(error) === null) broken = error;
        throw error;
      }
    },
    release: (destroy = false) => client.release(destroy || broken !== null),
  };
  return once as unknown as PostgresPoolClient; // nothing here reads by a cursor, the other thing that `query` may be given
}

/** No connection came about, or the server has undone everything: nothing was written. */
function isAway(error: unknown): boolean {
  return (
    hasCode(error, ['ECONNREFUSED', 'ENOENT', 'EAI_AGAIN', 'ENOTFOUND']) ||
    ['57P03', '53300', '40001', '40P01', '55P03'].includes(sqlStateOf(error) ?? '')
  );
}

/** A connection that was ended: as PostgreSQL says it, the network, or pg. */
function isLost(error: unknown): boolean {
  const isCut = error instanceof Error && error.message.startsWith('Connection terminated');
  return isCut || hasCode(error, ['ECONNRESET', 'EPIPE']) || ['57P01', '57P02'].includes(sqlStateOf(error) ?? '');
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

/** The five letters of an error that PostgreSQL told of; null for any other. */
function sqlStateOf(error: unknown): string | null {
  const isTold = error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';
  return isTold ? (error.code as string) : null;
}
