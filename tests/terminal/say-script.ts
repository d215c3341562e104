import { run } from '../../src/terminal/say.ts';

/** `npm run say` with the commands beside this file. */
process.exitCode = await run(process.argv.slice(2), new URL('./commands/', import.meta.url));
