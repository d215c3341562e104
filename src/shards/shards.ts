import { type APIGatewayBotInfo, REST, Routes, ShardingManager } from 'discord.js';
import { explained } from '../discord/gateway.ts';
import { WAITS, withRetry } from '../discord/retry.ts';
import { DiscordStartError } from '../discord/start-error.ts';
import type { Log } from '../log.ts';
import type { MetricsOfProcess } from '../metrics/metrics.ts';
import type { DiscordSettings } from '../settings.ts';
import { healthOfShards, type ShardsHealth } from './health.ts';
import { OneShard } from './one-shard.ts';
import { Pace } from './pace.ts';

export interface ShardsOptions {
  readonly settings: DiscordSettings;
  /** How many; `auto` for as many as Discord recommends. */
  readonly amount: number | 'auto';
  /** The program that each runs. */
  readonly file: string;
  readonly log: Log;
  /** Aborts when all are to leave. */
  readonly signal: AbortSignal;
}

/** The processes that share the connection to Discord, each with a share of the servers. */
export class Shards {
  readonly #options: ShardsOptions;
  #shards: readonly OneShard[] = [];

  constructor(options: ShardsOptions) {
    this.#options = options;
  }

  /** Starts them, and keeps them running until told to leave. Throws DiscordStartError where they cannot be. */
  async run(): Promise<void> {
    const { settings, file, log, signal } = this.#options;
    const told = await this.#askDiscord().catch((error: unknown) => {
      if (signal.aborted) return null;
      throw explained(error, settings);
    });
    if (told === null) return;
    const { amount, atOnce } = told;
    const manager = new ShardingManager(file, {
      totalShards: amount,
      mode: 'process',
      respawn: false, // it would at once and for ever, and Discord takes a thousand a day
      token: settings.token,
      execArgv: process.execArgv,
    });
    const pace = new Pace(atOnce, signal);
    this.#shards = Array.from({ length: amount }, (_, id) => new OneShard(manager.createShard(id), log));
    const running = this.#shards.map((shard) => shard.run(pace, signal));
    const left = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
      if (signal.aborted) resolve();
    });
    const unusable = Promise.race(running.map(async (run) => ((await run) === 'unusable' ? true : left)));
    const isUnusable = (await Promise.race([unusable, left])) === true;
    if (!isUnusable) log.info('leaving: the shards finish what runs first');
    await Promise.all(this.#shards.map((shard) => shard.leave()));
    if (isUnusable) throw new DiscordStartError('a shard cannot run: it said why');
  }

  health(): ShardsHealth {
    const states = this.#shards.map(({ state }) => state);
    return healthOfShards(states, this.#options.signal);
  }

  /** Of each that answers within a moment. */
  async metrics(): Promise<MetricsOfProcess[]> {
    const told = await Promise.all(this.#shards.map((shard) => shard.metrics()));
    return told.filter((metrics) => metrics !== null);
  }

  async #askDiscord(): Promise<{ amount: number; atOnce: number }> {
    const { settings, log, signal } = this.#options;
    const rest = new REST({ api: settings.api, retries: 0 }).setToken(settings.token);
    const told = (await withRetry(
      () => rest.get(Routes.gatewayBot(), { signal }),
      WAITS,
      (error, waitMs) => log.warn({ why: error.message, waitMs }, 'Discord is in trouble: waiting'),
      signal,
    )) as APIGatewayBotInfo;
    const { shards: recommended, session_start_limit: limit } = told;
    const amount = this.#options.amount === 'auto' ? recommended : this.#options.amount;
    if (limit.remaining < amount) {
      throw new DiscordStartError(
        `Discord lets this bot connect ${limit.remaining} more times today, and ${amount} shards have to: ` +
          `start it again in ${Math.ceil(limit.reset_after / 60_000)} minutes`,
      );
    }
    log.info({ shards: amount, recommended }, 'starting the shards');
    return { amount, atOnce: limit.max_concurrency };
  }
}
