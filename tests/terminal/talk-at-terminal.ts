import { run } from '../../src/terminal/talk.ts';

// `npm run talk` for somebody at a terminal: only the signs that it is one are put on.
for (const stream of [process.stdin, process.stdout]) Object.defineProperty(stream, 'isTTY', { value: true });
process.exitCode = await run(new URL('../../commands/', import.meta.url));
