import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from '../chat/command.ts';
import { type CommandsError, findCommands } from '../chat/find-commands.ts';
import { secretsOf, withoutSecrets } from '../secrets.ts';
import type { DiscordSettings, Settings } from '../settings.ts';
import type { AskDiscord } from './discord-api.ts';
import { type Finding, failed, ok, skipped, type Told } from './finding.ts';
import { checkNode } from './node-version.ts';
import { checkSettings } from './settings.ts';

export interface ExamineOptions {
  /** A file of settings, such as `.env`; it may be absent. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly commandsFolder: URL;
  /** How long any one answer from outside is waited for, in milliseconds. */
  readonly limitMs?: number;
  /** How long the runs at the end may take, in milliseconds. */
  readonly trialMs?: number;
  /** In place of the charts' fonts. */
  readonly fonts?: readonly string[];
  /** This machine's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

const LIMIT_MS = 5_000;
const TRIAL_MS = 60_000;

/** Looks at everything the bot needs, a finding at a time, from what it stands on to what it does. Always ends. */
export async function* examine(options: ExamineOptions): AsyncGenerator<Finding, void, undefined> {
  const { settings, told } = checkSettings(options.file, options.environment);
  const clean = withoutSecrets(settings === null ? [] : secretsOf(settings));
  for await (const finding of findings(told, settings, options)) {
    const { remedy } = finding;
    yield { ...finding, says: clean(finding.says), ...(remedy !== undefined && { remedy: clean(remedy) }) };
  }
}

async function* findings(
  aboutSettings: readonly Told[],
  settings: Settings | null,
  options: ExamineOptions,
): AsyncGenerator<Finding, void, undefined> {
  const { limitMs = LIMIT_MS, trialMs = TRIAL_MS, commandsFolder, fonts } = options;
  yield* named('settings', aboutSettings);
  yield* check('node', limitMs, () => checkNode());

  const found = await findCommands(commandsFolder).catch((error: CommandsError) => error);
  const commands = found instanceof Error ? null : found;
  if (found instanceof Error)
    yield* named('commands', [failed(found.message, 'mend that file, or install it anew: npm ci')]);

  if (settings === null) yield* named('discord', [skipped('not looked at: the settings come first')]);
  else if (settings.discord === null) yield* named('discord', [skipped('not on Discord: DISCORD_TOKEN is not set')]);
  else yield* onDiscord(settings.discord, settings.shards !== null, commands, options);

  if (settings === null) yield* named('database', [skipped('not looked at: the settings come first')]);
  else yield* kept(settings.storage, limitMs);

  yield* check('fonts', limitMs, async () => (await import('./fonts.ts')).checkFonts(fonts));
  yield* check('kernel', limitMs, async () => (await import('./kernel.ts')).checkKernel());
  if (settings === null) yield* named('port', [skipped('not looked at: the settings come first')]);
  else yield* check('port', 2 * limitMs, async () => (await import('./port.ts')).checkPort(settings.web, limitMs));
  if (commands === null) yield* named('a run', [skipped('not made: the commands come first')]);
  else yield* check('a run', trialMs, async (signal) => (await import('./trial.ts')).checkTrial(commands, signal));
}

async function* onDiscord(
  settings: DiscordSettings,
  isSharded: boolean,
  commands: readonly Command[] | null,
  { limitMs = LIMIT_MS, now = Date.now }: ExamineOptions,
): AsyncGenerator<Finding, void, undefined> {
  const { askingDiscord, explainedRefusal } = await import('./discord-api.ts');
  const { checkApplication, checkToken } = await import('./identity.ts');
  const ask = askingDiscord(settings, limitMs);
  const asking = (name: string, work: (ask: AskDiscord) => Promise<Told | readonly Told[]>) =>
    check(name, 4 * limitMs, () => work(ask).catch((error) => explainedRefusal(error, settings)));

  let isTaken = false;
  for await (const finding of asking('token', checkToken)) {
    isTaken = finding.state === 'ok';
    yield finding;
  }
  if (!isTaken) {
    yield* named('discord', [skipped('nothing more can be asked of Discord: see to the token first')]);
    return;
  }
  let applicationId = '';
  yield* asking('intents', async (from) => {
    const { id, told } = await checkApplication(from);
    applicationId = id;
    return told;
  });
  if (applicationId !== '') {
    const { checkServers, installLink } = await import('./permissions.ts');
    yield* named('install link', [ok(installLink(applicationId))]);
    yield* asking('servers', (from) => checkServers(from, applicationId));
    if (commands !== null) {
      const { checkRegistered } = await import('./registered.ts');
      const place = { applicationId, guild: settings.guild };
      yield* asking('commands', (from) => checkRegistered(from, commands, place));
    }
  }
  const { checkGateway } = await import('./gateway.ts');
  yield* asking('gateway', (from) => checkGateway(from, limitMs, isSharded));
  const { checkClock } = await import('./clock.ts');
  yield* asking('clock', (from) => checkClock(from, now));
}

async function* kept(storage: Settings['storage'], limitMs: number): AsyncGenerator<Finding, void, undefined> {
  let isThere = false;
  if ('databaseUrl' in storage) {
    const { databaseUrl } = storage;
    yield* check('database', 2 * limitMs, async () => {
      const { told, hasTables } = await (await import('./postgres.ts')).checkPostgres(databaseUrl, limitMs);
      isThere = hasTables && told.state === 'ok';
      return told;
    });
  } else {
    const { dataDir } = storage;
    let canBeMade = false;
    const folder = async () => (await import('./data-folder.ts')).checkDataFolder(dataDir);
    for await (const finding of check('data folder', limitMs, folder)) {
      canBeMade = finding.state !== 'failed';
      yield finding;
    }
    yield* check('database', 2 * limitMs, async () => {
      const { told, hasTables } = (await import('./sqlite.ts')).checkSqlite(dataDir, limitMs);
      isThere = hasTables && told.state !== 'failed';
      return hasTables || canBeMade ? told : skipped('there is none yet: see to the data folder first');
    });
  }
  if (isThere)
    yield* check('database', 2 * limitMs, async () => (await import('./store.ts')).checkStore(storage, limitMs));
}

/** Runs a check that may take so long at most; what it throws is a finding, too. */
async function* check(
  about: string,
  limitMs: number,
  look: (signal: AbortSignal) => Promise<Told | readonly Told[]> | Told,
): AsyncGenerator<Finding, void, undefined> {
  const done = new AbortController();
  const late = delay(limitMs, null, { signal: done.signal });
  late.catch(() => {}); // it is called off
  const giveUp = new AbortController();
  try {
    const told = await Promise.race([Promise.resolve(look(giveUp.signal)), late]);
    if (told === null) {
      giveUp.abort();
      yield* named(about, [
        failed(`no end after ${limitMs / 1e3} s`, 'the machine is too busy, or what is asked hangs: run this again'),
      ]);
    } else {
      yield* named(about, Array.isArray(told) ? told : [told as Told]);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    yield* named(about, [
      failed(`broke: ${why}`, 'install it anew (npm ci); if that does not help, tell who wrote it'),
    ]);
  } finally {
    done.abort();
  }
}

function* named(about: string, told: readonly Told[]): Generator<Finding, void, undefined> {
  for (const each of told) yield { about, ...each };
}
