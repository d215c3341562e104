import type { Job, PgBoss } from 'pg-boss';
import { z } from 'zod';

/** Its name in the database. */
export const QUEUE = 'requests';

/** A request that this process took: nobody else has it until `claim` aborts. */
export interface Taken {
  readonly id: string;
  /** How often it was taken before, and not brought to an end. */
  readonly before: number;
  /** Aborts when it is no longer this process's: the database has not heard from it for too long. */
  readonly claim: AbortSignal;
}

const given = z.object({ id: z.string() });

/** How often each hand looks by itself, in case it was not woken, and tells that what it took is still worked on. */
const LOOKING = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2, heartbeatRefreshSeconds: 3 };

/** Taking requests from the queue, until told to stop. */
export class Taking {
  readonly #boss: PgBoss;
  readonly #work: (taken: Taken) => Promise<void>;
  readonly #givenBack: () => Promise<void>;
  readonly #stopped = new AbortController();
  #hands: readonly string[] = [];

  /** @param givenBack tells others that there may be something to take. */
  constructor(boss: PgBoss, work: (taken: Taken) => Promise<void>, givenBack: () => Promise<void>) {
    this.#boss = boss;
    this.#work = work;
    this.#givenBack = givenBack;
  }

  /** Aborts when nothing new is taken any more. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  async begin(atOnce: number): Promise<void> {
    for (let hand = 0; hand < atOnce && !this.signal.aborted; hand += 1) {
      const id: string = await this.#boss.work(QUEUE, LOOKING, async ([job]: Job[]) => {
        const { data, retryCount: before, signal: claim } = job!;
        await this.#work({ id: given.parse(data).id, before, claim });
        this.#boss.notifyWorker(id); // looks again at once, and not only after its two seconds
      });
      this.#hands = [...this.#hands, id];
    }
  }

  /** Each hand that is free looks at once. */
  look(): void {
    for (const hand of this.#hands) this.#boss.notifyWorker(hand);
  }

  /** Takes nothing new. Resolves once all that was taken is done or given back. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#hands.map((id) => this.#boss.offWork(QUEUE, { id, wait: true })));
    await this.#givenBack();
  }
}
