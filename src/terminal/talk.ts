import { CommandsError, findCommands } from '../chat/find-commands.ts';
import { openLab } from '../lab/index.ts';
import { readEnvironment, SettingsError } from '../settings.ts';
import { openRemembered } from './own-memory.ts';
import { openPrompt } from './prompt.ts';

/** Talks in this terminal until the person leaves. Returns the exit code: 1, and a line on stderr, where it cannot start. */
export async function run(commandsFolder: URL): Promise<number> {
  try {
    const { own, missed, close } = openRemembered(readEnvironment('.env', process.env), (line) => {
      process.stderr.write(`${line}\n`);
    });
    const lab = openLab(); // its threads start while the commands are loaded
    try {
      await openPrompt({ commands: await findCommands(commandsFolder), lab, missed, own });
    } finally {
      await Promise.all([lab.close(), close()]);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof CommandsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

if (import.meta.main) process.exitCode = await run(new URL('../../commands/', import.meta.url));
