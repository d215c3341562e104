import { type ButtonInteraction, MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import type { Answer } from '../chat/answer.ts';
import {
  type Invocation,
  MAX_CUSTOM_ID,
  parseCustomId,
  parseFormId,
  STOP_ID,
  writeCustomId,
} from '../chat/invocation.ts';
import { UserError } from '../chat/user-error.ts';
import type { RequestMeter } from '../metrics/meters.ts';
import type { Answering, Request } from './answering.ts';
import { isAsker } from './asker.ts';
import { formFor, submittedInvocation } from './form.ts';
import { InPlace } from './in-place.ts';
import { words } from './message.ts';
import { NewMessage } from './new-message.ts';
import { withoutProgress } from './progress-words.ts';
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
    const ask = () => parseCustomId(customId);
    await this.#answering.logged('button', ask, (named, meter) => this.#answer(interaction, named, { meter }));
  }

  /** A form that a button opened: as if it had been the button of what is in it now. */
  async form(interaction: ModalSubmitInteraction): Promise<void> {
    let typed: Invocation | null = null;
    const ask = () => {
      typed = submittedInvocation(this.#answering.options.commands, interaction);
      return typed;
    };
    const amended = (given: Answer) => (typed === null ? given : withForm(given, typed));
    await this.#answering.logged('form', ask, (named, meter) => this.#answer(interaction, named, { meter, amended }));
  }

  /** For the asker the message changes; anyone else gets a private reply of their own. */
  async #answer(
    interaction: ButtonInteraction | ModalSubmitInteraction,
    ask: () => Invocation,
    more: Pick<Request, 'meter' | 'amended'>,
  ): Promise<string> {
    const { running, options } = this.#answering;
    const { log } = options;
    const { id, client, message, user } = interaction;
    const callback = this.#answering.callback(interaction, more.meter);
    const files = [...(message?.attachments.values() ?? [])];
    if (message === null || !(await isAsker({ client, message, user }))) {
      const place = new NewMessage(callback, log, { hidden: true });
      return this.#answering.respond(ask, { ...more, run: running.begin(id, user.id), place, files });
    }
    const run = running.beginAt(message, user.id);
    const place = new InPlace(callback, log, run, { hidden: message.flags.has(MessageFlags.Ephemeral) });
    return this.#answering.respond(ask, { ...more, run, place, files });
  }

  /** Discord takes a form only as the first thing that is said to a press. */
  async #openForm(interaction: ButtonInteraction, filled: Invocation): Promise<void> {
    const { commands } = this.#answering.options;
    await this.#answering.logged(
      'button',
      () => filled,
      async (named, meter) => {
        const callback = this.#answering.callback(interaction, meter);
        try {
          await callback.showForm(formFor(commands, named()));
          return 'form opened';
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          await callback.reply(words(error.message), { hidden: true });
          meter.shown({ pictures: [] });
          return 'mistake';
        }
      },
    );
  }

  /** Ends the work behind a message with what is there. Where none goes on, there is to be nothing to press either. */
  async #stop(interaction: ButtonInteraction): Promise<void> {
    const stop = async (_: unknown, meter: RequestMeter) => {
      const callback = this.#answering.callback(interaction, meter);
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
    };
    await this.#answering.logged('stop', () => ({ command: STOP_ID, options: {} }), stop);
  }
}

/** Discord forgets what was typed into a form: below a mistake in it, it can be opened again as it was left. */
function withForm(given: Answer, typed: Invocation): Answer {
  const fits = writeCustomId(typed, { opensForm: true }).length <= MAX_CUSTOM_ID;
  if (given.outcome !== 'mistake' || !fits) return given;
  return { ...given, reply: { ...given.reply, buttons: [{ label: 'Change…', sends: typed, opensForm: true }] } };
}
