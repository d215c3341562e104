import { once } from 'node:events';
import type { Command, Context } from './chat/command.ts';
import { CommandsError, findCommands } from './chat/find-commands.ts';
import { DiscordStartError } from './discord/start-error.ts';
import { openLab } from './lab/index.ts';
import type { Lab } from './lab/lab.ts';
import { type Log, openLog } from './log.ts';
import { type DiscordSettings, readEnvironment, readSettings, SettingsError } from './settings.ts';
import { keeperOf } from './store/missed-questions.ts';

/** What can be wrong where it is run: settings, the way to Discord, a command's or an answer's file. */
const EXPECTED = [SettingsError, DiscordStartError, CommandsError];

/** Runs the bot until it is told to leave. Returns the exit code: 1, and a line on stderr, where it cannot start. */
export async function run(commandsFolder: URL): Promise<number> {
  const leave = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => leave.abort());
  try {
    const { discord, logLevel, missedQuestions } = readSettings(readEnvironment('.env', process.env));
    const log = openLog({ level: logLevel, secrets: discord === null ? [] : [discord.token] });
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'something failed that nobody waited for'));
    const commands = await findCommands(commandsFolder);
    const missed = keeperOf(missedQuestions, (error) => log.error({ err: error }, 'a missed question was not kept'));
    const lab = openLab({ onIdleCrash: (error) => log.error({ err: error }, 'a worker crashed while idle') });
    try {
      if (discord === null) await talkHere({ commands, lab, missed }, leave.signal);
      else await talkOnDiscord(discord, { commands, lab, missed }, log, leave.signal);
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

// Only the surface that is used gets loaded: each brings its own libraries.

interface House {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
}

async function talkHere(house: House, leave: AbortSignal): Promise<void> {
  process.stderr.write('DISCORD_TOKEN is not set, so Halflife talks to you here. .env.example says what can be set.\n');
  const { openPrompt } = await import('./terminal/prompt.ts');
  await Promise.race([openPrompt(house), aborted(leave)]);
}

async function talkOnDiscord(settings: DiscordSettings, house: House, log: Log, leave: AbortSignal): Promise<void> {
  const { openDiscord } = await import('./discord/gateway.ts');
  const discord = await openDiscord({ settings, ...house, log, signal: leave });
  if (discord === null) return;
  const lost = await Promise.race([discord.lost, aborted(leave)]);
  log.info('leaving: what runs is finished first');
  await discord.stop();
  if (lost instanceof DiscordStartError) throw lost;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

if (import.meta.main) process.exit(await run(new URL('../commands/', import.meta.url)));
