import { once } from 'node:events';
import type { Command, Context } from './chat/command.ts';
import { CommandsError, findCommands } from './chat/find-commands.ts';
import { warmUp } from './chat/warm-up.ts';
import type { DiscordOptions } from './discord/gateway.ts';
import { DiscordStartError } from './discord/start-error.ts';
import type { WatchedLab } from './lab/index.ts';
import { openLab } from './lab/index.ts';
import { type Log, openLog } from './log.ts';
import { GatewayState } from './metrics/gateway-state.ts';
import { NO_METERS } from './metrics/meters.ts';
import type { BossCrew } from './requests/boss-crew.ts';
import { secretsOf } from './secrets.ts';
import { readEnvironment, readSettings, type Settings, SettingsError, type WebSettings } from './settings.ts';
import { keepForgetting } from './store/keep-forgetting.ts';
import { keeperOf } from './store/missed-questions.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { toldToLeave } from './told-to-leave.ts';
import { WebStartError } from './web/start-error.ts';

/** What can be wrong where it is run: settings, the way to Discord, the port, a command's or an answer's file. */
const EXPECTED = [SettingsError, DiscordStartError, WebStartError, CommandsError];

/** Runs the bot until it is told to leave. Returns the exit code: 1, and a line on stderr, where it cannot start. */
export async function run(commandsFolder: URL): Promise<number> {
  const leave = toldToLeave();
  try {
    const settings = readSettings(readEnvironment('.env', process.env));
    const { logLevel, storage, missedQuestions } = settings;
    const log = openLog({ level: logLevel, secrets: secretsOf(settings) });
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'something failed that nobody waited for'));
    const commands = await findCommands(commandsFolder);
    const store = openStore(storage, { log });
    const missed = keeperOf(missedQuestions === null ? null : store.missed, (error) =>
      log.error({ err: error }, 'a missed question was not kept'),
    );
    const lab = openLab({ onIdleCrash: (error) => log.error({ err: error }, 'a worker crashed while idle') });
    const endForgetting = keepForgetting(store, log);
    try {
      await talk(settings, { commands, lab, store, missed, log }, leave);
    } finally {
      endForgetting();
      await lab.close();
      await store.close();
    }
    return 0;
  } catch (error) {
    if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

interface House {
  readonly commands: readonly Command[];
  readonly lab: WatchedLab;
  readonly store: Store;
  readonly missed: Context['missed'];
  readonly log: Log;
}

/** Talks on every surface that the settings name, until it is told to leave or Discord closes the door for good. */
async function talk(settings: Settings, house: House, leave: AbortSignal): Promise<void> {
  const { discord, web } = settings;
  const gateway = new GatewayState(discord === null ? 'off' : 'connecting');
  const served = web === null ? null : await serve(web, house, { gateway, leaving: leave });
  void warmUp(house);
  const watched = { ...house, gateway, meters: served?.meters ?? NO_METERS };
  const talking =
    discord === null ? aborted(leave) : talkOnDiscord(settings, { settings: discord, ...watched, signal: leave });
  try {
    await Promise.race([talking, aborted(leave)]);
  } finally {
    await served?.web.stop().catch((error) => house.log.error({ err: error }, 'the server did not stop'));
  }
  await talking;
}

// Only the surfaces that are used get loaded: each brings its own libraries.

async function serve(settings: WebSettings, house: House, state: { gateway: GatewayState; leaving: AbortSignal }) {
  const { openMetrics } = await import('./metrics/metrics.ts');
  const { openWeb } = await import('./web/server.ts');
  const meters = openMetrics(house);
  const web = await openWeb({ settings, ...house, observed: { ...state, metrics: meters } });
  if (settings.page) {
    const others = web.isOpenToOthers ? " (other machines reach it by this machine's name)" : '';
    process.stdout.write(`Halflife is at ${web.address}${others}. Ctrl-C ends it.\n`);
  } else {
    house.log.info({ address: web.address }, 'health and metrics are served');
  }
  return { web, meters };
}

async function talkOnDiscord(
  { storage, works }: Settings,
  options: Omit<DiscordOptions, 'crew'> & { readonly signal: AbortSignal },
): Promise<void> {
  const crew = 'databaseUrl' in storage ? await joinCrew(storage.databaseUrl, options) : null;
  try {
    await beTheBot(crew === null ? options : { ...options, crew }, works ? crew : null);
  } finally {
    await crew?.close();
  }
}

async function joinCrew(url: string, { store, log }: DiscordOptions): Promise<BossCrew> {
  const { BossCrew } = await import('./requests/boss-crew.ts');
  return new BossCrew({ url, requests: store.requests, log });
}

/** @param ownCrew whose work this process shares in. */
async function beTheBot(options: DiscordOptions & { readonly signal: AbortSignal }, ownCrew: BossCrew | null) {
  const { openDiscord } = await import('./discord/gateway.ts');
  const bot = await openDiscord(options);
  if (bot === null) return;
  const hands =
    ownCrew && (await import('./discord/hands.ts')).lendHands({ ...options, meters: NO_METERS, crew: ownCrew });
  const lost = await Promise.race([bot.lost, aborted(options.signal)]);
  options.log.info('leaving: what runs is finished first');
  await Promise.all([bot.stop(), hands?.stop()]);
  if (lost instanceof DiscordStartError) throw lost;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

if (import.meta.main) process.exit(await run(new URL('../commands/', import.meta.url)));
