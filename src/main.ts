import { once } from 'node:events';
import type { Command, Context } from './chat/command.ts';
import { CommandsError, findCommands } from './chat/find-commands.ts';
import { DiscordStartError } from './discord/start-error.ts';
import type { WatchedLab } from './lab/index.ts';
import { openLab } from './lab/index.ts';
import { type Log, openLog } from './log.ts';
import { readEnvironment, readSettings, type Settings, SettingsError } from './settings.ts';
import { keeperOf } from './store/missed-questions.ts';
import { WebStartError } from './web/start-error.ts';

/** What can be wrong where it is run: settings, the way to Discord, the port, a command's or an answer's file. */
const EXPECTED = [SettingsError, DiscordStartError, WebStartError, CommandsError];

/** Runs the bot until it is told to leave. Returns the exit code: 1, and a line on stderr, where it cannot start. */
export async function run(commandsFolder: URL): Promise<number> {
  const leave = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => leave.abort());
  try {
    const settings = readSettings(readEnvironment('.env', process.env));
    const { discord, logLevel, missedQuestions } = settings;
    const log = openLog({ level: logLevel, secrets: discord === null ? [] : [discord.token] });
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'something failed that nobody waited for'));
    const commands = await findCommands(commandsFolder);
    const missed = keeperOf(missedQuestions, (error) => log.error({ err: error }, 'a missed question was not kept'));
    const lab = openLab({ onIdleCrash: (error) => log.error({ err: error }, 'a worker crashed while idle') });
    try {
      await talk(settings, { commands, lab, missed, log }, leave.signal);
    } finally {
      await lab.close();
    }
    return 0;
  } catch (error) {
    if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

// Only the surfaces that are used get loaded: each brings its own libraries.

interface House {
  readonly commands: readonly Command[];
  readonly lab: WatchedLab;
  readonly missed: Context['missed'];
  readonly log: Log;
}

/** Talks on every surface that the settings name, until it is told to leave or Discord closes the door for good. */
async function talk({ discord, web }: Settings, house: House, leave: AbortSignal): Promise<void> {
  const { log } = house;
  const page = web === null ? null : await (await import('./web/server.ts')).openWeb({ settings: web, ...house });
  try {
    if (page !== null && web?.page === true) process.stderr.write(`Halflife is at ${page.address}\n`);
    else if (page !== null) log.info({ address: page.address }, 'health and metrics are served');
    if (discord === null) return await aborted(leave);
    const { openDiscord } = await import('./discord/gateway.ts');
    const bot = await openDiscord({ settings: discord, ...house, signal: leave });
    if (bot === null) return;
    const lost = await Promise.race([bot.lost, aborted(leave)]);
    log.info('leaving: what runs is finished first');
    await bot.stop();
    if (lost instanceof DiscordStartError) throw lost;
  } finally {
    await page?.stop();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

if (import.meta.main) process.exit(await run(new URL('../commands/', import.meta.url)));
