import { CommandsError, findCommands } from '../chat/find-commands.ts';
import { openLab } from '../lab/index.ts';
import { readEnvironment, readMissedQuestions, SettingsError } from '../settings.ts';
import { keeperOf } from '../store/missed-questions.ts';
import { openPrompt } from './prompt.ts';

/** Talks in this terminal until the person leaves. Returns the exit code: 1, and a line on stderr, where it cannot start. */
export async function run(commandsFolder: URL): Promise<number> {
  try {
    const folder = readMissedQuestions(readEnvironment('.env', process.env));
    const missed = keeperOf(folder, (error) => process.stderr.write(`a missed question was not kept: ${error}\n`));
    const lab = openLab(); // its threads start while the commands are loaded
    try {
      await openPrompt({ commands: await findCommands(commandsFolder), lab, missed });
    } finally {
      await lab.close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof CommandsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

// No exit: a missed question may just be being written down.
if (import.meta.main) process.exitCode = await run(new URL('../../commands/', import.meta.url));
