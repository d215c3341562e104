import type { Answer } from '../chat/answer.ts';
import { MAX_TEXT, type Reply } from '../chat/reply.ts';
import type { Log } from '../log.ts';
import type { Callback } from './callback.ts';
import type { Message } from './message.ts';
import type { Place } from './place.ts';
import { type Press, withProgress } from './presses.ts';
import { sendReply } from './send.ts';

/**
 * The message whose button the asker pressed: it becomes the new reply. What is not a reply (a mistake, a failure) comes
 * beside it, in private, and the message stays as it was. Nothing comes once its button has been pressed again.
 */
export class InPlace implements Place {
  readonly #callback: Callback;
  readonly #log: Log;
  readonly #press: Press;
  readonly #hidden: boolean;
  #progressShown = false;

  /** `hidden`: the message is for the asker's eyes alone. */
  constructor(callback: Callback, log: Log, press: Press, { hidden }: { readonly hidden: boolean }) {
    this.#callback = callback;
    this.#log = log;
    this.#press = press;
    this.#hidden = hidden;
  }

  async replyAtOnce(answer: Answer): Promise<void> {
    if (!this.#replaces(answer)) {
      await sendReply(answer.reply, this.#log, (message) => this.#callback.reply(message, { hidden: true }));
    } else if (this.#press.turn === null) {
      await sendReply(answer.reply, this.#log, (message) => this.#become(message, this.#callback.update(message)));
    } else {
      await this.acknowledge(); // Discord would not wait until it is this press's turn
      await this.deliver(answer);
    }
  }

  acknowledge(): Promise<void> {
    return this.#callback.deferUpdate();
  }

  async show(reply: Reply): Promise<void> {
    if (this.#isSecret(reply)) return;
    await this.#press.turn;
    if (this.#press.signal.aborted) return;
    await sendReply(reply, this.#log, (message) => this.#become(message, this.#callback.edit(message)));
  }

  /** Shows none below words that leave no room: they are never taken away for it. */
  async showProgress(line: string): Promise<void> {
    await this.#press.turn;
    const words = withProgress(this.#press.words.clean, line);
    if (words.length > MAX_TEXT || this.#press.signal.aborted) return;
    this.#progressShown = true;
    await this.#callback.tryEditWords(words);
  }

  async deliver(answer: Answer): Promise<void> {
    await this.#press.turn;
    const superseded = this.#press.signal.aborted;
    if (this.#replaces(answer) && !superseded) {
      await sendReply(answer.reply, this.#log, (message) => this.#become(message, this.#callback.edit(message)));
      return;
    }
    if (!superseded) {
      await sendReply(answer.reply, this.#log, (message) => this.#callback.followUp(message, { hidden: true }));
    }
    if (this.#progressShown) await this.#callback.editWords(this.#press.words.clean);
  }

  async #become({ body }: Message, changed: Promise<void>): Promise<void> {
    await changed;
    this.#press.words.clean = body.content;
  }

  #replaces({ outcome, reply }: Answer): boolean {
    return outcome === 'answered' && !this.#isSecret(reply);
  }

  /** Whether others could see here what is for the asker alone. */
  #isSecret(reply: Reply): boolean {
    return reply.private && !this.#hidden;
  }
}
