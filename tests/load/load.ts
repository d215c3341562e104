import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startDiscord } from '../discord-double/index.ts';
import { startBot } from './bot-process.ts';
import { burst } from './burst.ts';
import { printBurst, printMemory, printSoak, printWarnings } from './print.ts';
import { soak } from './soak.ts';

/**
 * `npm run load`: asks the bot for much at once, and for long, and prints the README's tables of it. `--quick` is a
 * short one, `--soak N` asks for so many, and `--only burst` or `--only soak` leaves the other out.
 *
 * The bot is a process of its own. The loopback Discord and its people are in this one: they do little but wait, and a
 * third process would take as much of two cores for passing on what was asked. If this process is late, so is the
 * acknowledgement that it sees: what is printed is at worst too slow.
 */

const { values: wanted } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, soak: { type: 'string' }, only: { type: 'string' } },
});
const { quick } = wanted;
const requests = Number(wanted.soak ?? (quick ? 300 : 3_000));

const USUAL_BURST = { requests: 300, people: 60, overMs: 10_000 };

// Checking every body against Discord's document would take of the cores that are measured: the tests do that.
const openApi = { skipped: 'not under load' };

console.log(`On ${availableParallelism()} cores, ${cpus()[0]?.model}, Node ${process.version}.\n`);
if (wanted.only !== 'soak') {
  await using discord = await startDiscord({ openApi });
  await using bot = await startBot(discord);
  const start = bot.memory.now;
  await bot.idle();
  const warm = bot.memory.now;
  const result = await burst(discord, bot, quick ? { requests: 60, people: 12, overMs: 2_000 } : USUAL_BURST);
  printBurst(result);
  await bot.idle();
  printMemory({ start, warm, peak: result.memory.peak, after: bot.memory.now });
  printWarnings(bot.warnings);
}
if (wanted.only !== 'burst') {
  await using discord = await startDiscord({ openApi });
  await using bot = await startBot(discord);
  await bot.idle();
  const warmUp = Math.min(300, requests / 3);
  printSoak(await soak(discord, bot, { requests, people: 60, warmUp, atOnce: 24 }));
  printWarnings(bot.warnings);
}
