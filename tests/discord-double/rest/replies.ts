import {
  type APIApplicationCommandOptionChoice,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType as Callback,
  InteractionType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import type { Clock } from '../clock.ts';
import type { InteractionState } from '../interactions.ts';
import type { MessageBody, Messages, SeenMessage, UploadedFile } from '../messages.ts';
import type { World } from '../world.ts';

export interface CallbackBody {
  readonly type: Callback;
  readonly data?: MessageBody &
    Partial<APIModalInteractionResponseCallbackData> & {
      readonly choices?: readonly APIApplicationCommandOptionChoice[];
    };
}

/** Told of each message that others in the channel can see come, change and go. */
export interface Audience {
  created(message: SeenMessage): void;
  updated(message: SeenMessage): void;
  deleted(message: SeenMessage): void;
}

/** What an interaction's reply does: acknowledging it, editing it, following it up. */
export class Replies {
  readonly #world: World;
  readonly #messages: Messages;
  readonly #clock: Clock;
  readonly #audience: Audience;

  constructor(world: World, messages: Messages, clock: Clock, audience: Audience) {
    this.#world = world;
    this.#messages = messages;
    this.#clock = clock;
    this.#audience = audience;
  }

  acknowledge(state: InteractionState, { type, data = {} }: CallbackBody, files: readonly UploadedFile[]): void {
    if (type === Callback.ChannelMessageWithSource) this.#reply(state, data, files, false);
    if (type === Callback.DeferredChannelMessageWithSource) this.#reply(state, { flags: data.flags ?? 0 }, [], true);
    if (type === Callback.DeferredMessageUpdate && state.source) state.originalId = state.source.id;
    if (type === Callback.UpdateMessage && state.source) {
      state.originalId = state.source.id;
      this.edit(state, state.source.id, data, files);
    }
    if (type === Callback.ApplicationCommandAutocompleteResult) state.choices = data.choices ?? [];
    if (type === Callback.Modal) state.modal = data as APIModalInteractionResponseCallbackData;
    const atMs = this.#clock.now() - state.createdAt;
    state.acknowledgement = { type, flags: data.flags ?? 0, data, atMs };
  }

  #reply(state: InteractionState, body: MessageBody, files: readonly UploadedFile[], loading: boolean): void {
    const message = this.#messages.create({
      channelId: state.channelId,
      author: this.#world.bot,
      body,
      files,
      mayBeEmpty: loading,
      extra: {
        ...this.#origin(state),
        type: state.source ? MessageType.Reply : MessageType.ChatInputCommand,
        ...(loading ? { flags: MessageFlags.Loading } : {}),
      },
    });
    state.originalId = message.id;
    state.loading = loading;
    if (!loading) state.edits.push(message);
    if (!isPrivate(message)) this.#audience.created(message);
  }

  /** Edits a message of this interaction; the first edit of a deferred one takes its "thinking…" away. */
  edit(
    state: InteractionState,
    id: string,
    body: MessageBody,
    files: readonly UploadedFile[],
  ): SeenMessage | undefined {
    const before = this.#messages.get(id);
    if (!before) return undefined;
    const after = this.#messages.edit(before, body, files);
    if (id === state.originalId) {
      state.loading = false;
      state.edits.push(after);
    } else {
      const n = state.followUps.findIndex((followUp) => followUp.id === id);
      if (n >= 0) state.followUps[n] = after;
    }
    if (!isPrivate(after)) this.#audience.updated(after);
    return after;
  }

  /** A further message. The first after a deferral fills the deferred one instead, as Discord's does. */
  followUp(state: InteractionState, body: MessageBody, files: readonly UploadedFile[]): SeenMessage {
    if (state.loading && state.originalId) {
      const filled = this.edit(state, state.originalId, body, files);
      if (filled) return filled;
    }
    const message = this.#messages.create({
      channelId: state.channelId,
      author: this.#world.bot,
      body,
      files,
      extra: { ...this.#origin(state), type: MessageType.Reply },
    });
    state.followUps.push(message);
    if (!isPrivate(message)) this.#audience.created(message);
    return message;
  }

  remove(state: InteractionState, message: SeenMessage): void {
    this.#messages.delete(message.id);
    if (message.id === state.originalId) state.loading = false;
    if (!isPrivate(message)) this.#audience.deleted(message);
  }

  /** Who a reply is for: what lets a bot tell the asker from others when a button is pressed. */
  #origin({ id, payload, user, source }: InteractionState): Partial<Omit<APIMessage, 'attachments'>> {
    const metadata = {
      id,
      type: payload.type,
      user,
      authorizing_integration_owners: payload.authorizing_integration_owners,
      ...(payload.type === InteractionType.MessageComponent && source ? { interacted_message_id: source.id } : {}),
    } as NonNullable<APIMessage['interaction_metadata']>;
    return {
      application_id: this.#world.applicationId,
      webhook_id: this.#world.applicationId,
      interaction_metadata: metadata,
    };
  }
}

export function isPrivate(message: SeenMessage): boolean {
  return ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}
