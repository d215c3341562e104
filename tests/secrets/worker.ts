import { runWorker } from '../../src/worker.ts';
import { INTERACTION_TOKEN } from './interaction-token.ts';

// A worker as it is run, in which something breaks that nobody catches once it is told to.
process.on('SIGUSR2', () => {
  throw Object.assign(new Error('nobody caught it'), {
    url: `https://discord.com/api/webhooks/1/${INTERACTION_TOKEN}`,
  });
});
process.exit(await runWorker(new URL('../discord/child/commands/', import.meta.url)));
