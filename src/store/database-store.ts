import type { Memory } from '../chat/memory.ts';
import type { Database } from './database.ts';
import { Experiments } from './experiments.ts';
import { keptMissedQuestions } from './missed-questions.ts';
import { keptRequests } from './requests.ts';
import { SettingsOfServers } from './server-settings.ts';
import {
  type Asker,
  type Forgotten,
  type MissedQuestionStore,
  RETENTION,
  type RequestStore,
  type Store,
} from './store.ts';

export interface DatabaseStoreOptions {
  /** The time, in milliseconds since 1970. */
  readonly now?: () => number;
  /** How long a server's settings are not asked for again, in milliseconds. */
  readonly settingsFreshMs?: number;
}

/** The store over the tables of a database, whichever it is. */
export class DatabaseStore implements Store {
  readonly requests: RequestStore;
  readonly missed: MissedQuestionStore;
  readonly #database: Database;
  readonly #now: () => number;
  readonly #experiments: Experiments;
  readonly #settings: SettingsOfServers;

  constructor(database: Database, { now = Date.now, settingsFreshMs }: DatabaseStoreOptions = {}) {
    this.#database = database;
    this.#now = now;
    this.requests = keptRequests(database);
    this.missed = keptMissedQuestions(database, now);
    this.#experiments = new Experiments(database, now);
    this.#settings = new SettingsOfServers(database, settingsFreshMs);
  }

  memoryOf({ person, server }: Asker): Memory {
    return {
      past: (wanted) => this.#experiments.past(person, wanted),
      forget: () => this.#experiments.forget(person),
      server: server && {
        mayManage: server.mayManage,
        settings: () => this.#settings.read(server.id),
        change: (changes) => this.#settings.change(server.id, changes),
      },
    };
  }

  keep(...experiment: Parameters<Store['keep']>): Promise<void> {
    return this.#experiments.keep(...experiment);
  }

  settingsOf(server: string) {
    return this.#settings.settingsOf(server);
  }

  forgetServer(server: string): Promise<void> {
    return this.#settings.forget(server);
  }

  forgetOld(): Promise<Forgotten> {
    const now = this.#now();
    return this.#database.write(async (db) => {
      const requests = await db
        .deleteFrom('request')
        .where('accepted_at', '<', now - RETENTION.request)
        .executeTakeFirstOrThrow();
      const experiments = await db
        .deleteFrom('experiment')
        .where('at', '<', now - RETENTION.experiment)
        .executeTakeFirstOrThrow();
      const missed = await db
        .deleteFrom('missed_question')
        .where('at', '<', now - RETENTION.missed)
        .executeTakeFirstOrThrow();
      return {
        requests: Number(requests.numDeletedRows),
        experiments: Number(experiments.numDeletedRows),
        missed: Number(missed.numDeletedRows),
      };
    });
  }

  async ping(): Promise<void> {
    await this.#database.read((db) => db.selectFrom('secret').select('name').executeTakeFirst());
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
