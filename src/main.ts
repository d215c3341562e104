import { once } from 'node:events';
import type { Command, Context } from './chat/command.ts';
import { CommandsError, findCommands } from './chat/find-commands.ts';
import { warmUp } from './chat/warm-up.ts';
import { DiscordStartError } from './discord/start-error.ts';
import type { WatchedLab } from './lab/index.ts';
import { openLab } from './lab/index.ts';
import { logUncaught } from './last-words.ts';
import { type Log, openLog } from './log.ts';
import { GatewayState } from './metrics/gateway-state.ts';
import { NO_METERS } from './metrics/meters.ts';
import type { Metrics } from './metrics/metrics.ts';
import { secretsOf } from './secrets.ts';
import {
  isOneShard,
  readEnvironment,
  readSettings,
  type Settings,
  SettingsError,
  type WebSettings,
} from './settings.ts';
import { NO_LAB } from './shards/no-lab.ts';
import { UNUSABLE } from './shards/report.ts';
import type { Shards } from './shards/shards.ts';
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
  const isShard = isOneShard(process.env);
  const leave = isShard ? AbortSignal.any([toldToLeave(), await managerGone()]) : toldToLeave();
  try {
    const settings = readSettings(readEnvironment('.env', process.env));
    // discord.js takes this for the number of a shard, which it is in those alone.
    if (!isShard) delete process.env['SHARDS'];
    const { logLevel, storage, missedQuestions } = settings;
    const log = openLog({ level: logLevel, secrets: secretsOf(settings) });
    logUncaught(log);
    const commands = await findCommands(commandsFolder);
    const store = openStore(storage, { log });
    const missed = keeperOf(missedQuestions === null ? null : store.missed, (error) =>
      log.error({ err: error }, 'a missed question was not kept'),
    );
    const lab =
      settings.shards === null || settings.web?.page === true
        ? openLab({ onIdleCrash: (error) => log.error({ err: error }, 'a worker crashed while idle') })
        : NO_LAB;
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
    return isShard ? UNUSABLE : 1;
  }
}

async function managerGone(): Promise<AbortSignal> {
  const shard = await import('./shards/shard.ts');
  return shard.managerGone();
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
  const shards = await shardsFor(settings, house, leave);
  const served = web === null ? null : await serve(web, house, { gateway, leaving: leave }, shards);
  const reported = isOneShard(process.env) ? await report(house, { gateway, leaving: leave }) : null;
  if (house.lab !== NO_LAB) void warmUp(house);
  const talking = async () => {
    if (discord === null) return aborted(leave);
    if (shards !== null) return shards.run();
    const { beOnDiscord } = await import('./bot.ts');
    const meters = served?.meters ?? reported ?? NO_METERS;
    return beOnDiscord(settings, { settings: discord, ...house, gateway, meters, signal: leave });
  };
  const talk = talking();
  try {
    await Promise.race([talk, aborted(leave)]);
  } finally {
    await served?.web.stop().catch((error) => house.log.error({ err: error }, 'the server did not stop'));
  }
  await talk;
}

// Only the surfaces that are used get loaded: each brings its own libraries.

interface State {
  readonly gateway: GatewayState;
  readonly leaving: AbortSignal;
}

/** Null where this process does its own talking. */
async function shardsFor({ discord, shards }: Settings, { log }: House, signal: AbortSignal): Promise<Shards | null> {
  if (discord === null || shards === null) return null;
  const { Shards } = await import('./shards/shards.ts');
  return new Shards({ settings: discord, amount: shards, file: process.argv[1]!, log, signal });
}

/** What this process meters is told by the one that started it. */
async function report(house: House, state: State): Promise<Metrics> {
  const { openMetrics } = await import('./metrics/metrics.ts');
  const { reportToManager } = await import('./shards/shard.ts');
  const meters = openMetrics(house);
  reportToManager({ ...house, ...state }, meters);
  return meters;
}

async function serve(settings: WebSettings, house: House, state: State, shards: Shards | null) {
  const { addedUp, openMetrics } = await import('./metrics/metrics.ts');
  const { openWeb } = await import('./web/server.ts');
  const meters = openMetrics(house);
  const ofAll = shards && {
    health: () => shards.health(),
    metrics: {
      ...meters,
      text: async () =>
        addedUp(await Promise.all([meters.ofProcess(), shards.metrics()]).then(([own, of]) => [own, ...of])),
    },
  };
  const web = await openWeb({ settings, ...house, observed: { ...state, metrics: meters, ...ofAll } });
  if (settings.page) {
    const others = web.isOpenToOthers ? " (other machines reach it by this machine's name)" : '';
    process.stdout.write(`Halflife is at ${web.address}${others}. Ctrl-C ends it.\n`);
  } else {
    house.log.info({ address: web.address }, 'health and metrics are served');
  }
  return { web, meters };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

if (import.meta.main) process.exit(await run(new URL('../commands/', import.meta.url)));
