import type { Answer } from '../chat/answer.ts';
import { MAX_TEXT, type Reply } from '../chat/reply.ts';
import type { Log } from '../log.ts';
import type { Callback } from './callback.ts';
import { type Message, standingOf } from './message.ts';
import type { Place, PlaceNotes } from './place.ts';
import { replyWithProgress, withProgress } from './progress-words.ts';
import { resumed } from './resumed.ts';
import type { Run } from './running.ts';
import { sendReply } from './send.ts';
import type { ButtonRow } from './stop-button.ts';

/**
 * The message whose button the asker pressed: it becomes the new reply. What is not a reply (a mistake, a failure) comes
 * beside it, in private, and the message stays as it was. Nothing comes once its button has been pressed again.
 */
export class InPlace implements Place {
  readonly #callback: Callback;
  readonly #log: Log;
  readonly #run: Run;
  readonly #hidden: boolean;
  readonly #notes: PlaceNotes;
  /** The buttons of the part that is shown; null as long as those stand there that were there before. */
  #buttons: readonly ButtonRow[] | null = null;
  /** Whether more stands there than what is to stay: progress, or a button that stops. */
  #dressed = false;

  /** `hidden`: the message is for the asker's eyes alone. */
  constructor(
    callback: Callback,
    log: Log,
    run: Run,
    { hidden, notes }: { readonly hidden: boolean; readonly notes: PlaceNotes },
  ) {
    this.#callback = callback;
    this.#log = log;
    this.#run = run;
    this.#hidden = hidden;
    this.#notes = notes;
  }

  async replyAtOnce(answer: Answer): Promise<void> {
    if (!this.#replaces(answer)) {
      await sendReply(answer.reply, this.#log, (message) => this.#callback.reply(message, { hidden: true }));
    } else if (this.#run.turn === null) {
      await sendReply(answer.reply, this.#log, (message) => this.#become(message, this.#callback.update(message)));
    } else {
      await this.acknowledge(); // Discord would not wait until it is this press's turn
      await this.deliver(answer);
    }
  }

  acknowledge(): Promise<void> {
    return this.#callback.deferUpdate();
  }

  async resume(): Promise<boolean> {
    const stands = await resumed(this.#callback, () => this.acknowledge());
    if (stands === null) return false;
    this.#dressed = true;
    if (this.#notes.read('followUp') === null) return true;
    await this.leave();
    return false;
  }

  async show(part: Reply, line: string | null): Promise<void> {
    if (this.#isSecret(part)) return line === null ? undefined : this.showProgress(line);
    await this.#run.turn;
    if (this.#run.superseded.aborted) return;
    await sendReply(replyWithProgress(part, line), this.#log, (message) => this.#callback.tryEdit(message));
    const { content, components } = standingOf(part);
    this.#run.words.clean = content;
    this.#buttons = components;
    this.#dressed = line !== null || part.stoppable === true;
  }

  /** Shows none below words that leave no room: they are never taken away for it. */
  async showProgress(line: string): Promise<void> {
    await this.#run.turn;
    const words = withProgress(this.#run.words.clean, line);
    if (words.length > MAX_TEXT || this.#run.superseded.aborted) return;
    this.#dressed = true;
    await this.#callback.tryEditWords(words);
  }

  async deliver(answer: Answer): Promise<void> {
    await this.#run.turn;
    const superseded = this.#run.superseded.aborted;
    if (this.#replaces(answer) && !superseded) {
      await sendReply(answer.reply, this.#log, (message) => this.#become(message, this.#callback.edit(message)));
      return;
    }
    if (!superseded) {
      await this.#notes.write('followUp', 'begun');
      await sendReply(answer.reply, this.#log, (message) => this.#callback.followUp(message, { hidden: true }));
    }
    await this.leave();
  }

  async leave(): Promise<void> {
    if (!this.#dressed) return;
    const content = this.#run.words.clean;
    await this.#callback.restore({ content, ...(this.#buttons !== null && { components: this.#buttons }) });
  }

  async #become({ body }: Message, changed: Promise<void>): Promise<void> {
    await changed;
    this.#run.words.clean = body.content;
  }

  #replaces({ outcome, reply }: Answer): boolean {
    return outcome === 'answered' && !this.#isSecret(reply);
  }

  /** Whether others could see here what is for the asker alone. */
  #isSecret(reply: Reply): boolean {
    return reply.private && !this.#hidden;
  }
}
