import { type DBSchema, type IDBPDatabase, openDB } from '/library/idb.js';
import type { Turn } from './model.ts';
import { pause } from './waits.ts';

const MOST_TURNS = 300;
const KEPT_MS = 7 * 24 * 60 * 60_000;
/** How often a page tells that its conversation is still in use. */
const SEEN_EVERY_MS = 60 * 60_000;
/** Some browsers neither open nor refuse. */
const OPENS_WITHIN_MS = 3_000;
/** How many of the oldest turns go where there is no room, and how often. */
const MAKE_ROOM = { turns: 20, times: 3 };

interface Schema extends DBSchema {
  turns: {
    key: [tab: string, order: number];
    value: { tab: string; order: number; at: number; turn: Turn };
    indexes: { at: number };
  };
  conversations: { key: string; value: { tab: string; seen: number } };
}

/** The conversations of this browser's tabs. */
export class Memory {
  readonly #database: IDBPDatabase<Schema>;

  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  /** Null where the browser keeps nothing, as in some private windows. */
  static async open(): Promise<Memory | null> {
    try {
      const opening = openDB<Schema>('halflife', 1, {
        upgrade: (database) => {
          database.createObjectStore('turns', { keyPath: ['tab', 'order'] }).createIndex('at', 'at');
          database.createObjectStore('conversations', { keyPath: 'tab' });
        },
        blocking: (_old, _new, { target }) => (target as IDBDatabase).close(),
      });
      const late = pause(OPENS_WITHIN_MS).then(() => null);
      const database = await Promise.race([opening, late]);
      if (database === null) return null;
      const memory = new Memory(database);
      await memory.#forgetGone();
      return memory;
    } catch {
      return null;
    }
  }

  /** The conversation of a tab, and its turns in order. `copyOf`: begins with what is kept of that other one. */
  async conversation(tab: string, copyOf: string | null): Promise<{ kept: KeptConversation; turns: Turn[] }> {
    if (copyOf !== null) await this.#copy(copyOf, tab);
    const all = await this.#database.getAll('turns', ofTab(tab));
    return { kept: new KeptConversation(this.#database, tab, all), turns: all.map(({ turn }) => turn) };
  }

  /** What is under way stays with the tab that asked for it: only there are its events heard. */
  async #copy(from: string, to: string): Promise<void> {
    const transaction = this.#database.transaction('turns', 'readwrite');
    for (const kept of await transaction.store.getAll(ofTab(from))) {
      if (kept.turn.outcome !== null) void transaction.store.put({ ...kept, tab: to });
    }
    await transaction.done;
  }

  async #forgetGone(): Promise<void> {
    const before = Date.now() - KEPT_MS;
    const transaction = this.#database.transaction(['turns', 'conversations'], 'readwrite');
    for (const { tab, seen } of await transaction.objectStore('conversations').getAll()) {
      if (seen > before) continue;
      void transaction.objectStore('turns').delete(ofTab(tab));
      void transaction.objectStore('conversations').delete(tab);
    }
    await transaction.done;
  }
}

/** What is kept of one conversation. */
export class KeptConversation {
  readonly #database: IDBPDatabase<Schema>;
  readonly #tab: string;
  readonly #places: Map<string, { readonly order: number; readonly at: number }>;
  readonly #unwritten = new Map<string, Turn>();
  readonly #seen: ReturnType<typeof setInterval>;
  #written: Promise<void>;

  constructor(database: IDBPDatabase<Schema>, tab: string, kept: readonly Schema['turns']['value'][]) {
    this.#database = database;
    this.#tab = tab;
    this.#places = new Map(kept.map(({ turn, order, at }) => [turn.id, { order, at }]));
    const see = () => database.put('conversations', { tab, seen: Date.now() }).then(() => {});
    this.#written = see().catch(() => {});
    this.#seen = setInterval(() => see().catch(() => {}), SEEN_EVERY_MS);
  }

  /**
   * Puts a turn at the end, or in the place of what is kept of it. Where another state of it is still to be written, only
   * the newest is. Rejects where the browser does not take it.
   */
  save(turn: Turn): Promise<void> {
    this.#unwritten.set(turn.id, turn);
    const writing = this.#written.then(() => this.#write(turn.id));
    this.#written = writing.catch(() => {});
    return writing;
  }

  /** Forgets all of it. */
  async clear(): Promise<void> {
    clearInterval(this.#seen);
    this.#unwritten.clear();
    await this.#written;
    await this.#database.delete('turns', ofTab(this.#tab));
    await this.#database.delete('conversations', this.#tab);
  }

  async #write(id: string): Promise<void> {
    const turn = this.#unwritten.get(id);
    if (turn === undefined) return;
    this.#unwritten.delete(id);
    const place = this.#places.get(id) ?? { order: this.#nextOrder(), at: Date.now() };
    this.#places.set(id, place);
    for (let tries = 0; ; tries += 1) {
      try {
        await this.#database.put('turns', { tab: this.#tab, ...place, turn });
        break;
      } catch (error) {
        const full = error instanceof DOMException && error.name === 'QuotaExceededError';
        if (!full || tries >= MAKE_ROOM.times) throw error;
        await this.#makeRoom();
      }
    }
    if (place.order >= MOST_TURNS) await this.#database.delete('turns', ofTab(this.#tab, place.order - MOST_TURNS));
  }

  #nextOrder(): number {
    return Math.max(-1, ...[...this.#places.values()].map(({ order }) => order)) + 1;
  }

  /** The oldest turns go first, whosever they are. */
  async #makeRoom(): Promise<void> {
    const transaction = this.#database.transaction('turns', 'readwrite');
    for (const key of await transaction.store.index('at').getAllKeys(null, MAKE_ROOM.turns)) {
      void transaction.store.delete(key);
    }
    await transaction.done;
  }
}

function ofTab(tab: string, lastOrder = Number.POSITIVE_INFINITY): IDBKeyRange {
  return IDBKeyRange.bound([tab, 0], [tab, lastOrder]);
}
