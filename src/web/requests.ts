import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import type { Reply } from '../chat/reply.ts';
import { type Meters, NO_METERS } from '../metrics/meters.ts';
import { Asked, type Listener, type Work } from './asked.ts';

export type { Listener, Progress, Shown } from './asked.ts';

/** So many of a tab's requests are worked on at once, and of all together. */
const MOST_OF_A_TAB = 5;
const MOST = 50;

/** How long the end of a request is kept for a page that is away, which may be reloading or without a network. */
const KEPT_MS = 10 * 60_000;
/** How many are. */
const MOST_KEPT = 100;

/** How long a page may be gone before what it asked for is stopped. */
const AWAY_MS = 30_000;

export interface RequestsOptions extends Omit<Work, 'meters' | 'signal'> {
  readonly meters?: Meters;
  readonly awayMs?: number;
  readonly keptMs?: number;
}

/** Why something asked for is not begun: a status of HTTP, and a sentence for the asker. */
export interface NotBegun {
  readonly status: 409 | 429 | 503;
  readonly error: string;
}

export interface LeaveLimits {
  /** How long what runs may take to finish. */
  readonly finishMs: number;
  /** How long it may then take to stop, and pages to fetch what came of it. */
  readonly farewellMs: number;
}

/** What the pages have asked for: under way, or ended and not fetched yet. */
export class Requests {
  readonly #work: Work;
  readonly #awayMs: number;
  readonly #keptMs: number;
  readonly #all = new Map<string, Asked>();
  readonly #running = new Set<Promise<void>>();
  /** When each that ended is given up, the oldest first. */
  readonly #kept = new Map<string, NodeJS.Timeout>();
  readonly #listeners = new Map<string, Set<Listener>>();
  /** When each tab whose page is gone has its work stopped. */
  readonly #away = new Map<string, NodeJS.Timeout>();
  readonly #cut = new AbortController();
  #closed = false;
  #left = false;

  constructor({ meters = NO_METERS, awayMs = AWAY_MS, keptMs = KEPT_MS, ...work }: RequestsOptions) {
    this.#work = { ...work, meters, signal: this.#cut.signal };
    this.#awayMs = awayMs;
    this.#keptMs = keptMs;
  }

  /** The requests of a tab. */
  of(tab: string): string[] {
    return [...this.#all].filter(([, asked]) => asked.tab === tab).map(([id]) => id);
  }

  /** A reply shown not long ago, for its pictures and files; null for any other. */
  reply(id: string, revision: number): Reply | null {
    return this.#all.get(id)?.reply(revision) ?? null;
  }

  /**
   * Begins it, unless it was begun before: asking twice is asking once. Returns null, or why it will not be begun.
   * @param person who asks; of a browser that tells no one, each tab is one.
   */
  begin(id: string, tab: string, ask: () => Invocation, open: Context['open'], person = tab): NotBegun | null {
    const known = this.#all.get(id);
    if (known !== undefined) return known.tab === tab ? null : OF_ANOTHER_TAB;
    if (this.#closed) return LEAVING;
    if (this.#runningOf(tab).length >= MOST_OF_A_TAB) return TOO_MANY_OF_A_TAB;
    if (this.#running.size >= MOST) return TOO_MANY;
    const asked = new Asked({ id, tab, person }, this.#work, (how) => this.#listeners.get(tab)?.forEach(how));
    this.#all.set(id, asked);
    const running = asked.run(ask, open).then(() => {
      this.#running.delete(running);
      this.#keep(id);
    });
    this.#running.add(running);
    this.#stopIfAway(tab);
    return null;
  }

  /** Is content with what is there, or stops the work where there is nothing yet. Returns whether anything was to stop. */
  stop(id: string): boolean {
    return this.#all.get(id)?.stop() ?? false;
  }

  /** The page has it: nothing of it is kept any longer. What is under way is not forgotten. */
  forget(id: string): void {
    if (!this.#kept.has(id)) return;
    clearTimeout(this.#kept.get(id));
    this.#kept.delete(id);
    const { tab } = this.#all.get(id)!;
    this.#all.delete(id);
    for (const listener of this.#listeners.get(tab) ?? []) listener.forgotten(id);
  }

  /** Tells the listener how all requests of the tab stand, and then whatever changes. Returns how to leave. */
  listen(tab: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(tab) ?? new Set();
    this.#listeners.set(tab, listeners.add(listener));
    clearTimeout(this.#away.get(tab));
    this.#away.delete(tab);
    for (const asked of this.#all.values()) if (asked.tab === tab) asked.tellState(listener);
    if (this.#left) listener.end();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#listeners.get(tab) !== listeners) return;
      this.#listeners.delete(tab);
      this.#stopIfAway(tab);
    };
  }

  /** Takes nothing new, lets what runs finish for a while, stops the rest, and lets the pages fetch what came of it. */
  async close({ finishMs, farewellMs }: LeaveLimits): Promise<void> {
    this.#closed = true;
    if (!(await comesTrue(() => this.#running.size === 0, finishMs))) this.#cut.abort();
    await comesTrue(() => this.#running.size === 0 && !this.#isAwaited(), farewellMs);
    this.#left = true;
    for (const listeners of this.#listeners.values()) for (const listener of listeners) listener.end();
  }

  #runningOf(tab: string): Asked[] {
    return [...this.#all.values()].filter((asked) => asked.tab === tab && !asked.ended);
  }

  /** Whether a page that is there has not fetched yet what ended. */
  #isAwaited(): boolean {
    return [...this.#kept.keys()].some((id) => this.#listeners.has(this.#all.get(id)!.tab));
  }

  #keep(id: string): void {
    this.#kept.set(id, setTimeout(() => this.forget(id), this.#keptMs).unref());
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.forget(oldest!);
  }

  /** Stops what runs of a tab where nobody listens for long: nobody will see it, and others wait for the workers. */
  #stopIfAway(tab: string): void {
    if (this.#listeners.has(tab) || this.#away.has(tab) || this.#runningOf(tab).length === 0) return;
    const stop = () => {
      this.#away.delete(tab);
      for (const asked of this.#runningOf(tab)) asked.stop();
      this.#stopIfAway(tab); // what was content with what is there may still be at it
    };
    this.#away.set(tab, setTimeout(stop, this.#awayMs).unref());
  }
}

/** Looks again and again whether something is so. Returns whether it came to be, before the limit. */
async function comesTrue(isSo: () => boolean, limitMs: number): Promise<boolean> {
  for (const latest = performance.now() + limitMs; !isSo(); await delay(20)) {
    if (performance.now() >= latest) return false;
  }
  return true;
}

const OF_ANOTHER_TAB: NotBegun = {
  status: 409,
  error: 'that was asked in another conversation: reload the page and ask again',
};

const LEAVING: NotBegun = { status: 503, error: 'Halflife is being stopped: ask again once it is back' };

const TOO_MANY_OF_A_TAB: NotBegun = {
  status: 429,
  error: `${MOST_OF_A_TAB} of your requests are under way: wait for one to end, or stop one`,
};

const TOO_MANY: NotBegun = {
  status: 429,
  error: `Halflife is working on ${MOST} requests, and takes no more at once: try again in a minute`,
};
