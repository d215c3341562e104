import type { Answer } from '../chat/answer.ts';
import { MAX_TEXT } from '../chat/reply.ts';
import type { Log } from '../log.ts';
import type { Callback } from './callback.ts';
import type { Place } from './place.ts';
import { sendReply } from './send.ts';

/** The message as it was when its button was pressed. */
export interface Pressed {
  readonly content: string;
  readonly hidden: boolean;
}

const PROGRESS_LINE = /\n-# [^\n]* · \d+%$/u;

/**
 * The message whose button the asker pressed: it becomes the new reply. What is not a reply (a mistake, a failure) comes
 * beside it, in private, and the message stays as it was.
 */
export class InPlace implements Place {
  readonly #callback: Callback;
  readonly #log: Log;
  readonly #before: string;
  readonly #hidden: boolean;

  constructor(callback: Callback, log: Log, { content, hidden }: Pressed) {
    this.#callback = callback;
    this.#log = log;
    // Progress of a press before this one may still stand there.
    this.#before = content.replace(PROGRESS_LINE, '');
    this.#hidden = hidden;
  }

  replyAtOnce(answer: Answer): Promise<void> {
    return sendReply(answer.reply, this.#log, (message) =>
      this.#replaces(answer) ? this.#callback.update(message) : this.#callback.reply(message, { hidden: true }),
    );
  }

  acknowledge(): Promise<void> {
    return this.#callback.deferUpdate();
  }

  showProgress(line: string): Promise<void> {
    const below = `${this.#before}\n-# ${line}`;
    return this.#callback.editWords(below.length > MAX_TEXT ? line : below);
  }

  async deliver(answer: Answer, progressShown: boolean): Promise<void> {
    if (this.#replaces(answer)) {
      await sendReply(answer.reply, this.#log, (message) => this.#callback.edit(message));
    } else {
      await sendReply(answer.reply, this.#log, (message) => this.#callback.followUp(message, { hidden: true }));
      if (progressShown) await this.#callback.editWords(this.#before);
    }
  }

  #replaces({ outcome, reply }: Answer): boolean {
    return outcome === 'answered' && (this.#hidden || !reply.private);
  }
}
