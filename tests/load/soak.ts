import type { Discord } from '../discord-double/index.ts';
import type { BotProcess, LoopDelay } from './bot-process.ts';
import { Crowd } from './crowd.ts';
import { LIGHT, wishes } from './mix.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { settled } from './settled.ts';

export interface SoakOptions {
  readonly requests: number;
  readonly people: number;
  /** How many are asked before the memory counts. */
  readonly warmUp: number;
  /** How many of what was asked are unanswered at any time, at most. */
  readonly atOnce: number;
}

export interface SoakResult {
  readonly outcome: Outcome;
  readonly tookMs: number;
  readonly loopDelay: LoopDelay;
  /** MB, at rest, after so many requests. */
  readonly memory: readonly { readonly after: number; readonly mb: number }[];
}

/** How often the memory is looked at, at rest. */
const LOOKS = 10;

/** Asks for long, as fast as it is answered. */
export async function soak(discord: Discord, bot: BotProcess, options: SoakOptions): Promise<SoakResult> {
  const { requests, people, warmUp, atOnce } = options;
  await withoutDemos(discord, bot);
  const before = { requests: discord.requests.length, logged: bot.requests.length };
  const crowd = new Crowd(discord, people);
  const memory: { after: number; mb: number }[] = [];
  const look = async () => {
    await settled(crowd, bot, { before: before.logged });
    await bot.idle();
    memory.push({ after: crowd.asked.length, mb: bot.memory.now });
    const { after, mb } = memory.at(-1)!;
    process.stderr.write(`${after} of ${requests}: ${mb.toFixed(0)} MB\n`);
  };
  const every = Math.ceil((requests - warmUp) / LOOKS);
  await bot.loopDelay();
  const begun = performance.now();
  for (const [index, wish] of wishes(requests, LIGHT).entries()) {
    if (index >= warmUp && (index - warmUp) % every === 0) await look();
    crowd.ask(wish);
    await settled(crowd, bot, { before: before.logged, butFor: atOnce });
  }
  await look();
  return {
    outcome: await outcomeOf(crowd.asked, discord, bot, before),
    tookMs: performance.now() - begun,
    loopDelay: await bot.loopDelay(),
    memory,
  };
}

/** A question is then answered with words and a formula, and no run: many more of them fit into the time. */
async function withoutDemos(discord: Discord, bot: BotProcess): Promise<void> {
  const user = discord.world.manager('manager');
  await discord.command({ name: 'settings', options: { demos: 'no' }, user }).message();
  await bot.idle();
}
