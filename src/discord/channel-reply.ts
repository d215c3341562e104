import { MessageFlags, type REST, type RESTPostAPIChannelMessageResult, Routes } from 'discord.js';
import type { Answer } from '../chat/answer.ts';
import { MAX_TEXT, type Reply } from '../chat/reply.ts';
import type { Log } from '../log.ts';
import type { Message } from './message.ts';
import type { Place } from './place.ts';
import { withProgress } from './presses.ts';
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
}

interface Posted {
  readonly id: string;
  readonly words: string;
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

  constructor(options: ChannelReplyOptions) {
    this.#options = options;
  }

  replyAtOnce({ reply }: Answer): Promise<void> {
    return this.show(reply);
  }

  /** "… is typing": nobody waits for it, and it may fail. */
  async acknowledge(): Promise<void> {
    const { rest, channelId, log } = this.#options;
    rest.post(Routes.channelTyping(channelId)).catch((error: unknown) => log.debug({ err: error }, 'not shown typing'));
  }

  async show(reply: Reply): Promise<void> {
    await sendReply(reply, this.#options.log, (message) => this.#send(message));
  }

  async showProgress(line: string): Promise<void> {
    if (this.#posted === null) return this.acknowledge();
    const words = withProgress(this.#posted.words, line);
    if (words.length <= MAX_TEXT) await this.#editWords({ ...this.#posted, words });
  }

  async deliver({ outcome, reply }: Answer): Promise<void> {
    const posted = this.#posted;
    if (outcome !== 'answered' && posted !== null) {
      // What stands there is an answer: a failure of the rest comes below it, not in its place. Where it does not stand
      // there any more, this throws, and nobody is told.
      await withRetry(() => this.#editWords(posted), this.#options.waits, this.#options.onWait);
      this.#posted = null;
    }
    await this.show(reply);
  }

  /** Changes the words alone, leaving pictures and buttons. */
  async #editWords({ id, words }: Posted): Promise<void> {
    const body = { content: words, allowed_mentions: { parse: [] } };
    await this.#options.rest.patch(this.#route(id), { body });
  }

  async #send({ body, files }: Message): Promise<void> {
    const { rest, waits, onWait, channelId, messageId } = this.#options;
    const posted = this.#posted;
    if (posted !== null) {
      await withRetry(() => rest.patch(this.#route(posted.id), { body, files: [...files] }), waits, onWait);
      this.#posted = { id: posted.id, words: body.content };
      return;
    }
    const asReply = {
      ...body,
      flags: body.flags & MessageFlags.SuppressEmbeds,
      message_reference: { message_id: messageId, fail_if_not_exists: false },
      // Sent again, or asked for again when the gateway repeats itself, it is still one message.
      nonce: `${messageId}.${this.#messages++}`,
      enforce_nonce: true,
    };
    const post = () => rest.post(Routes.channelMessages(channelId), { body: asReply, files: [...files] });
    const { id } = (await withRetry(post, waits, onWait)) as RESTPostAPIChannelMessageResult;
    this.#posted = { id, words: body.content };
  }

  #route(messageId: string) {
    return Routes.channelMessage(this.#options.channelId, messageId);
  }
}
