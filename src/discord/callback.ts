import {
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  MessageFlags,
  type REST,
  Routes,
  InteractionResponseType as Type,
} from 'discord.js';
import { bodyOf, type Message, type MessageBody, type Standing } from './message.ts';
import { isAcknowledgedAlready } from './refusals.ts';
import { type OnWait, type Waits, waitsWithin, withRetry, withRetryOfUnhandled } from './retry.ts';

/** What identifies an interaction to Discord. The token is a password for 15 minutes. */
export interface InteractionKey {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
}

export interface CallbackOptions {
  readonly waits: Waits;
  readonly onWait: OnWait;
  /** Called when Discord has taken the acknowledgement, or the reply that is one. */
  readonly onAcknowledged: () => void;
}

/** Later Discord knows the interaction no more. */
const ACKNOWLEDGED_WITHIN_MS = 3_000;

/**
 * What can be said back to one interaction. Discord's own requests, not the library's helpers: those remember whether
 * they have answered, and are wrong about it when the answer to a request was lost and it is sent again.
 */
export class Callback {
  readonly #rest: REST;
  readonly #key: InteractionKey;
  readonly #waits: Waits;
  readonly #onWait: OnWait;
  readonly #onAcknowledged: () => void;

  constructor(rest: REST, key: InteractionKey, { waits, onWait, onAcknowledged }: CallbackOptions) {
    this.#rest = rest;
    this.#key = key;
    this.#waits = waits;
    this.#onWait = onWait;
    this.#onAcknowledged = onAcknowledged;
  }

  /** "Thinking…", for all to see or for the asker alone. Which of the two can never be changed. */
  deferReply({ hidden }: { readonly hidden: boolean }): Promise<void> {
    const flags = hidden ? MessageFlags.Ephemeral : 0;
    return this.#acknowledge(Type.DeferredChannelMessageWithSource, { flags });
  }

  /** "Pressed": the message of the button will change. */
  deferUpdate(): Promise<void> {
    return this.#acknowledge(Type.DeferredMessageUpdate);
  }

  reply(message: Message, { hidden }: { readonly hidden: boolean }): Promise<void> {
    return this.#acknowledge(Type.ChannelMessageWithSource, addressed(message.body, hidden), message.files);
  }

  /** Changes the message of the button. */
  update(message: Message): Promise<void> {
    return this.#acknowledge(Type.UpdateMessage, message.body, message.files);
  }

  /** A form, to whoever pressed a button or used a command. Nothing can be said before it. */
  showForm(form: APIModalInteractionResponseCallbackData): Promise<void> {
    return this.#acknowledge(Type.Modal, form);
  }

  suggest(choices: readonly { readonly name: string; readonly value: string }[]): Promise<void> {
    return this.#acknowledge(Type.ApplicationCommandAutocompleteResult, { choices });
  }

  async #acknowledge(type: Type, data?: object, files: Message['files'] = []): Promise<void> {
    const { id, token } = this.#key;
    const post = async (attempt: number) => {
      try {
        const body = data === undefined ? { type } : { type, data };
        await this.#rest.post(Routes.interactionCallback(id, token), { body, files: [...files], auth: false });
      } catch (error) {
        if (attempt === 1 || !isAcknowledgedAlready(error)) throw error;
      }
    };
    await withRetry(post, waitsWithin(this.#waits, ACKNOWLEDGED_WITHIN_MS), this.#onWait);
    this.#onAcknowledged();
  }

  /** Changes the reply, or after deferUpdate the message of the button. */
  async edit({ body, files }: Message): Promise<void> {
    await withRetry(() => this.#patch(body, files), this.#waits, this.#onWait);
  }

  /** The same, tried once: for what something newer will replace. */
  async tryEdit({ body, files }: Message): Promise<void> {
    await this.#patch(body, files);
  }

  /** Changes the words, and the buttons if they are given, and leaves the rest. */
  async restore(standing: Standing): Promise<void> {
    await withRetry(() => this.#patch(bodyOf(standing)), this.#waits, this.#onWait);
  }

  /** Changes the words alone, tried once: for words that newer ones will replace. */
  async tryEditWords(content: string): Promise<void> {
    await this.#patch(bodyOf({ content }));
  }

  /** What the message of the button says by now, after deferUpdate. */
  async standing(): Promise<APIMessage> {
    const route = this.#originalRoute();
    return (await withRetry(() => this.#rest.get(route, { auth: false }), this.#waits, this.#onWait)) as APIMessage;
  }

  async #patch(body: Partial<MessageBody>, files: Message['files'] = []): Promise<void> {
    await this.#rest.patch(this.#originalRoute(), { body, files: [...files], auth: false });
  }

  /** A further message. Rather one that may be missing than the same one twice. */
  async followUp({ body, files }: Message, { hidden }: { readonly hidden: boolean }): Promise<void> {
    const route = Routes.webhook(this.#key.applicationId, this.#key.token);
    const post = () => this.#rest.post(route, { body: addressed(body, hidden), files: [...files], auth: false });
    await withRetryOfUnhandled(post, this.#waits, this.#onWait);
  }

  async remove(): Promise<void> {
    const route = this.#originalRoute();
    await withRetry(() => this.#rest.delete(route, { auth: false }), this.#waits, this.#onWait);
  }

  #originalRoute() {
    return Routes.webhookMessage(this.#key.applicationId, this.#key.token, '@original');
  }
}

function addressed(body: MessageBody, hidden: boolean): MessageBody {
  return hidden ? { ...body, flags: body.flags | MessageFlags.Ephemeral } : body;
}
