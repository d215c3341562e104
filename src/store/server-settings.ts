import { z } from 'zod';
import { type ServerSettings, USUAL_SETTINGS } from '../chat/memory.ts';
import type { Database } from './database.ts';
import { readJson } from './json.ts';

/** One that cannot be understood, such as a later version's, is as usual; the others count. */
const changed = z.object({
  channels: z.array(z.string()).nullable().optional().catch(undefined),
  privately: z.boolean().optional().catch(undefined),
  demos: z.boolean().optional().catch(undefined),
  running: z.number().int().min(1).max(2).optional().catch(undefined),
  waiting: z.number().int().min(0).max(3).optional().catch(undefined),
});

/** How long what was read is good for, in milliseconds. */
const FRESH_MS = 30_000;
/** How long it is before a read that failed is tried again. */
const FAILED_MS = 3_000;

interface Known {
  /** By performance.now(). */
  readonly until: number;
  readonly settings: Promise<ServerSettings>;
}

/** The settings of each server. What was read is known for a while, what was changed here at once. */
export class SettingsOfServers {
  readonly #database: Database;
  readonly #freshMs: number;
  readonly #known = new Map<string, Known>();
  /** As they were last, however long ago that is. */
  readonly #last = new Map<string, ServerSettings>();

  constructor(database: Database, freshMs = FRESH_MS) {
    this.#database = database;
    this.#freshMs = freshMs;
  }

  /** Never rejects. */
  settingsOf(server: string): Promise<ServerSettings> {
    const known = this.#known.get(server);
    if (known !== undefined && known.until > performance.now()) return known.settings;
    const settings = this.#reread(server);
    this.#known.set(server, { until: performance.now() + this.#freshMs, settings });
    return settings;
  }

  async read(server: string): Promise<ServerSettings> {
    const row = await this.#database.read((db) =>
      db.selectFrom('server_settings').select('settings').where('server', '=', server).executeTakeFirst(),
    );
    return understood(row?.settings);
  }

  async change(server: string, changes: Partial<ServerSettings>): Promise<ServerSettings> {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const settings = await this.#database.write(async (db) => {
      // Changes nothing where there are some already, but nobody else can change them now until this has.
      const row = await db
        .insertInto('server_settings')
        .values({ server, settings: '{}' })
        .onConflict((conflict) => conflict.column('server').doUpdateSet({ server }))
        .returning('settings')
        .executeTakeFirstOrThrow();
      const merged = JSON.stringify({ ...readJson(row.settings, z.looseObject({})), ...given });
      await db.updateTable('server_settings').set({ settings: merged }).where('server', '=', server).execute();
      return understood(merged);
    });
    this.#learn(server, settings);
    return settings;
  }

  async forget(server: string): Promise<void> {
    await this.#database.write((db) => db.deleteFrom('server_settings').where('server', '=', server).execute());
    this.#known.delete(server);
    this.#last.delete(server);
  }

  #learn(server: string, settings: ServerSettings): void {
    this.#last.set(server, settings);
    this.#known.set(server, { until: performance.now() + this.#freshMs, settings: Promise.resolve(settings) });
  }

  async #reread(server: string): Promise<ServerSettings> {
    const before = this.#last.get(server);
    try {
      const settings = await this.read(server);
      // What was changed here meanwhile is newer.
      if (this.#last.get(server) === before) this.#last.set(server, settings);
      return this.#last.get(server) ?? settings;
    } catch {
      const settings = this.#last.get(server) ?? USUAL_SETTINGS;
      this.#known.set(server, { until: performance.now() + FAILED_MS, settings: Promise.resolve(settings) });
      return settings;
    }
  }
}

function understood(json = '{}'): ServerSettings {
  const { channels, privately, demos, running, waiting } = readJson(json, changed) ?? {};
  const usual = USUAL_SETTINGS;
  return {
    channels: channels === undefined ? usual.channels : channels,
    privately: privately ?? usual.privately,
    demos: demos ?? usual.demos,
    running: running ?? usual.running,
    waiting: waiting ?? usual.waiting,
  };
}
