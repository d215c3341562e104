import { setTimeout as delay } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Log } from '../log.ts';
import { RETENTION } from '../store/store.ts';
import { type News, readNews } from './news.ts';
import { QUEUE, type Taken, Taking } from './taking.ts';

export interface QueueOptions {
  /** Of the PostgreSQL database that all share. */
  readonly url: string;
  readonly log: Log;
}

const CHANNEL = 'halflife_requests';

const RETENTION_SECONDS = RETENTION.request / 1_000;

const OF_A_REQUEST = {
  notify: true,
  /** Who is not heard from for as long has lost what it took; pg-boss allows no less. */
  heartbeatSeconds: 10,
  expireInSeconds: RETENTION_SECONDS,
  retentionSeconds: RETENTION_SECONDS,
  deleteAfterSeconds: 60,
  // What was given back is taken again at once, and as often as it has to be: its time runs out soon enough.
  retryLimit: 1_000,
  retryDelay: 0,
};

const WATCH = {
  /** How often somebody looks for those who are not heard from any more. */
  superviseIntervalSeconds: 2,
  monitorIntervalSeconds: 2,
  maintenanceIntervalSeconds: 60,
  reindex: false,
  monitorVacuum: false,
};

/** Of each process, beside those of the store and two that listen. */
const CONNECTIONS = { max: 4, connectionTimeoutMillis: 3_000, query_timeout: 10_000, keepAlive: true };
const RETRY_MS = 1_000;
const SILENT_MS = 30_000;

/**
 * The requests that wait for somebody to work on them, in PostgreSQL: their ids alone, as what is asked is in the store.
 * It is connected to in the background for as long as that takes, and again whenever the connection is lost.
 */
export class Queue {
  readonly #log: Log;
  readonly #boss: PgBoss;
  readonly #heard = new Set<(news: News) => void>();
  readonly #closing = new AbortController();
  readonly #started: Promise<void>;
  #isOpen = false;
  #stopListening = () => Promise.resolve();

  constructor({ url, log }: QueueOptions) {
    this.#log = log;
    const options = { ...CONNECTIONS, ...WATCH, connectionString: url, openTelemetry: { enabled: false } };
    this.#boss = new PgBoss({ ...options, useListenNotify: true, schedule: false });
    const warn = once(SILENT_MS, (why: object) => log.warn(why, 'the queue of requests is in trouble'));
    this.#boss.on('error', (error) => warn({ err: error }));
    this.#boss.on('warning', ({ message }) => warn({ why: message }));
    this.#started = this.#start();
  }

  /** Resolves once it was reached, or was closed before. */
  get started(): Promise<void> {
    return this.#started;
  }

  /** Puts a request into the line, where it is but once however often it is sent. Rejects as pg does. */
  async send(id: string): Promise<void> {
    await this.#boss.send(QUEUE, { id }, { singletonKey: id });
  }

  /** Tells all processes. Never rejects: who does not hear it finds out otherwise, later. */
  async tell(news: News): Promise<void> {
    try {
      await this.#boss.getDb().executeSql('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(news)]);
    } catch (error) {
      this.#log.warn({ err: error }, 'the others were not told of a request');
    }
  }

  /** Hears what all processes tell, this one too. Returns what ends that. */
  hear(heard: (news: News) => void): () => void {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  /** Takes requests, this many at once. What `work` rejects for is given back to whoever is there. */
  take(atOnce: number, work: (taken: Taken) => Promise<void>): Taking {
    const taking = new Taking(this.#boss, work, () => this.tell({ free: true }));
    const unhear = this.hear((news) => {
      if ('free' in news) taking.look();
    });
    taking.signal.addEventListener('abort', unhear);
    void this.#started.then(() => taking.begin(atOnce));
    return taking;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#started;
    await this.#stopListening();
    await this.#boss
      .stop({ graceful: false })
      .catch((error) => this.#log.warn({ err: error }, 'the queue did not close'));
  }

  /** Resolves once it is open, or closed. */
  async #start(): Promise<void> {
    const { signal } = this.#closing;
    const warn = once(SILENT_MS, (err: unknown) => this.#log.warn({ err }, 'the queue of requests is away: waiting'));
    while (!signal.aborted && !this.#isOpen) {
      try {
        await this.#open();
        this.#isOpen = true;
      } catch (error) {
        warn(error);
        await delay(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #open(): Promise<void> {
    await this.#boss.start();
    await this.#boss.createQueue(QUEUE, { ...OF_A_REQUEST, policy: 'exclusive' });
    await this.#boss.updateQueue(QUEUE, OF_A_REQUEST); // one that another version made
    const listening = await this.#boss.getDb().listen!(
      CHANNEL,
      (text) => {
        const news = readNews(text);
        if (news !== null) for (const heard of this.#heard) heard(news);
      },
      () => {},
    );
    this.#stopListening = () => listening.close();
  }
}

/** The same, at most once in so long: an outage is met by many. */
function once<Given>(everyMs: number, act: (given: Given) => void): (given: Given) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (given) => {
    if (performance.now() - last < everyMs) return;
    last = performance.now();
    act(given);
  };
}
