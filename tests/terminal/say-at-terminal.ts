import { run } from '../../src/terminal/say.ts';

Object.defineProperty(process.stderr, 'isTTY', { value: true });
process.exitCode = await run(process.argv.slice(2), new URL('../../commands/', import.meta.url));
