import { type ButtonInteraction, MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import { newReference } from '../chat/answer.ts';
import { type Invocation, parseCustomId, parseFormId, STOP_ID } from '../chat/invocation.ts';
import { UserError } from '../chat/user-error.ts';
import type { Answering } from './answering.ts';
import { isAsker } from './asker.ts';
import { formFor, submittedInvocation } from './form.ts';
import { words } from './message.ts';
import { withoutProgress } from './progress-words.ts';
import { RequestLine } from './request-line.ts';
import { originOf } from './running.ts';
import { askerOf, keyOf, settingsFor } from './server.ts';
import { type ButtonRow, withoutStop } from './stop-button.ts';

/** What people do with the buttons of a message, and with the forms that these open. */
export class AtMessage {
  readonly #answering: Answering;

  constructor(answering: Answering) {
    this.#answering = answering;
  }

  async button(interaction: ButtonInteraction): Promise<void> {
    const { customId } = interaction;
    if (customId === STOP_ID) return this.#stop(interaction);
    const filled = parseFormId(customId);
    if (filled !== null) return this.#openForm(interaction, filled);
    await this.#answer(interaction, 'button', () => parseCustomId(customId));
  }

  /** A form that a button opened: as if it had been the button of what is in it now. */
  async form(interaction: ModalSubmitInteraction): Promise<void> {
    await this.#answer(interaction, 'form', () => submittedInvocation(this.#answering.options.commands, interaction));
  }

  /** For the asker the message changes; anyone else gets a private reply of their own. */
  async #answer(
    interaction: ButtonInteraction | ModalSubmitInteraction,
    via: 'button' | 'form',
    ask: () => Invocation,
  ): Promise<void> {
    const { running, options } = this.#answering;
    const { id, client, message, user, guildId } = interaction;
    const key = keyOf(interaction);
    const [settings, isTheirs] = await Promise.all([
      settingsFor(options.store, guildId),
      message !== null && isAsker({ client, message, user }),
    ]);
    const asked = {
      ...{ id, via, ask, asker: askerOf(interaction), settings },
      files: [...(message?.attachments.values() ?? [])],
    };
    if (message === null || !isTheirs) {
      const target = { kind: 'new', key, hidden: true, lead: '' } as const;
      return this.#answering.answer({ ...asked, target, run: running.begin(id, user.id) });
    }
    const run = running.beginAt(message, user.id);
    const hidden = message.flags.has(MessageFlags.Ephemeral);
    const at = { messageId: message.id, origin: originOf(message), clean: run.words.clean };
    const target = { kind: 'in place', key, hidden, ...at } as const;
    await this.#answering.answer({ ...asked, target, run });
  }

  /** Discord takes a form only as the first thing that is said to a press. */
  async #openForm(interaction: ButtonInteraction, filled: Invocation): Promise<void> {
    const { commands } = this.#answering.options;
    const line = new RequestLine('button', newReference(), this.#answering.options);
    const callback = this.#answering.callback(interaction, line.meter);
    const named = line.named(() => filled);
    await line.of(async () => {
      try {
        await callback.showForm(formFor(commands, named()));
        return 'form opened';
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        await callback.reply(words(error.message), { hidden: true });
        line.meter.shown({ pictures: [] });
        return 'mistake';
      }
    });
  }

  /** Ends the work behind a message with what is there. Where none goes on, there is to be nothing to press either. */
  async #stop(interaction: ButtonInteraction): Promise<void> {
    const line = new RequestLine('stop', newReference(), this.#answering.options);
    line.named(() => ({ command: STOP_ID, options: {} }))();
    await line.of(async () => {
      const callback = this.#answering.callback(interaction, line.meter);
      const going = this.#answering.running.behind(interaction.message);
      const theirs = going === null ? await isAsker(interaction) : going.asker === interaction.user.id;
      if (!theirs) {
        await callback.reply(words('Only whoever asked for it can stop it.'), { hidden: true });
        return 'not theirs';
      }
      going?.enough.abort();
      await callback.deferUpdate();
      if (going !== null) return 'stopping';
      // The message as it was when the button was pressed: meanwhile its reply may have come.
      const { content, components } = await callback.standing();
      const rest = withoutStop((components ?? []) as ButtonRow[]);
      if (rest === null) return 'finished';
      await callback.restore({ content: withoutProgress(content), components: rest });
      const told = words('That is not running any more: start it again with its command.');
      await callback.followUp(told, { hidden: true });
      return 'not running';
    });
  }
}
