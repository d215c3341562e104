import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Notes, RequestStore } from '../store/store.ts';
import type { Order } from './order.ts';
import type { PlaceNotes } from './place.ts';

/** How long a request waits to be written down: Discord gives three seconds, and its asker sees nothing before. */
const KEEP_MS = 1_000;

const OWN_MS = 15 * 60_000;

/** Accepted requests, in the store while it is there. Nothing here rejects: without it people are answered as well. */
export class Keeping {
  readonly #requests: RequestStore;
  readonly #log: Log;
  readonly #forgetEveryMs: number;
  /** What is being written down still, or could not be in the end, by its id. */
  readonly #late = new Map<string, Promise<'kept' | 'not kept' | 'known'>>();
  /** What is answered and kept all the same: taken up after a restart it could take the place of something newer. */
  readonly #leftOver = new Set<string>();
  #forgetting: Promise<void> | null = null;
  /** Which this process accepted, for longer than it takes at the start to read what others did. */
  readonly #own = new Set<string>();

  /** @param forgetEveryMs how long between tries to forget what could not be forgotten at once. */
  constructor(requests: RequestStore, log: Log, forgetEveryMs = 5_000) {
    this.#requests = requests;
    this.#log = log;
    this.#forgetEveryMs = forgetEveryMs;
  }

  /** Whether it was this process that accepted it. */
  isOwn(id: string): boolean {
    return this.#own.has(id);
  }

  /** 'known' for one that is kept already: somebody else is at it. */
  async keep(order: Order): Promise<'kept' | 'not kept' | 'known'> {
    const request = {
      id: order.id,
      server: order.asker.server?.id ?? null,
      acceptedAt: Date.now(),
      body: order,
      notes: {},
    };
    this.#own.add(order.id);
    setTimeout(() => this.#own.delete(order.id), OWN_MS).unref();
    const late = new AbortController();
    const kept = this.#requests.accept(request).then(
      (isNew) => (isNew ? ('kept' as const) : ('known' as const)),
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error); // the store tells of its outage, once
        this.#log.warn({ why, reference: order.reference }, 'a request is worked on without being kept');
        return 'not kept' as const;
      },
    );
    const waited = delay(KEEP_MS, 'late' as const, { signal: late.signal }).catch(() => 'late' as const);
    const outcome = await Promise.race([kept, waited]);
    late.abort();
    if (outcome !== 'late') return outcome;
    this.#log.warn({ reference: order.reference }, 'a request takes long to be kept: it is worked on meanwhile');
    this.#late.set(order.id, kept);
    return 'kept';
  }

  /** Whether others can read what was said to be kept. Resolves once that is certain. */
  async isThere(id: string): Promise<boolean> {
    return (await this.#late.get(id)) !== 'not kept';
  }

  /** It is answered, or nobody can be told any more. */
  async forget(id: string): Promise<void> {
    await this.#late.get(id);
    this.#late.delete(id);
    await this.#requests.answered(id).catch((error) => {
      this.#log.warn({ err: error }, 'an answered request is kept for now: it is forgotten later');
      this.#leftOver.add(id);
      this.#forgetting ??= this.#forgetLeftOver().finally(() => {
        this.#forgetting = null;
      });
    });
  }

  async #forgetLeftOver(): Promise<void> {
    while (this.#leftOver.size > 0) {
      await delay(this.#forgetEveryMs, undefined, { ref: false });
      for (const id of this.#leftOver) {
        try {
          await this.#requests.answered(id);
          this.#leftOver.delete(id);
        } catch {
          break; // told already
        }
      }
    }
  }

  async note(id: string, notes: Notes): Promise<void> {
    await this.#requests.note(id, notes).catch((error) => {
      this.#log.warn({ err: error }, 'how far a request has come was not noted');
    });
  }

  /** @param notes as they were kept. */
  notesFor(id: string, notes: Readonly<Record<string, unknown>> = {}): PlaceNotes {
    return {
      read: (name) => (typeof notes[name] === 'string' ? notes[name] : null),
      write: (name, value) => this.note(id, { [name]: value }),
    };
  }
}
