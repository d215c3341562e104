import type { Answer } from '../chat/answer.ts';
import type { Log } from '../log.ts';
import type { Callback } from './callback.ts';
import { words } from './message.ts';
import type { Place } from './place.ts';
import { sendReply } from './send.ts';

/** A reply as a message of its own: to a slash command, or to someone who pressed another's button. */
export class NewMessage implements Place {
  readonly #callback: Callback;
  readonly #log: Log;
  readonly #hidden: boolean;

  /** `hidden`: for the asker's eyes alone, whatever the reply. */
  constructor(callback: Callback, log: Log, { hidden }: { readonly hidden: boolean }) {
    this.#callback = callback;
    this.#log = log;
    this.#hidden = hidden;
  }

  replyAtOnce({ reply }: Answer): Promise<void> {
    const hidden = this.#hidden || reply.private;
    return sendReply(reply, this.#log, (message) => this.#callback.reply(message, { hidden }));
  }

  acknowledge(): Promise<void> {
    return this.#callback.deferReply({ hidden: this.#hidden });
  }

  showProgress(line: string): Promise<void> {
    return this.#callback.tryEditWords(line);
  }

  async deliver({ reply }: Answer): Promise<void> {
    if (reply.private && !this.#hidden) {
      // "Thinking…" is there for all to see, cannot be hidden now, and would swallow the first follow-up, making it as
      // public. So it becomes words first; they go when the private message is there, and stay if it fails.
      await this.#callback.edit(words('The answer is for the asker alone.'));
      await sendReply(reply, this.#log, (message) => this.#callback.followUp(message, { hidden: true }));
      await this.#callback.remove();
    } else {
      await sendReply(reply, this.#log, (message) => this.#callback.edit(message));
    }
  }
}
