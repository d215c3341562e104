import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Partials,
  REST,
  RESTEvents,
  ShardClientUtil,
} from 'discord.js';
import type { Command, Context } from '../chat/command.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';
import { GatewayState } from '../metrics/gateway-state.ts';
import { type Meters, NO_METERS } from '../metrics/meters.ts';
import type { Crew } from '../requests/crew.ts';
import { Turnstile } from '../requests/turnstile.ts';
import type { DiscordSettings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { Answering } from './answering.ts';
import { heedClockSteps } from './clock-steps.ts';
import { attachmentOrigins, DOWNLOAD_MS } from './download.ts';
import { followGateway } from './follow-gateway.ts';
import { tellOfGateway } from './gateway-lines.ts';
import { Handler } from './handler.ts';
import { InvalidRequests } from './invalid-requests.ts';
import { PROGRESS_EVERY_MS } from './live.ts';
import { registerCommands } from './registration.ts';
import { OpenRequests } from './requests.ts';
import { resumeAll } from './resuming.ts';
import { isTrouble, type OnWait, WAITS, type Waits, withRetry } from './retry.ts';
import { DiscordStartError } from './start-error.ts';
import { wholeAnswers } from './whole-answers.ts';

export interface DiscordOptions {
  readonly settings: DiscordSettings;
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly store: Store;
  readonly turnstile?: Turnstile;
  /** Who does the work in the place of this process; without one it does its own. */
  readonly crew?: Crew;
  readonly missed: Context['missed'];
  readonly log: Log;
  readonly meters?: Meters;
  /** Is kept up to date with the connection. */
  readonly gateway?: GatewayState;
  /** Aborting gives up connecting. */
  readonly signal?: AbortSignal;
  readonly waits?: Waits;
  readonly progressEveryMs?: number;
  /** How long reading an attached file may take. */
  readonly downloadMs?: number;
}

/** The bot, connected and listening. */
export interface Discord {
  /** Resolves with the reason if Discord ends the connection for good, such as after the token was reset. */
  readonly lost: Promise<DiscordStartError>;
  /** Takes nothing new, lets what runs finish for a while, stops the rest, and disconnects. */
  stop(limits?: StopLimits): Promise<void>;
}

export interface StopLimits {
  /** How long what runs may take to finish. */
  readonly finishMs: number;
  /** How long it may then take to tell people that it was stopped. */
  readonly farewellMs: number;
}

/** In all within ten seconds, which is what most give a program that was told to leave. */
const STOP_LIMITS: StopLimits = { finishMs: 6_500, farewellMs: 1_500 };

/**
 * Connects to Discord, registers the commands, and answers. Throws DiscordStartError where it cannot; null when it was
 * told to give up.
 */
export async function openDiscord(options: DiscordOptions): Promise<Discord | null> {
  const { settings, commands, lab, store, missed, log, signal } = options;
  const { waits = WAITS, progressEveryMs = PROGRESS_EVERY_MS, downloadMs = DOWNLOAD_MS } = options;
  const { crew = null } = options;
  // Where others do the work, as much is handed over as keeps many of them busy.
  const { turnstile = new Turnstile(crew === null ? {} : { running: 64 }) } = options;
  const { meters = NO_METERS, gateway = new GatewayState('connecting') } = options;
  const onWait: OnWait = (error, waitMs) => log.warn({ why: error.message, waitMs }, 'Discord is in trouble: waiting');
  const requests = new OpenRequests();
  const cut = new AbortController();
  const leaving = new AbortController();
  const invalid = new InvalidRequests(log);

  const connect = async () => {
    const client = newClient(settings, log, invalid);
    followGateway(client, gateway, meters);
    const answering = new Answering({
      rest: client.rest,
      webhooks: webhooksOf(settings, log),
      ...{ store, turnstile, crew },
      commands,
      lab,
      missed,
      log,
      meters,
      waits,
      onWait,
      progressEveryMs,
      files: { origins: attachmentOrigins(settings.api), limitMs: downloadMs },
      signal: cut.signal,
    });
    const handler = new Handler(answering);
    client.on(Events.InteractionCreate, (interaction) => {
      if (!requests.accept(() => handler.handle(interaction))) requests.track(handler.turnAway(interaction));
    });
    client.on(Events.MessageCreate, (message) => {
      requests.accept(() => handler.hear(message));
    });
    client.on(Events.GuildDelete, ({ id }) => {
      requests.track(store.forgetServer(id).catch((error) => log.warn({ err: error }, 'a server is not forgotten')));
    });
    return { client: await logIn(client, settings.token, signal), answering };
  };

  const connected = await withRetry(connect, waits, onWait, signal).catch((error: unknown) => {
    if (signal?.aborted) return null;
    throw explained(error, settings);
  });
  if (connected === null) return null;
  const { client, answering } = connected;
  const lost = new Promise<DiscordStartError>((resolve) => {
    client.on(Events.ShardDisconnect, ({ code }) => resolve(closedForGood(code)));
    void invalid.tokenRefused.then(() => resolve(refusedToken('401 Unauthorized')));
  });
  try {
    const { id: applicationId } = client.application;
    const { guild } = settings;
    // Of several shards the first is enough.
    const registered =
      isOfShard(client, null) &&
      (await registerCommands(client.rest, commands, { applicationId, guild, waits, onWait }));
    log.info({ commands: commands.length, registered, user: client.user.tag }, 'on Discord');
  } catch (error) {
    if (error instanceof DiscordStartError) {
      await disconnect(client);
      throw error;
    }
    // Those registered at an earlier start still work.
    log.error({ err: error }, 'the commands could not be registered');
  }
  const isMine = (server: string | null) => isOfShard(client, server);
  void resumeAll({ ...{ answering, requests, isMine }, signal: leaving.signal });
  return {
    lost,
    stop: async ({ finishMs, farewellMs } = STOP_LIMITS) => {
      requests.close();
      leaving.abort();
      if (!(await requests.finished(finishMs))) {
        cut.abort();
        await requests.finished(farewellMs);
      }
      client.removeAllListeners(Events.ShardReconnecting);
      await disconnect(client);
    },
  };
}

/** Whether this process hears of a server; conversations of two come to the first. */
function isOfShard({ shard, options }: Client, server: string | null): boolean {
  const all = shard?.count ?? options.shardCount ?? 1;
  const own = shard?.ids ?? [0];
  return own.includes(server === null ? 0 : ShardClientUtil.shardIdForGuildId(server, all));
}

/** For what goes by an interaction's token. Discord has no limit of its own on all of these together. */
export function webhooksOf({ api }: DiscordSettings, log: Log): REST {
  const rest = new REST({ api, retries: 0, globalRequestsPerSecond: 10_000, makeRequest: wholeAnswers });
  heedClockSteps(rest).on(RESTEvents.RateLimited, ({ route, scope, retryAfter }) => {
    log.warn({ route, scope, waitMs: retryAfter }, 'Discord limits our rate: waiting');
  });
  return rest;
}

function newClient(settings: DiscordSettings, log: Log, invalid: InvalidRequests): Client {
  const client = new Client({
    // None of these is privileged: what mentions the bot, or is said to it alone, it may read without.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    // A conversation of two is not known beforehand.
    partials: [Partials.Channel],
    allowedMentions: { parse: [] },
    rest: { api: settings.api, retries: 0, makeRequest: invalid.guard(wholeAnswers) },
    // Interactions are held back until the servers are known; nothing here needs to know them.
    waitGuildTimeout: 1_000,
  });
  client.on(Events.Error, (error) => log.error({ err: error }, 'the Discord client failed'));
  tellOfGateway(client, log);
  client.on(Events.Warn, (text) => log.warn({ text }, 'the Discord client warns'));
  client.on(Events.Debug, (text) => log.trace({ text }, 'the Discord client says'));
  heedClockSteps(client.rest).on(RESTEvents.RateLimited, ({ route, scope, retryAfter }) => {
    log.warn({ route, scope, waitMs: retryAfter }, 'Discord limits our rate: waiting');
  });
  return client;
}

async function logIn(client: Client, token: string, signal?: AbortSignal): Promise<Client<true>> {
  const listening = new AbortController();
  const abandoned = signal === undefined ? listening.signal : AbortSignal.any([signal, listening.signal]);
  const ready = once(client, Events.ClientReady, { signal: abandoned });
  try {
    await Promise.all([client.login(token), ready]);
    return client as Client<true>;
  } catch (error) {
    await disconnect(client);
    throw error;
  } finally {
    listening.abort();
  }
}

const DISCONNECT_MS = 1_000;

/** The library never gets there if it is told to between identifying itself and hearing that it is ready. */
async function disconnect(client: Client): Promise<void> {
  await Promise.race([client.destroy(), delay(DISCONNECT_MS)]);
}

function refusedToken(how: string, cause?: unknown): DiscordStartError {
  return new DiscordStartError(
    `Discord refused DISCORD_TOKEN (${how}): it was reset, or is not this bot's. Copy a new one from the Bot page of ` +
      'your application at https://discord.com/developers/applications',
    { cause },
  );
}

function closedForGood(code: number): DiscordStartError {
  if (code === GatewayCloseCodes.AuthenticationFailed) return refusedToken('gateway 4004');
  return new DiscordStartError(`Discord closed the gateway for good: ${code} ${GatewayCloseCodes[code] ?? ''}`);
}

export function explained(error: unknown, { api }: DiscordSettings): unknown {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return refusedToken('401 Unauthorized', error);
  }
  if (error instanceof DiscordAPIError && error.status === 401) return refusedToken('401 Unauthorized', error);
  if (error instanceof Error && error.message === 'Authentication failed') return refusedToken('gateway 4004', error);
  if (isTrouble(error)) {
    return new DiscordStartError(`Discord cannot be reached at ${api}: ${(error as Error).message}`, { cause: error });
  }
  return error;
}
