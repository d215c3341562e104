import { setTimeout as delay } from 'node:timers/promises';
import type { APITextChannel } from 'discord-api-types/v10';
import type { Discord, SeenMessage, SentInteraction } from '../discord-double/index.ts';

/** What the last word of every answer to them is. */
export const ENDED = /^(?:worked for|waited) \d+ ms$/u;

export interface Asking {
  readonly times: number;
  readonly everyMs: number;
  /** Each is asked for up to as much. */
  readonly workMs: number;
  /** Whether all is to be done without what the bot remembers. */
  readonly withoutMemory?: boolean;
}

/** People of several servers who ask for work, with commands and in words. */
export class Crowd {
  readonly #discord: Discord;
  readonly #channels: readonly APITextChannel[];
  readonly interactions: SentInteraction[] = [];
  readonly said: SeenMessage[] = [];
  #asked = 0;

  constructor(discord: Discord, channels: readonly APITextChannel[]) {
    this.#discord = discord;
    this.#channels = channels;
  }

  async ask({ times, everyMs, workMs, withoutMemory = false }: Asking): Promise<void> {
    for (let asked = 0; asked < times; asked += 1) {
      this.#askOnce(String(Math.round(Math.random() * workMs)), withoutMemory);
      await delay(everyMs);
    }
  }

  #askOnce(ms: string, withoutMemory: boolean): void {
    this.#asked += 1;
    const user = this.#discord.world.person(`learner ${this.#asked % 30}`);
    const channel = this.#channels[this.#asked % this.#channels.length]!;
    if (withoutMemory) {
      this.interactions.push(this.#discord.command({ name: 'wait', options: { ms }, user, channel }));
    } else if (this.#asked % 5 === 0) {
      this.said.push(this.#discord.say({ content: `<@${this.#discord.world.bot.id}> ${ms}`, user, channel }));
    } else {
      const options = { ms, ...(this.#asked % 3 === 0 && { private: true }) };
      this.interactions.push(this.#discord.command({ name: 'work', options, user, channel }));
    }
  }

  /** Those that Discord was told of: of the others, people see at once that nothing comes. */
  acknowledged(): SentInteraction[] {
    const taken = this.#discord
      .requestsTo('POST /interactions/:id/:token/callback')
      .filter(({ status }) => status !== undefined && status < 300)
      .map(({ path }) => path.split('/').at(-3));
    return this.interactions.filter(({ id }) => taken.includes(id));
  }

  /** What those that are acknowledged, or have a reply below them, say as long as that is no answer. */
  open(): string[] {
    return [
      ...this.acknowledged().map(({ original }) => original?.content ?? ''),
      ...this.#discord.posted.map(({ content }) => content),
    ].filter((content) => !ENDED.test(content));
  }

  /** Everything that was said beside or after the one answer to each. */
  more(): string[] {
    const answered = this.#discord.posted
      .map(({ message_reference: to }) => to?.message_id)
      .filter((id) => id !== undefined);
    return [
      ...this.interactions.flatMap(({ followUps }) => followUps.map(({ content }) => content)),
      ...answered.filter((id, index) => answered.indexOf(id) !== index),
    ];
  }
}
