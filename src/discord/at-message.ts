import { type ButtonInteraction, MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import { type Invocation, parseCustomId, parseFormId, STOP_ID } from '../chat/invocation.ts';
import { UserError } from '../chat/user-error.ts';
import type { Answering } from './answering.ts';
import { isAsker } from './asker.ts';
import { formFor, submittedInvocation } from './form.ts';
import { InPlace } from './in-place.ts';
import { words } from './message.ts';
import { NewMessage } from './new-message.ts';
import { Presses } from './presses.ts';
import { withoutProgress } from './progress-words.ts';
import { type ButtonRow, withoutStop } from './stop-button.ts';

/** What people do with the buttons of a message, and with the forms that these open. */
export class AtMessage {
  readonly #answering: Answering;
  readonly #presses = new Presses();

  constructor(answering: Answering) {
    this.#answering = answering;
  }

  async button(interaction: ButtonInteraction): Promise<void> {
    const { customId } = interaction;
    if (customId === STOP_ID) return this.#stop(interaction);
    const filled = parseFormId(customId);
    if (filled !== null) return this.#openForm(interaction, filled);
    const ask = () => parseCustomId(customId);
    await this.#answering.logged('button', ask, (named) => this.#answer(interaction, named));
  }

  /** A form that a button opened: as if it had been the button of what is in it now. */
  async form(interaction: ModalSubmitInteraction): Promise<void> {
    const ask = () => submittedInvocation(this.#answering.options.commands, interaction);
    await this.#answering.logged('form', ask, (named) => this.#answer(interaction, named));
  }

  /** For the asker the message changes; anyone else gets a private reply of their own. */
  async #answer(interaction: ButtonInteraction | ModalSubmitInteraction, ask: () => Invocation): Promise<string> {
    const { log } = this.#answering.options;
    const { id, client, message, user } = interaction;
    const callback = this.#answering.callback(interaction);
    const files = [...(message?.attachments.values() ?? [])];
    if (message === null || !(await isAsker({ client, message, user }))) {
      const place = new NewMessage(callback, log, { hidden: true });
      return this.#answering.respond(ask, { key: id, place, files });
    }
    const press = this.#presses.begin(message.id, message.content);
    const place = new InPlace(callback, log, press, { hidden: message.flags.has(MessageFlags.Ephemeral) });
    try {
      return await this.#answering.respond(ask, { key: message.id, place, files, superseded: press.signal });
    } finally {
      press.end();
    }
  }

  /** Discord takes a form only as the first thing that is said to a press. */
  async #openForm(interaction: ButtonInteraction, filled: Invocation): Promise<void> {
    const { commands } = this.#answering.options;
    const callback = this.#answering.callback(interaction);
    await this.#answering.logged(
      'button',
      () => filled,
      async (named) => {
        try {
          await callback.showForm(formFor(commands, named()));
          return 'form opened';
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          await callback.reply(words(error.message), { hidden: true });
          return 'mistake';
        }
      },
    );
  }

  /** Ends the work behind a message with what is there. Where none goes on, there is to be nothing to press either. */
  async #stop(interaction: ButtonInteraction): Promise<void> {
    const callback = this.#answering.callback(interaction);
    const stop = async () => {
      if (!(await isAsker(interaction))) {
        await callback.reply(words('Only whoever asked for it can stop it.'), { hidden: true });
        return 'not theirs';
      }
      const stopped = this.#answering.running.stop(interaction.message);
      await callback.deferUpdate();
      if (stopped) return 'stopping';
      // The message as it was when the button was pressed: meanwhile its reply may have come.
      const { content, components } = await callback.standing();
      const rest = withoutStop((components ?? []) as ButtonRow[]);
      if (rest === null) return 'finished';
      await callback.restore({ content: withoutProgress(content), components: rest });
      const told = words('That is not running any more: start it again with its command.');
      await callback.followUp(told, { hidden: true });
      return 'not running';
    };
    await this.#answering.logged('stop', () => ({ command: STOP_ID, options: {} }), stop);
  }
}
