import { parseCustomId, writeMessage } from '../chat/invocation.ts';
import type { FinishedExperiment, PastExperiment, PastWanted } from '../chat/memory.ts';
import type { Database } from './database.ts';
import type { Asker } from './store.ts';

/** Of one person: beyond that the oldest go. */
export const MOST_EXPERIMENTS = 200;
const USUALLY_WANTED = 25;

/** People's finished experiments. Whose they are is told by a hash alone. */
export class Experiments {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async keep(asker: Asker, { link, verdict, headline }: FinishedExperiment & { readonly link: string }): Promise<void> {
    const told = { link: storable(link), verdict: storable(verdict), headline: storable(headline) };
    const at = this.#now();
    await this.#database.write(async (db, hashed) => {
      const person = hashed(asker.person);
      const server = asker.server?.id ?? null;
      await db
        .insertInto('experiment')
        .values({ person, server, at, ...told })
        .execute();
      const kept = db
        .selectFrom('experiment')
        .select('id')
        .where('person', '=', person)
        .orderBy('id', 'desc')
        .limit(MOST_EXPERIMENTS);
      await db.deleteFrom('experiment').where('person', '=', person).where('id', 'not in', kept).execute();
    });
  }

  async past(person: string, { words = '', most = USUALLY_WANTED }: PastWanted = {}): Promise<PastExperiment[]> {
    const wanted = words
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word !== '');
    const limit = wanted.length === 0 ? Math.min(most, MOST_EXPERIMENTS) : MOST_EXPERIMENTS;
    const rows = await this.#database.read((db, hashed) =>
      db
        .selectFrom('experiment')
        .select(['at', 'link', 'verdict', 'headline'])
        .where('person', '=', hashed(person))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    );
    return rows
      .filter((row) => hasAll(row, wanted))
      .slice(0, most)
      .map((row) => ({ ...row })); // SQLite's have no prototype
  }

  forget(person: string): Promise<number> {
    return this.#database.write(async (db, hashed) => {
      const { numDeletedRows } = await db
        .deleteFrom('experiment')
        .where('person', '=', hashed(person))
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    });
  }
}

/** Here and not in the database, each of which has its own idea of capitals. */
function hasAll({ link, verdict }: PastExperiment, words: readonly string[]): boolean {
  const text = `${writeMessage(parseCustomId(link))} ${verdict}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** PostgreSQL takes no NUL, and neither database half a surrogate pair. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
