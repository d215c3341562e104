import { chmodSync, existsSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MemoryUnavailableError } from '../chat/memory.ts';
import type { Log } from '../log.ts';
import { type Database, type Prepared, prepare, type Work } from './database.ts';
import { GatheredWrites } from './gathered-writes.ts';
import { PATIENCE_MS, Patience } from './patience.ts';
import type { Tables } from './tables.ts';

export const DATABASE_FILE = 'halflife.db';

export interface SqliteOptions {
  readonly folder: string;
  readonly log?: Pick<Log, 'info' | 'error'>;
  /** How long a database in use elsewhere is waited for, in milliseconds. */
  readonly patienceMs?: number;
  /** After how long a file that is gone is begun anew, in milliseconds. */
  readonly goneForGoodMs?: number;
  /** What is done as the database is opened. A failure is logged, no more. */
  readonly onOpen?: (opened: Prepared) => Promise<void>;
}

interface Write {
  readonly work: Work<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Opened extends Prepared {
  readonly file: Pick<Stats, 'dev' | 'ino'>;
}

const GONE_FOR_GOOD_MS = 60_000;

/** SQLite's result codes. */
const BUSY = 5;
const LOCKED = 6;
const FULL = 13;

/**
 * A file in a folder, which may be on no network drive. It is opened, and made, at the first use. Everything runs in this
 * thread, so nothing here waits for a lock: it asks again later, and the event loop turns meanwhile.
 */
export class SqliteFile implements Database {
  readonly #options: SqliteOptions;
  readonly #path: string;
  readonly #reading: Patience;
  readonly #writing: Patience;
  readonly #writes = new GatheredWrites<Write>((writes) => this.#commit(writes));
  readonly #reads = new Set<Promise<unknown>>();
  #opened: Opened | null = null;
  #opening: Promise<Opened> | null = null;
  /** Since when the file that was open is not there, by performance.now(). */
  #goneSince: number | null = null;
  #isClosed = false;

  constructor(options: SqliteOptions) {
    const { folder, log = null, patienceMs = PATIENCE_MS } = options;
    this.#options = options;
    this.#path = join(folder, DATABASE_FILE);
    this.#reading = new Patience({ done: 'read', log, mayPass: isInUse, patienceMs });
    this.#writing = new Patience({ done: 'written', log, mayPass: isInUse, patienceMs });
  }

  read<T>(work: Work<T>): Promise<T> {
    const reading = this.#reading.reach(() => this.#ask(({ db, hashed }) => work(db, hashed)));
    const settled = reading.catch(() => {}).finally(() => this.#reads.delete(settled));
    this.#reads.add(settled);
    return reading;
  }

  write<T>(work: Work<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#writes.add({ work, resolve: resolve as Write['resolve'], reject });
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#writes.settled(), ...this.#reads]);
    this.#isClosed = true;
    await this.#drop();
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    try {
      const results = await this.#writing.reach(() => this.#together(writes));
      writes.forEach(({ resolve }, index) => {
        resolve(results[index]);
      });
    } catch (error) {
      const isCommonToAll = error instanceof MemoryUnavailableError && isInUse(error.cause);
      if (writes.length === 1 || isCommonToAll) {
        for (const { reject } of writes) reject(error);
        return;
      }
      // One that cannot be written is not to take the others with it.
      for (const write of writes) await this.#commit([write]);
    }
  }

  #together(writes: readonly Write[]): Promise<unknown[]> {
    return this.#ask(({ db, hashed }) =>
      db.transaction().execute(async (transaction) => {
        const results: unknown[] = [];
        for (const { work } of writes) results.push(await work(transaction, hashed));
        return results;
      }),
    );
  }

  async #ask<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new Error('the store is closed');
    const opened = await this.#reached();
    try {
      return await work(opened);
    } catch (error) {
      // Whatever else it may be, a fresh start can only help: it is what a new process would do.
      if (!isInUse(error) && codeOf(error) !== FULL && this.#opened === opened) await this.#drop();
      throw error;
    }
  }

  /** SQLite itself would go on writing to a file that was deleted or moved away, and nobody would know. */
  async #reached(): Promise<Opened> {
    const found = statSync(this.#path, { throwIfNoEntry: false });
    if (found !== undefined) {
      this.#goneSince = null;
      if (this.#opened?.file.ino === found.ino && this.#opened.file.dev === found.dev) return this.#opened;
    } else if (this.#opened !== null) {
      this.#goneSince ??= performance.now();
      const { goneForGoodMs = GONE_FOR_GOOD_MS } = this.#options;
      if (performance.now() - this.#goneSince < goneForGoodMs) throw new Error(`${this.#path} is gone`);
    }
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #open(): Promise<Opened> {
    const { folder, onOpen, log } = this.#options;
    await this.#drop();
    const { Kysely } = await import('kysely');
    const { NodeSqliteDialect } = await import('./node-sqlite.ts');
    mkdirSync(folder, { recursive: true });
    const isNew = !existsSync(this.#path);
    const database = new DatabaseSync(this.#path, { timeout: 0 });
    try {
      if (isNew) chmodSync(this.#path, 0o600);
      for (const pragma of PRAGMAS) database.exec(`pragma ${pragma}`);
      const { dev, ino } = statSync(this.#path);
      const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) });
      const prepared = await prepare(db, 'sqlite');
      await onOpen?.(prepared).catch((error) => log?.error({ err: error }, 'what was kept before was not taken over'));
      this.#opened = { ...prepared, file: { dev, ino } };
      return this.#opened;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  async #drop(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    await opened?.db.destroy();
  }
}

const PRAGMAS = [
  'journal_mode = wal',
  'synchronous = full',
  // macOS alone: without it a disk there may tell that it has written what it has not.
  'fullfsync = on',
  // What was deleted is overwritten, not only let go.
  'secure_delete = on',
];

/** Whether another connection has it for the moment. */
function isInUse(error: unknown): boolean {
  const code = codeOf(error);
  return code === BUSY || code === LOCKED;
}

/** SQLite's result code, without what extends it; null for an error that is not SQLite's. */
function codeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null;
}
