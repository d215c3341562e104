import {
  type APIMessage,
  type APIUser,
  MessageFlags,
  type REST,
  type RESTPostAPIChannelMessageResult,
  Routes,
} from 'discord.js';
import type { Answer } from '../chat/answer.ts';
import { MAX_TEXT, type Reply } from '../chat/reply.ts';
import type { Log } from '../log.ts';
import { bodyOf, type Message, type MessageBody, type Standing, standingOf } from './message.ts';
import type { Place, PlaceNotes } from './place.ts';
import { replyWithProgress, withProgress } from './progress-words.ts';
import { isForbidden, isLost } from './refusals.ts';
import { undressed } from './resumed.ts';
import { type OnWait, type Waits, withRetry } from './retry.ts';
import { sendReply } from './send.ts';

export interface ChannelReplyOptions {
  readonly rest: REST;
  readonly log: Log;
  readonly waits: Waits;
  readonly onWait: OnWait;
  /** The channel or thread, and the message in it that is answered. */
  readonly channelId: string;
  readonly messageId: string;
  readonly notes: PlaceNotes;
  /** Called when Discord shows that the bot is typing. */
  readonly onAcknowledged: () => void;
}

interface Posted {
  readonly id: string;
  /** What stands there without its progress. */
  readonly standing: Required<Standing>;
}

/**
 * A reply to a message, below it in its channel or thread. Nothing can be private here, so a mistake is told in the
 * open. Nobody is pinged: whoever asked is there.
 */
export class ChannelReply implements Place {
  readonly #options: ChannelReplyOptions;
  /** The reply once it stands there. */
  #posted: Posted | null = null;
  #messages = 0;
  #isResumed = false;

  constructor(options: ChannelReplyOptions) {
    this.#options = options;
  }

  async replyAtOnce({ reply }: Answer): Promise<void> {
    await sendReply(reply, this.#options.log, (message) => this.#post(message, standingOf(reply)));
  }

  /** "… is typing": nobody waits for it, and it may fail. */
  async acknowledge(): Promise<void> {
    const { rest, channelId, log, onAcknowledged } = this.#options;
    const notShown = (error: unknown) => log.debug({ err: error }, 'not shown typing');
    rest.post(Routes.channelTyping(channelId)).then(onAcknowledged, notShown);
  }

  async resume(): Promise<boolean> {
    this.#isResumed = true;
    try {
      const found = await this.#find();
      if (found === null) return true;
      this.#posted = { id: found.id, standing: undressed(found) };
      this.#messages = 1;
      return true;
    } catch (error) {
      if (isLost(error) || isForbidden(error)) return false;
      throw error;
    }
  }

  async show(part: Reply, line: string | null): Promise<void> {
    const standing = standingOf(part);
    await sendReply(replyWithProgress(part, line), this.#options.log, (message) => {
      return this.#posted === null ? this.#post(message, standing) : this.#tryEdit(this.#posted.id, message, standing);
    });
  }

  async showProgress(line: string): Promise<void> {
    if (this.#posted === null) return this.acknowledge();
    const { id, standing } = this.#posted;
    const words = withProgress(standing.content, line);
    if (words.length <= MAX_TEXT) await this.#patch(id, bodyOf({ content: words }));
  }

  async deliver({ outcome, reply }: Answer): Promise<void> {
    const { log, waits, onWait } = this.#options;
    const posted = this.#posted;
    const standing = standingOf(reply);
    if (posted !== null && outcome === 'answered') {
      const edit = (message: Message) => withRetry(() => this.#tryEdit(posted.id, message, standing), waits, onWait);
      return sendReply(reply, log, edit);
    }
    // What stands there is an answer: a failure of the rest comes below it, not in its place. Where it does not stand
    // there any more, this throws, and nobody is told.
    await this.leave();
    await sendReply(reply, log, (message) => this.#post(message, standing));
  }

  async leave(): Promise<void> {
    const { waits, onWait } = this.#options;
    const posted = this.#posted;
    if (posted !== null) await withRetry(() => this.#patch(posted.id, bodyOf(posted.standing)), waits, onWait);
  }

  async #tryEdit(id: string, { body, files }: Message, standing: Required<Standing>): Promise<void> {
    await this.#patch(id, body, files);
    this.#posted = { id, standing };
  }

  async #patch(id: string, body: Partial<MessageBody>, files: Message['files'] = []): Promise<void> {
    const route = Routes.channelMessage(this.#options.channelId, id);
    await this.#options.rest.patch(route, { body, files: [...files] });
  }

  /** The reply that stands there already: as it was noted, or, where there was no time to, among what came after. */
  async #find(): Promise<APIMessage | null> {
    const { rest, notes, channelId, messageId, waits, onWait } = this.#options;
    const get = async <Got>(route: `/${string}`, query?: URLSearchParams) =>
      (await withRetry(() => rest.get(route, query && { query }), waits, onWait)) as Got;
    const noted = notes.read('posted');
    if (noted !== null) return get<APIMessage>(Routes.channelMessage(channelId, noted));
    try {
      const after = new URLSearchParams({ after: messageId, limit: '100' });
      const messages = await get<APIMessage[]>(Routes.channelMessages(channelId), after);
      const self = await get<APIUser>(Routes.user());
      const isIt = ({ author, message_reference: to }: APIMessage) =>
        author.id === self.id && to?.message_id === messageId;
      return messages.find(isIt) ?? null;
    } catch (error) {
      // It may write here and read nothing old: for some minutes Discord knows itself what it has made.
      if (isForbidden(error)) return null;
      throw error;
    }
  }

  async #post({ body, files }: Message, standing: Required<Standing>): Promise<void> {
    const { rest, waits, onWait, channelId, messageId, notes } = this.#options;
    const asReply = {
      ...body,
      flags: body.flags & MessageFlags.SuppressEmbeds,
      message_reference: { message_id: messageId, fail_if_not_exists: false },
      // Sent again, or asked for again when the gateway repeats itself, it is still one message.
      nonce: `${messageId}.${this.#messages++}`,
      enforce_nonce: true,
    };
    const post = () => rest.post(Routes.channelMessages(channelId), { body: asReply, files: [...files] });
    const made = (await withRetry(post, waits, onWait)) as RESTPostAPIChannelMessageResult;
    this.#posted = { id: made.id, standing };
    await notes.write('posted', made.id);
    // Made by a process that is gone: it says what was known then.
    if (this.#isResumed && made.content !== body.content) await this.#tryEdit(made.id, { body, files }, standing);
  }
}
