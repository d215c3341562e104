import { once } from 'node:events';
import { CommandsError, findCommands } from './chat/find-commands.ts';
import { warmUp } from './chat/warm-up.ts';
import { lendHands } from './discord/hands.ts';
import { openLab } from './lab/index.ts';
import { logUncaught } from './last-words.ts';
import { openLog } from './log.ts';
import { BossCrew } from './requests/boss-crew.ts';
import { secretsOf } from './secrets.ts';
import { readEnvironment, readWorkerSettings, SettingsError } from './settings.ts';
import { keeperOf } from './store/missed-questions.ts';
import { openStore } from './store/open-store.ts';
import { toldToLeave } from './told-to-leave.ts';

/**
 * Works on what bots on any machine have accepted, until it is told to leave: `npm run worker`. Returns the exit code: 1,
 * and a line on stderr, where it cannot start.
 */
export async function runWorker(commandsFolder: URL): Promise<number> {
  const leave = toldToLeave();
  try {
    const settings = readWorkerSettings(readEnvironment('.env', process.env));
    const { logLevel, storage, discord, missedQuestions } = settings;
    const log = openLog({ level: logLevel, secrets: secretsOf(settings) });
    logUncaught(log);
    const commands = await findCommands(commandsFolder);
    const store = openStore(storage, { log });
    const missed = keeperOf(missedQuestions === null ? null : store.missed, (error) =>
      log.error({ err: error }, 'a missed question was not kept'),
    );
    const lab = openLab({ onIdleCrash: (error) => log.error({ err: error }, 'a worker crashed while idle') });
    const crew = new BossCrew({ url: storage.databaseUrl, requests: store.requests, log });
    const hands = lendHands({ settings: discord, crew, commands, lab, store, missed, log });
    log.info({ commands: commands.length }, 'at work');
    void warmUp({ commands, lab, log });
    if (!leave.aborted) await once(leave, 'abort');
    log.info('leaving: what runs is finished, or given back');
    await hands.stop();
    await crew.close();
    await lab.close();
    await store.close();
    return 0;
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof CommandsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

if (import.meta.main) process.exit(await runWorker(new URL('../commands/', import.meta.url)));
