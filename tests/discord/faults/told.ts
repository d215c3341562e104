import type { LogLine, TestBot } from '../bot.ts';

/** A line about a request, one for each however it ended. */
export function requestsTold(bot: TestBot): LogLine[] {
  return bot.log().filter(({ msg }) => msg === 'request');
}

/** What the log calls a fault of ours. */
export function errorsTold(bot: TestBot): LogLine[] {
  return bot.log().filter(({ level }) => level >= 50);
}

/** What the log says of this, by its words. */
export function told(bot: TestBot, words: string): LogLine[] {
  return bot.log().filter(({ msg }) => msg === words);
}
