import { setTimeout as delay } from 'node:timers/promises';
import type { BotProcess } from './bot-process.ts';
import type { Crowd } from './crowd.ts';

const PATIENCE_MS = 120_000;

/**
 * Resolves once the bot is done with all but so many of what was asked; or when it has been done with nothing for long.
 * @param before how many requests it had been done with before the first of these.
 */
export async function settled({ asked }: Crowd, bot: BotProcess, { before = 0, butFor = 0 } = {}): Promise<void> {
  let [done, since] = [bot.requests.length, performance.now()];
  while (asked.length + before - bot.requests.length > butFor && performance.now() - since < PATIENCE_MS) {
    await delay(20);
    if (bot.requests.length > done) [done, since] = [bot.requests.length, performance.now()];
  }
}
