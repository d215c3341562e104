import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { RETENTION, type RequestStore } from '../store/store.ts';
import type { Crew, CrewSignals } from './crew.ts';
import { Queue } from './queue.ts';
import type { Taken, Taking } from './taking.ts';

export interface BossCrewOptions {
  /** Of the PostgreSQL database that all share. */
  readonly url: string;
  /** In the same database. */
  readonly requests: RequestStore;
  readonly log: Log;
  /** How often it looks by itself what is answered, in case it did not hear. */
  readonly lookEveryMs?: number;
}

/** How it ended for whoever leaves before that. */
const LEFT = 'left';

/** How long a process that has just begun waits for its way to the queue, and how long between tries to send. */
const [OPEN_MS, RETRY_MS] = [3_000, 1_000];

type Wish = 'enough' | 'superseded';

/** A request that this process takes part in, be it that it waits for its end or works on it. */
export interface Work extends Taken {
  /** Aborts when its asker wants this, whether they said so before or since. */
  readonly enough: AbortSignal;
  readonly superseded: AbortSignal;
}

/**
 * Those who share one PostgreSQL database: a request that is handed over is taken by any of them, by another if that one
 * dies, and only by one at a time. This process may be one of them, too.
 */
export class BossCrew implements Crew {
  readonly #queue: Queue;
  readonly #requests: RequestStore;
  readonly #log: Log;
  readonly #waiting = new Map<string, { readonly since: number; readonly end: (outcome: string) => void }[]>();
  readonly #looking: NodeJS.Timeout;

  constructor({ url, requests, log, lookEveryMs = 1_000 }: BossCrewOptions) {
    this.#queue = new Queue({ url, log });
    this.#requests = requests;
    this.#log = log;
    this.#queue.hear((news) => {
      if ('ended' in news) this.#end(news.id, news.ended);
    });
    let isLooking = false;
    this.#looking = setInterval(async () => {
      if (isLooking || this.#waiting.size === 0) return;
      isLooking = true;
      await this.#look().catch((error) => log.debug({ err: error }, 'what is answered cannot be read'));
      isLooking = false;
    }, lookEveryMs);
    this.#looking.unref();
  }

  async perform(id: string, { enough, superseded, leaving, again = false }: CrewSignals): Promise<string> {
    if (leaving.aborted) return LEFT;
    const ended = Promise.withResolvers<string>();
    const waiting = { since: performance.now(), end: ended.resolve };
    this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), waiting]);
    const over = new AbortController();
    const hear = (signal: AbortSignal, act: () => void) => {
      signal.addEventListener('abort', act, { signal: over.signal });
      if (signal.aborted) act();
    };
    try {
      hear(leaving, () => ended.resolve(LEFT));
      hear(enough, () => void this.#wish(id, 'enough'));
      hear(superseded, () => void this.#wish(id, 'superseded'));
      await this.#send(id, leaving, again);
      return await ended.promise;
    } finally {
      over.abort();
      const others = this.#waiting.get(id)?.filter((other) => other !== waiting) ?? [];
      if (others.length > 0) this.#waiting.set(id, others);
      else this.#waiting.delete(id);
    }
  }

  /**
   * Takes part in the work, on this many requests at once. `work` resolves with how it ended, once the request is no
   * longer kept; what it rejects for is given back, and taken again by whoever is there.
   */
  work(atOnce: number, work: (given: Work) => Promise<string>): Taking {
    return this.#queue.take(atOnce, async (taken) => {
      const { id } = taken;
      const wishes = { enough: new AbortController(), superseded: new AbortController() };
      const unhear = this.#queue.hear((news) => {
        if ('wish' in news && news.id === id) wishes[news.wish].abort();
      });
      try {
        // What was wished for before this process listened is noted at the request.
        const notes = (await this.#requests.get(id))?.notes ?? {};
        for (const wish of ['enough', 'superseded'] as const) if (notes[wish] === true) wishes[wish].abort();
        const outcome = await work({ ...taken, enough: wishes.enough.signal, superseded: wishes.superseded.signal });
        await this.#queue.tell({ id, ended: outcome });
      } finally {
        unhear();
      }
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    await this.#queue.close();
  }

  /**
   * Rejects where it is certain that it is not in the line. Where the answer got lost it may be: then it is sent once
   * more, which does no harm.
   */
  async #send(id: string, leaving: AbortSignal, again: boolean): Promise<void> {
    const isOpen = await Promise.race([this.#queue.started.then(() => true), delay(OPEN_MS, again)]);
    if (!isOpen) throw new Error('the queue of requests was not reached yet');
    for (let mayBeSent = again; !leaving.aborted; mayBeSent = true) {
      try {
        return await this.#queue.send(id);
      } catch (error) {
        if (!mayBeSent && isNotThere(error)) throw error;
        this.#log.warn({ err: error }, 'a request may not have been handed over: it is once more');
        await delay(RETRY_MS, undefined, { signal: leaving }).catch(() => {});
      }
    }
  }

  async #wish(id: string, wish: Wish): Promise<void> {
    await this.#requests.note(id, { [wish]: true }).catch((error) => {
      this.#log.warn({ err: error }, 'what an asker wishes was not noted');
    });
    await this.#queue.tell({ id, wish });
  }

  #end(id: string, outcome: string): void {
    for (const { end } of this.#waiting.get(id) ?? []) end(outcome);
  }

  /** What is not kept any more is answered. */
  async #look(): Promise<void> {
    const asked = performance.now();
    const kept = new Set((await this.#requests.unanswered()).map(({ id }) => id));
    for (const [id, waiting] of this.#waiting) {
      for (const { since, end } of waiting) {
        if (since < asked && !kept.has(id)) end('answered');
        else if (asked - since > RETENTION.request) end('lost');
      }
    }
  }
}

function isNotThere(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return ['ECONNREFUSED', 'ENOENT', 'EAI_AGAIN', 'ENOTFOUND', '57P03', '53300'].includes(String(code));
}
