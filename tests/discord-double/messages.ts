import { type APIAttachment, type APIMessage, type APIUser, MessageFlags, MessageType } from 'discord-api-types/v10';
import type { Clock } from './clock.ts';
import { emptyMessage, uploadedFileNotFound } from './refusal.ts';
import type { Snowflakes } from './snowflakes.ts';

/** A file as it arrived in a multipart request. */
export interface UploadedFile {
  /** The n of its field name, `files[n]`. */
  readonly index: number;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface SeenAttachment extends APIAttachment {
  readonly bytes: Buffer;
}

/** A message as people see it; the same as Discord's, with the bytes of its attachments at hand. */
export interface SeenMessage extends Omit<APIMessage, 'attachments'> {
  readonly attachments: readonly SeenAttachment[];
}

/** What a create or edit request may say of a message. A field left out keeps its value on an edit. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: APIMessage['embeds'] | null;
  readonly components?: NonNullable<APIMessage['components']> | null;
  readonly attachments?: readonly { id: string | number; filename?: string; description?: string | null }[] | null;
  readonly flags?: number | null;
  readonly tts?: boolean | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly poll?: unknown;
  readonly sticker_ids?: readonly string[] | null;
  readonly allowed_mentions?: {
    readonly parse?: readonly string[] | null;
    readonly replied_user?: boolean | null;
  } | null;
}

export interface NewMessage {
  readonly channelId: string;
  readonly author: APIUser;
  readonly body: MessageBody;
  readonly files?: readonly UploadedFile[];
  readonly extra?: Partial<Omit<APIMessage, 'attachments'>>;
  /** A deferred reply is a message before it says anything. */
  readonly mayBeEmpty?: boolean;
}

/** Flags a request may set; the rest (loading, for one) are Discord's own. */
const SETTABLE_FLAGS =
  MessageFlags.SuppressEmbeds |
  MessageFlags.Ephemeral |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2 |
  MessageFlags.IsVoiceMessage;

/** "The past few minutes", in which a nonce is remembered. */
const NONCE_LIFE_MS = 5 * 60_000;

/** Every message there is, and Discord's rules for making and changing one. */
export class Messages {
  readonly #snowflakes: Snowflakes;
  readonly #clock: Clock;
  readonly #origin: () => string;
  readonly #byId = new Map<string, SeenMessage>();
  readonly #files = new Map<string, SeenAttachment>();

  constructor(snowflakes: Snowflakes, clock: Clock, origin: () => string) {
    this.#snowflakes = snowflakes;
    this.#clock = clock;
    this.#origin = origin;
  }

  get(id: string): SeenMessage | undefined {
    return this.#byId.get(id);
  }

  file(id: string): SeenAttachment | undefined {
    return this.#files.get(id);
  }

  /** What this author has sent with this nonce in the past few minutes. */
  withNonce(author: APIUser, nonce: string | number): SeenMessage | undefined {
    const since = this.#clock.now() - NONCE_LIFE_MS;
    return [...this.#byId.values()].find(
      (message) => message.author.id === author.id && message.nonce === nonce && Date.parse(message.timestamp) >= since,
    );
  }

  /** The oldest first. */
  inChannel(channelId: string): SeenMessage[] {
    return [...this.#byId.values()].filter((message) => message.channel_id === channelId);
  }

  delete(id: string): boolean {
    return this.#byId.delete(id);
  }

  create({ channelId, author, body, files = [], extra = {}, mayBeEmpty = false }: NewMessage): SeenMessage {
    const message: SeenMessage = {
      id: this.#snowflakes.next(),
      type: MessageType.Default,
      channel_id: channelId,
      author,
      content: body.content ?? '',
      timestamp: new Date(this.#clock.now()).toISOString(),
      edited_timestamp: null,
      tts: body.tts ?? false,
      mention_everyone: pingsEveryone(body),
      mentions: [],
      mention_roles: [],
      embeds: body.embeds ?? [],
      pinned: false,
      components: numbered(body.components ?? []),
      attachments: this.#attach(channelId, [], body, files),
      ...(body.nonce == null ? {} : { nonce: body.nonce }),
      ...extra,
      flags: ((body.flags ?? 0) & SETTABLE_FLAGS) | (extra.flags ?? 0),
    };
    if (!mayBeEmpty && saysNothing(message, body)) throw emptyMessage();
    this.#byId.set(message.id, message);
    return message;
  }

  /** Changes what the body names and keeps the rest. Whether a message is private can not be changed. */
  edit(before: SeenMessage, body: MessageBody, files: readonly UploadedFile[]): SeenMessage {
    const kept = (before.flags ?? 0) & (MessageFlags.Ephemeral | MessageFlags.HasThread | MessageFlags.IsComponentsV2);
    const asked =
      body.flags == null ? (before.flags ?? 0) & SETTABLE_FLAGS : body.flags & SETTABLE_FLAGS & ~MessageFlags.Ephemeral;
    const after: SeenMessage = {
      ...before,
      content: body.content === undefined ? before.content : (body.content ?? ''),
      embeds: body.embeds === undefined ? before.embeds : (body.embeds ?? []),
      components: body.components === undefined ? (before.components ?? []) : numbered(body.components ?? []),
      attachments: this.#attach(before.channel_id, before.attachments, body, files),
      edited_timestamp: new Date(this.#clock.now()).toISOString(),
      flags: kept | asked,
    };
    if (saysNothing(after, body)) throw emptyMessage();
    this.#byId.set(after.id, after);
    return after;
  }

  /**
   * The attachments after a request. An `attachments` list names those to keep by id and describes new files by index;
   * without a list all are kept. Uploaded files are added either way.
   */
  #attach(channelId: string, existing: readonly SeenAttachment[], body: MessageBody, files: readonly UploadedFile[]) {
    const listed = body.attachments === null ? [] : body.attachments;
    const kept: SeenAttachment[] = listed ? [] : [...existing];
    for (const entry of listed ?? []) {
      const held = existing.find(({ id }) => id === String(entry.id));
      if (held) kept.push(entry.description == null ? held : { ...held, description: entry.description });
      else if (!files.some(({ index }) => String(index) === String(entry.id))) throw uploadedFileNotFound();
    }
    const added = files.map((file) => {
      const entry = listed?.find(({ id }) => String(id) === String(file.index));
      return this.store(channelId, { ...file, filename: entry?.filename ?? file.filename }, entry?.description);
    });
    return [...kept, ...added];
  }

  /** Keeps a file and gives it an address, here on the loopback, from which it can be downloaded. */
  store(channelId: string, file: Omit<UploadedFile, 'index'>, description?: string | null): SeenAttachment {
    const id = this.#snowflakes.next();
    const url = `${this.#origin()}/attachments/${channelId}/${id}/${encodeURIComponent(file.filename)}`;
    const attachment: SeenAttachment = {
      id,
      filename: file.filename,
      ...(description ? { description } : {}),
      content_type: file.contentType,
      size: file.bytes.length,
      url,
      proxy_url: url,
      ...pngSize(file.bytes),
      bytes: file.bytes,
    };
    this.#files.set(id, attachment);
    return attachment;
  }
}

/** The message as it goes over the wire: the same, without the bytes. */
export function onTheWire(message: SeenMessage): APIMessage {
  return { ...message, attachments: message.attachments.map(withoutBytes) };
}

export function withoutBytes({ bytes: _, ...attachment }: SeenAttachment): APIAttachment {
  return attachment;
}

/** Whether it would, for a bot with that permission: bots must not depend on lacking it. */
function pingsEveryone({ content, allowed_mentions }: MessageBody): boolean {
  return (
    /@(everyone|here)\b/.test(content ?? '') && (allowed_mentions?.parse?.includes('everyone') ?? !allowed_mentions)
  );
}

function saysNothing(message: SeenMessage, body: MessageBody): boolean {
  const parts = [message.embeds, message.components ?? [], message.attachments, body.sticker_ids ?? []];
  return message.content.trim() === '' && !body.poll && parts.every((part) => part.length === 0);
}

/** Discord numbers the components of a message that come without an id, from 1, in reading order. */
function numbered(components: NonNullable<APIMessage['components']>): NonNullable<APIMessage['components']> {
  let next = 1;
  const number = <T extends object>(component: T): T => {
    const own = { id: next++, ...component };
    if ('components' in own && Array.isArray(own.components)) own.components = own.components.map(number);
    return own;
  };
  return components.map(number);
}

function pngSize(bytes: Buffer): { width?: number; height?: number } {
  const isPng = bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89_50_4e_47;
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : {};
}
