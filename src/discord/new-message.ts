import type { Answer } from '../chat/answer.ts';
import { MAX_TEXT, type Reply } from '../chat/reply.ts';
import type { Log } from '../log.ts';
import type { Callback } from './callback.ts';
import { type Standing, standingOf, words } from './message.ts';
import type { Place, PlaceNotes } from './place.ts';
import { replyWithProgress, withProgress } from './progress-words.ts';
import { resumed, undressed } from './resumed.ts';
import { sendReply } from './send.ts';

export interface NewMessageOptions {
  /** For the asker's eyes alone, whatever the reply. */
  readonly hidden: boolean;
  /** A line above the reply's words, left out where they leave no room. */
  readonly lead: string;
  readonly notes: PlaceNotes;
}

/** In the open, above a private answer, until that is there. */
const FOR_THE_ASKER = 'The answer is for the asker alone.';
const CUT_SHORT =
  'The answer was for the asker alone. If nothing came, ask again: Halflife was restarted as it told it.';

/** A reply as a message of its own: to a slash command, or to someone who pressed another's button. */
export class NewMessage implements Place {
  readonly #callback: Callback;
  readonly #log: Log;
  readonly #hidden: boolean;
  readonly #lead: string;
  readonly #notes: PlaceNotes;
  /** The part that is shown already, without its progress; null while it is "Thinking…". */
  #shown: Standing | null = null;
  /** Whether more than that stands there: progress, or a button that stops. */
  #dressed = false;

  constructor(callback: Callback, log: Log, { hidden, lead, notes }: NewMessageOptions) {
    this.#callback = callback;
    this.#log = log;
    this.#hidden = hidden;
    this.#lead = lead;
    this.#notes = notes;
  }

  replyAtOnce({ reply }: Answer): Promise<void> {
    const hidden = this.#hidden || reply.private;
    return sendReply(this.#led(reply), this.#log, (message) => this.#callback.reply(message, { hidden }));
  }

  acknowledge(): Promise<void> {
    return this.#callback.deferReply({ hidden: this.#hidden });
  }

  async resume(): Promise<boolean> {
    const stands = await resumed(this.#callback, () => this.acknowledge());
    if (stands === null) return false;
    if (this.#notes.read('followUp') !== null) {
      // It may have come, and nobody can look: rather one that is missing than the same one twice.
      if (stands.content === FOR_THE_ASKER) await this.#callback.edit(words(CUT_SHORT));
      return false;
    }
    if (stands.attachments.length > 0) {
      this.#shown = undressed(stands);
      this.#dressed = true;
    }
    return true;
  }

  async show(part: Reply, line: string | null): Promise<void> {
    if (this.#isSecret(part)) return line === null ? undefined : this.showProgress(line);
    const led = this.#led(part);
    await sendReply(replyWithProgress(led, line), this.#log, (message) => this.#callback.tryEdit(message));
    this.#shown = standingOf(led);
    this.#dressed = line !== null || part.stoppable === true;
  }

  async showProgress(line: string): Promise<void> {
    const words = this.#shown === null ? line : withProgress(this.#shown.content, line);
    if (words.length > MAX_TEXT) return;
    this.#dressed = true;
    await this.#callback.tryEditWords(words);
  }

  async deliver({ outcome, reply }: Answer): Promise<void> {
    // What is shown is an answer: a failure of the rest comes beside it, not in its place.
    const failedLater = outcome !== 'answered' && this.#shown !== null;
    if (!this.#isSecret(reply) && !failedLater) return this.#become(reply);
    if (this.#shown === null) {
      // "Thinking…" is there for all to see, cannot be hidden now, and would swallow the first follow-up, making it as
      // public. So it becomes words first; they go when the private message is there, and stay if it fails.
      await this.#callback.edit(words(FOR_THE_ASKER));
      await this.#followUp(reply);
      await this.#callback.remove();
    } else {
      await this.#followUp(reply);
      await this.leave();
    }
  }

  async leave(): Promise<void> {
    if (this.#dressed && this.#shown !== null) await this.#callback.restore(this.#shown);
  }

  /** Whether others could see here what is for the asker alone. */
  #isSecret(reply: Reply): boolean {
    return reply.private && !this.#hidden;
  }

  #become(reply: Reply): Promise<void> {
    return sendReply(this.#led(reply), this.#log, (message) => this.#callback.edit(message));
  }

  async #followUp(reply: Reply): Promise<void> {
    await this.#notes.write('followUp', 'begun');
    await sendReply(reply, this.#log, (message) => this.#callback.followUp(message, { hidden: true }));
  }

  #led(reply: Reply): Reply {
    const text = this.#lead === '' ? reply.text : `${this.#lead}\n${reply.text}`;
    return text.length > MAX_TEXT ? reply : { ...reply, text };
  }
}
