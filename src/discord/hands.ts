import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { REST } from 'discord.js';
import type { Command, Context } from '../chat/command.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';
import { type Meters, NO_METERS } from '../metrics/meters.ts';
import type { BossCrew } from '../requests/boss-crew.ts';
import { Turnstile } from '../requests/turnstile.ts';
import type { DiscordSettings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { attachmentOrigins, DOWNLOAD_MS } from './download.ts';
import { type StopLimits, webhooksOf } from './gateway.ts';
import { PROGRESS_EVERY_MS } from './live.ts';
import { WAITS } from './retry.ts';
import { answerTaken } from './taken.ts';

export interface HandsOptions {
  readonly settings: DiscordSettings;
  readonly crew: BossCrew;
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly store: Store;
  readonly missed: Context['missed'];
  readonly log: Log;
  readonly meters?: Meters;
  /** How many requests are worked on at once: two for each core, as one draws while another trains. */
  readonly atOnce?: number;
}

/** Working on what any process accepted. */
export interface Hands {
  /** Takes nothing new, lets what is under way finish for a while, and gives the rest back. */
  stop(limits?: StopLimits): Promise<void>;
}

/** In all well within the ten seconds that most give a program that was told to leave. */
const STOP_LIMITS: StopLimits = { finishMs: 6_500, farewellMs: 1_500 };

/** Takes part in the work: no gateway is needed for that, as whoever is at work tells Discord by itself. */
export function lendHands({ settings, crew, meters = NO_METERS, atOnce, ...house }: HandsOptions): Hands {
  const { log } = house;
  const rest = new REST({ api: settings.api, retries: 0 }).setToken(settings.token);
  const cut = new AbortController();
  const options = {
    ...house,
    rest,
    webhooks: webhooksOf(settings, log),
    turnstile: new Turnstile(),
    meters,
    waits: WAITS,
    onWait: (error: Error, waitMs: number) => {
      log.warn({ why: error.message, waitMs }, 'Discord is in trouble: waiting');
    },
    progressEveryMs: PROGRESS_EVERY_MS,
    files: { origins: attachmentOrigins(settings.api), limitMs: DOWNLOAD_MS },
    signal: cut.signal,
  };
  const taking = crew.work(atOnce ?? 2 * availableParallelism(), (work) => answerTaken(work, options));
  return {
    stop: async ({ finishMs, farewellMs } = STOP_LIMITS) => {
      const stopped = taking.stop();
      await Promise.race([stopped, delay(finishMs)]);
      cut.abort();
      await Promise.race([stopped, delay(farewellMs)]);
    },
  };
}
