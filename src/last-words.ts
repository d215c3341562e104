import type { Log } from './log.ts';

/**
 * What nobody caught, and what Node warns of, goes to the log. Node's own words on stderr have an error's every field in
 * them: of those of discord.js the address with the interaction's token, and what people wrote.
 */
export function logUncaught(log: Log): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'something failed that nobody waited for'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'something broke that nobody caught: this process ends');
    process.exit(1);
  });
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ err: warning }, 'Node warns'));
}
