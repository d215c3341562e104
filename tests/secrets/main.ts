import { run } from '../../src/main.ts';

// The bot as it is run, with commands beside this file: some of its own, and one that spills all it can.
process.exit(await run(new URL('./commands/', import.meta.url)));
