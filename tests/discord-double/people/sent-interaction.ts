import {
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType as Callback,
} from 'discord-api-types/v10';
import type { Bulletin, Patience } from '../bulletin.ts';
import type { Acknowledgement, InteractionState } from '../interactions.ts';
import type { Messages, SeenMessage } from '../messages.ts';
import type { Problems } from '../problems.ts';
import type { Channel } from '../world.ts';
import { ImpossibleError } from './impossible.ts';

export interface MessageWish extends Patience {
  /** Which state of the reply to wait for (default: the first that is not "thinking…"). */
  readonly until?: (message: SeenMessage) => boolean;
}

/** An interaction someone sent: what came of it, now or awaited. */
export class SentInteraction {
  readonly #state: InteractionState;
  readonly #channel: Channel;
  readonly #messages: Messages;
  readonly #bulletin: Bulletin;
  readonly #problems: Problems;

  constructor(state: InteractionState, channel: Channel, messages: Messages, bulletin: Bulletin, problems: Problems) {
    this.#state = state;
    this.#channel = channel;
    this.#messages = messages;
    this.#bulletin = bulletin;
    this.#problems = problems;
  }

  get id(): string {
    return this.#state.id;
  }

  get token(): string {
    return this.#state.token;
  }

  /** The payload that was dispatched. */
  get payload(): InteractionState['payload'] {
    return this.#state.payload;
  }

  /** The reply (`@original`) as it is now; undefined if there is none, or it was deleted. */
  get original(): SeenMessage | undefined {
    return this.#state.originalId === undefined ? undefined : this.#messages.get(this.#state.originalId);
  }

  /** Every state the reply has been in, the first included, "thinking…" not. */
  get edits(): readonly SeenMessage[] {
    return [...this.#state.edits];
  }

  get followUps(): readonly SeenMessage[] {
    return [...this.#state.followUps];
  }

  /** Makes its token worthless at once, as 15 minutes would. */
  expire(): void {
    this.#state.expired = true;
  }

  acknowledged(patience?: Patience): Promise<Acknowledgement> {
    return this.#until(() => this.#state.acknowledgement, 'no acknowledgement', patience);
  }

  /** The first state of the reply that fits, whether it is past or still to come. */
  message({ until = () => true, ...patience }: MessageWish = {}): Promise<SeenMessage> {
    return this.#until(() => this.#state.edits.find(until), 'no such reply', patience);
  }

  /** The nth follow-up (from 0) that fits. */
  followUp({ until = () => true, ...patience }: MessageWish = {}, n = 0): Promise<SeenMessage> {
    return this.#until(() => this.#state.followUps.filter(until)[n], `no such follow-up (${n})`, patience);
  }

  choices(patience?: Patience): Promise<readonly APIApplicationCommandOptionChoice[]> {
    return this.#until(() => this.#state.choices, 'no choices', patience);
  }

  modal(patience?: Patience): Promise<APIModalInteractionResponseCallbackData> {
    return this.#until(() => this.#state.modal, 'no modal', patience);
  }

  /** The form that stands before the person, and where it was opened. */
  get formShown() {
    const { modal: form, user, source, label } = this.#state;
    if (form === undefined) throw new ImpossibleError(`${label}: no form was shown`);
    return { form, user, channel: this.#channel, source };
  }

  #until<T>(probe: () => T | undefined, missing: string, patience: Patience | undefined): Promise<T> {
    return this.#bulletin.until(probe, () => `${this.#state.label}: ${missing}; ${this.#story()}`, patience);
  }

  #story(): string {
    const { acknowledgement, edits, followUps } = this.#state;
    const problems = this.#problems.list.map(({ text }) => `problem: ${text}`);
    if (!acknowledgement) return ['it was not acknowledged at all', ...problems].join('; ');
    return [
      `it was acknowledged with type ${acknowledgement.type} (${Callback[acknowledgement.type]})`,
      ...edits.map((message, n) => `reply ${n}: ${summary(message)}`),
      ...followUps.map((message, n) => `follow-up ${n}: ${summary(message)}`),
      ...problems,
    ].join('; ');
  }
}

function summary({ content, attachments, components = [] }: SeenMessage): string {
  const text = content.length > 120 ? `${content.slice(0, 120)}…` : content;
  return `${JSON.stringify(text)} with ${attachments.length} attachment(s), ${components.length} row(s)`;
}
