import { runWorker } from '../../../src/worker.ts';

// A worker as it is run, with the commands of the test's bot instead of its own.
process.exit(await runWorker(new URL('../../discord/child/commands/', import.meta.url)));
