import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from '../store/sqlite.ts';
import { type DatabaseChecked, failed, ok, type Told, warning } from './finding.ts';

/** What is larger takes longer to be looked through than a doctor may. */
const MOST_MB = 500;

/** SQLite's result codes. */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const CORRUPT = 11;
const CAN_NOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** Whether the database in this folder is whole, and can be written to. Waits so long for whoever writes to it now. */
export function checkSqlite(folder: string, waitMs: number): DatabaseChecked {
  const path = join(resolve(folder), DATABASE_FILE);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    return { told: ok(`there is no ${DATABASE_FILE} yet: it is made as the bot starts`), hasTables: false };
  }
  return { told: lookedThrough(path, size / 1e6, waitMs), hasTables: true };
}

function lookedThrough(path: string, megabytes: number, waitMs: number): Told {
  try {
    using database = new DatabaseSync(path, { timeout: waitMs });
    if (megabytes <= MOST_MB) {
      const trouble = Object.values(database.prepare('pragma quick_check(1)').get() ?? {})[0];
      if (trouble !== 'ok') return damaged(path, String(trouble));
    }
    database.exec('begin immediate');
    database.exec('rollback');
  } catch (error) {
    return explained(error, path);
  }
  if (megabytes > MOST_MB) {
    return warning(
      `${path} opens; with ${Math.round(megabytes)} MB it is too large to be looked through here`,
      `look through it while the bot is stopped: sqlite3 ${path} 'pragma quick_check'`,
    );
  }
  return ok(`${path} is whole (${megabytes.toFixed(1)} MB), and can be written to`);
}

function explained(error: unknown, path: string): Told {
  const { errcode, message } = error as Error & { errcode?: number };
  switch (errcode === undefined ? null : errcode & 0xff) {
    case BUSY:
    case LOCKED:
      return failed(
        `another program keeps ${path} locked`,
        'close what has it open (a database browser, a backup, a second Halflife in the same folder), and run this again',
      );
    case READ_ONLY:
    case CAN_NOT_OPEN:
      return failed(`${path} cannot be opened for writing: ${message}`, 'let this user write to it (chown, chmod)');
    case CORRUPT:
    case NOT_A_DATABASE:
      return damaged(path, message);
    default:
      return failed(`${path} cannot be used: ${message}`, 'see to that disk, and whether this user may write there');
  }
}

function damaged(path: string, how: string): Told {
  return failed(
    `${path} is damaged: ${how}`,
    'stop the bot and move the file away, with those beside it that begin with its name (a backup may take its place): ' +
      'a new one is made as it starts',
  );
}
