import { findCommands } from '../../src/chat/find-commands.ts';
import { openLab } from '../../src/lab/index.ts';
import { openPrompt } from '../../src/terminal/prompt.ts';

/** The prompt on this process's own stdin and stdout, with the commands beside this file. */
const lab = openLab({ workers: 1 });
await openPrompt({ commands: await findCommands(new URL('./commands/', import.meta.url)), lab, missed: () => {} });
await lab.close();
