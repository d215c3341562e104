import { run } from '../../../src/main.ts';

// The bot as it is run, with the commands beside this file instead of its own.
process.exit(await run(new URL('./commands/', import.meta.url)));
