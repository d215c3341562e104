import { setTimeout as delay } from 'node:timers/promises';
import type { Discord } from '../discord-double/index.ts';
import type { BotProcess, LoopDelay, Memory } from './bot-process.ts';
import { Crowd } from './crowd.ts';
import { LIGHT, USUAL, wishes } from './mix.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { settled } from './settled.ts';

export interface BurstOptions {
  readonly requests: number;
  readonly people: number;
  readonly overMs: number;
}

export interface BurstResult {
  readonly outcome: Outcome;
  /** From the first that was asked to the last that was answered. */
  readonly tookMs: number;
  /** While people asked, which is when most is to be done at once; and from then on until all was answered. */
  readonly loopDelay: { readonly asking: LoopDelay; readonly after: LoopDelay };
  readonly memory: Memory;
}

/** Some of the first are there for others to press their buttons. */
const BEFORE = 20;

/** Many people ask at once, each as much as one may: spread evenly, each a little early or late. */
export async function burst(discord: Discord, bot: BotProcess, options: BurstOptions): Promise<BurstResult> {
  const { requests, people, overMs } = options;
  const crowd = new Crowd(discord, people);
  for (const wish of wishes(BEFORE, LIGHT, 2)) crowd.ask(wish);
  await settled(crowd, bot);
  await bot.loopDelay();
  const since = { requests: discord.requests.length, logged: bot.requests.length };
  const begun = performance.now();
  const everyMs = overMs / requests;
  for (const [index, wish] of wishes(requests, USUAL).entries()) {
    const due = begun + everyMs * (index + Math.random());
    await delay(Math.max(0, due - performance.now()));
    crowd.ask(wish);
  }
  const asked = crowd.asked.slice(BEFORE);
  const asking = await bot.loopDelay();
  await settled(crowd, bot);
  const after = await bot.loopDelay();
  const outcome = await outcomeOf(asked, discord, bot, since);
  return {
    outcome,
    tookMs: outcome.endedAt - asked[0]!.at,
    loopDelay: { asking, after },
    memory: bot.memory,
  };
}
