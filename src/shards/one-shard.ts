import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Shard } from 'discord.js';
import type { Log } from '../log.ts';
import type { MetricsOfProcess } from '../metrics/metrics.ts';
import type { ShardState } from './health.ts';
import type { Pace } from './pace.ts';
import { METRICS_WANTED, readReport, UNUSABLE } from './report.ts';

/** It needs well under ten seconds to leave, which is what the process that started it is given. */
const LEAVE_MS = 9_300;
const READY_MS = 30_000;
const METRICS_MS = 1_000;

/** How long one that died waits before it is started again: twice as long each time it has not been on Discord since. */
const [SOONEST_MS, LATEST_MS] = [500, 60_000];

/** A shard in a process of its own, which is started again whenever it dies. */
export class OneShard {
  readonly #shard: Shard;
  readonly #log: Log;
  #health: ShardState['health'] = null;
  #heardMs = performance.now();
  #deaths = 0;
  #onDiscord = Promise.withResolvers<void>();

  constructor(shard: Shard, log: Log) {
    this.#shard = shard;
    this.#log = log;
    shard.on('message', (message) => this.#hear(message));
  }

  get state(): ShardState {
    return { id: this.#shard.id, health: this.#health, silentMs: performance.now() - this.#heardMs };
  }

  /** Keeps it running until told to leave. Resolves with whether it need not be tried any more before that. */
  async run(pace: Pace, signal: AbortSignal): Promise<'unusable' | 'left'> {
    while (!signal.aborted) {
      const process = await this.#start(pace, signal);
      if (process === null) break;
      if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
      this.#health = null;
      if (process.exitCode === UNUSABLE) return 'unusable';
      if (signal.aborted) break;
      const waitMs = Math.min(LATEST_MS, SOONEST_MS * 2 ** this.#deaths);
      this.#deaths += 1;
      const how = process.signalCode ?? process.exitCode;
      this.#log.error({ shard: this.#shard.id, how, waitMs }, 'a shard died: it is started again');
      await delay(waitMs, undefined, { signal }).catch(() => {});
    }
    return 'left';
  }

  /** Null where it does not answer within a moment. */
  async metrics(): Promise<MetricsOfProcess | null> {
    const told = Promise.withResolvers<MetricsOfProcess | null>();
    const hear = (message: unknown) => {
      const report = readReport(message);
      if (report !== null && 'metrics' in report) told.resolve(report.metrics);
    };
    const late = setTimeout(() => told.resolve(null), METRICS_MS);
    this.#shard.on('message', hear);
    try {
      if (this.#shard.process === null) return null;
      this.#shard.send(METRICS_WANTED).catch(() => told.resolve(null));
      return await told.promise;
    } finally {
      clearTimeout(late);
      this.#shard.off('message', hear);
    }
  }

  /** Lets it finish what it does, and sees to it that it ends. */
  async leave(): Promise<void> {
    const { process } = this.#shard;
    if (process === null) return;
    const late = setTimeout(() => process.kill('SIGKILL'), LEAVE_MS);
    const ended = once(process, 'exit');
    process.kill('SIGTERM');
    await ended;
    clearTimeout(late);
  }

  /** Resolves once it is on Discord, or will not be: the next may be started. Null where it was not started. */
  async #start(pace: Pace, signal: AbortSignal): Promise<ChildProcess | null> {
    let started: ChildProcess | null = null;
    await pace.inTurn(this.#shard.id, async () => {
      this.#onDiscord = Promise.withResolvers();
      started = await this.#shard.spawn(-1);
      const over = new AbortController();
      const { signal: ended } = over;
      await Promise.race([
        this.#onDiscord.promise,
        once(started, 'exit', { signal: ended }),
        once(signal, 'abort', { signal: ended }),
        delay(READY_MS, undefined, { signal: ended }),
      ]);
      over.abort();
    });
    return started;
  }

  #hear(message: unknown): void {
    const report = readReport(message);
    if (report === null || !('health' in report)) return;
    this.#health = report.health;
    this.#heardMs = performance.now();
    if (report.health.gateway !== 'connected') return;
    this.#deaths = 0;
    this.#onDiscord.resolve();
  }
}
