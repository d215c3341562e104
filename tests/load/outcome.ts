import type { Discord, SeenMessage, SeenRequest } from '../discord-double/index.ts';
import type { BotProcess } from './bot-process.ts';
import { type Asked, answersTo, finalState } from './crowd.ts';

/** What became of all that was asked. Times in milliseconds. */
export interface Outcome {
  readonly asked: number;
  /** From the dispatch to Discord's having it, of commands and buttons. */
  readonly acknowledged: readonly number[];
  /** The same of words in the channel, as the bot's log has it: until Discord knew that it types, or had the answer. */
  readonly mentions: readonly number[];
  /** Those without an answer that stays, acknowledged or not. */
  readonly lost: readonly Asked[];
  readonly twice: number;
  readonly refused: number;
  /** From the dispatch of a `/train` to its answer with its chart. */
  readonly trains: readonly number[];
  /** Until the turn of what trains had come, as the log has it. */
  readonly waits: readonly number[];
  /** When the last of the answers came, on Discord's clock. */
  readonly endedAt: number;
  readonly requests: number;
  /** Edits that tell the place in line. */
  readonly placesTold: number;
}

/** Where the requests to Discord, and the bot's log, stood before. */
export interface Since {
  readonly requests: number;
  readonly logged: number;
}

export async function outcomeOf(
  asked: readonly Asked[],
  discord: Discord,
  bot: BotProcess,
  since: Since,
): Promise<Outcome> {
  const requests = discord.requests.slice(since.requests);
  const logged = bot.requests.slice(since.logged);
  const ended = asked.map((each) => ({ ...each, end: finalState(each, discord) }));
  const answered = ended.flatMap(({ end, ...each }) => (end === undefined ? [] : [{ ...each, endedAt: timeOf(end) }]));
  return {
    asked: asked.length,
    acknowledged: await acknowledgements(asked),
    mentions: logged.filter(({ via }) => via === 'mention').flatMap(({ ackMs }) => ackMs ?? []),
    lost: ended.filter(({ end }) => end === undefined),
    twice: asked.filter((each) => answersOf(each, discord) > 1).length,
    refused: logged.filter(({ outcome }) => outcome === 'refused').length,
    trains: answered.filter(({ kind }) => kind === 'train').map(({ at, endedAt }) => endedAt - at),
    waits: logged.filter(({ command }) => command === 'train').flatMap(({ waitMs }) => waitMs ?? []),
    endedAt: Math.max(...answered.map(({ endedAt }) => endedAt)),
    requests: requests.length,
    placesTold: requests.filter(tellsPlace).length,
  };
}

async function acknowledgements(asked: readonly Asked[]): Promise<number[]> {
  const all = asked.flatMap(({ interaction }) => interaction ?? []);
  const times = await Promise.allSettled(all.map((each) => each.acknowledged({ timeoutMs: 1 })));
  return times.flatMap((time) => (time.status === 'fulfilled' ? [time.value.atMs] : []));
}

function answersOf({ interaction, said }: Asked, discord: Discord): number {
  return interaction === null ? answersTo(said!, discord).length : interaction.followUps.length;
}

function timeOf({ timestamp, edited_timestamp: edited }: SeenMessage): number {
  return Date.parse(edited ?? timestamp);
}

function tellsPlace({ body }: SeenRequest): boolean {
  const content = (body as { content?: unknown } | undefined)?.content;
  return typeof content === 'string' && /⏳ (?:You are next|Waiting in line)/u.test(content);
}
