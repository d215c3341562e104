import { type APIUser, ComponentType } from 'discord-api-types/v10';
import { parseFormId, STOP_ID } from '../../src/chat/invocation.ts';
import { withoutProgress } from '../../src/discord/progress-words.ts';
import { type Discord, ImpossibleError, type SeenMessage, type SentInteraction } from '../discord-double/index.ts';
import type { Kind, Wish } from './mix.ts';

const EPHEMERAL = 64;

/** One thing that somebody did, and what has come of it so far. */
export interface Asked {
  readonly kind: Kind;
  readonly user: APIUser;
  /** In milliseconds on Discord's clock. */
  readonly at: number;
  /** Null for words said in the channel. */
  readonly interaction: SentInteraction | null;
  readonly said: SeenMessage | null;
}

/** People of one server, and all they have asked. */
export class Crowd {
  readonly asked: Asked[] = [];
  readonly #discord: Discord;
  readonly #people: readonly APIUser[];
  /** Whose buttons have not been pressed yet: a reply's are pressed once, so that none is cut short. */
  readonly #unpressed: Asked[] = [];

  constructor(discord: Discord, people: number) {
    this.#discord = discord;
    this.#people = Array.from({ length: people }, (_, index) => discord.world.person(`learner ${index + 1}`));
  }

  /** Each person in turn. Where nothing can be pressed yet, they ask for help. */
  ask(wish: Wish): void {
    const user = this.#people[this.asked.length % this.#people.length]!;
    const asked = { kind: wish.kind, user, at: this.#discord.clock.now(), ...this.#done(wish, user) };
    this.asked.push(asked);
    if (wish.kind === 'train' || wish.kind === 'step') this.#unpressed.push(asked);
  }

  #done(wish: Wish, user: APIUser): Pick<Asked, 'interaction' | 'said'> {
    if (wish.kind === 'mention') {
      return { interaction: null, said: this.#discord.say({ content: wish.says, mention: true, user }) };
    }
    if (wish.kind === 'press') return { interaction: this.#press(user), said: null };
    const { command, options } = wish.asks;
    return { interaction: this.#discord.command({ name: command, options, user }), said: null };
  }

  /** Rather under a reply of their own, which changes it; under another's they get one of their own. */
  #press(user: APIUser): SentInteraction {
    const ready = this.#unpressed.filter((asked) => buttonOf(finalState(asked, this.#discord)) !== null);
    const target = ready.find((asked) => asked.user === user) ?? ready[0];
    if (target === undefined) return this.#discord.command({ name: 'help', options: {}, user });
    this.#unpressed.splice(this.#unpressed.indexOf(target), 1);
    const message = finalState(target, this.#discord)!;
    try {
      return this.#discord.press({ message, customId: buttonOf(message)!, user });
    } catch (error) {
      if (!(error instanceof ImpossibleError)) throw error;
      return this.#discord.command({ name: 'help', options: {}, user });
    }
  }
}

/** The reply as it stands; undefined while it is not what it will stay. */
export function finalState({ interaction, said }: Asked, discord: Discord): SeenMessage | undefined {
  const last = interaction === null ? answersTo(said!, discord).at(-1) : lastState(interaction);
  return last !== undefined && isFinal(last) ? last : undefined;
}

/** The bot's messages that answer this one. */
export function answersTo({ id }: SeenMessage, discord: Discord): SeenMessage[] {
  return discord.posted.filter(({ message_reference: to }) => to?.message_id === id);
}

function lastState({ edits, followUps }: SentInteraction): SeenMessage | undefined {
  return followUps.at(-1) ?? edits.at(-1);
}

/** Neither how far the work is nor a button to stop it: whoever reads it waits for nothing. */
function isFinal(message: SeenMessage): boolean {
  const { content } = message;
  return (
    content !== '' &&
    withoutProgress(`\n${content}`) === `\n${content}` &&
    !content.startsWith('⏳') &&
    !customIds(message).includes(STOP_ID)
  );
}

/** A button that everybody can see and that asks for something at once. */
function buttonOf(message: SeenMessage | undefined): string | null {
  if (message === undefined || ((message.flags ?? 0) & EPHEMERAL) !== 0) return null;
  return customIds(message).find((id) => id !== STOP_ID && parseFormId(id) === null) ?? null;
}

function customIds({ components = [] }: SeenMessage): string[] {
  return components
    .flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
    .flatMap((button) => ('custom_id' in button ? [button.custom_id] : []));
}
