import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type Message,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  messageLink,
  type REST,
} from 'discord.js';
import type { Command, Context } from '../chat/command.ts';
import { type Invocation, parseCustomId, parseFormId, readableText } from '../chat/invocation.ts';
import { readMessage, wordsHearer } from '../chat/message.ts';
import { UserError } from '../chat/user-error.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';
import { isAsker } from './asker.ts';
import { suggestions } from './autocomplete.ts';
import { Callback } from './callback.ts';
import { ChannelReply } from './channel-reply.ts';
import { formFor, submittedInvocation } from './form.ts';
import { InPlace } from './in-place.ts';
import { typedInvocation, wantsPrivacy } from './invocation.ts';
import { withoutMentions, wordsFor } from './mention.ts';
import { words } from './message.ts';
import { NewMessage } from './new-message.ts';
import type { Place } from './place.ts';
import { Presses } from './presses.ts';
import { isLost } from './refusals.ts';
import { loggedName, respond, type Work } from './respond.ts';
import type { OnWait, Waits } from './retry.ts';

export interface HandlerOptions {
  readonly rest: REST;
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
  readonly log: Log;
  readonly waits: Waits;
  readonly onWait: OnWait;
  readonly progressEveryMs: number;
  /** Aborts what runs when the bot can wait no longer. */
  readonly signal: AbortSignal;
}

/** What the bot does about each thing that people do. */
export class Handler {
  readonly #options: HandlerOptions;
  readonly #presses = new Presses();

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  /** Never rejects: whatever goes wrong with one interaction ends in the log, not in the process. */
  async handle(interaction: Interaction): Promise<void> {
    const { log } = this.#options;
    try {
      if (interaction.isChatInputCommand()) await this.#command(interaction);
      else if (interaction.isMessageContextMenuCommand()) await this.#menu(interaction);
      else if (interaction.isButton()) await this.#button(interaction);
      else if (interaction.isModalSubmit()) await this.#form(interaction);
      else if (interaction.isAutocomplete()) await this.#autocomplete(interaction);
      else log.warn({ type: interaction.type }, 'an interaction of a kind that is not used here');
    } catch (error) {
      if (isLost(error)) log.warn({ code: error.code, why: error.message }, 'an interaction was lost');
      else log.error({ err: error }, 'an interaction could not be answered');
    }
  }

  /** Tells whoever comes while the bot is leaving. */
  async turnAway(interaction: Interaction): Promise<void> {
    const callback = this.#callback(interaction);
    try {
      if (interaction.isAutocomplete()) await callback.suggest([]);
      else await callback.reply(words('Halflife is restarting: try again in a minute.'), { hidden: true });
    } catch (error) {
      this.#options.log.warn({ err: error }, 'an interaction was lost while stopping');
    }
  }

  async #command(interaction: ChatInputCommandInteraction): Promise<void> {
    const ask = typedInvocation(interaction);
    const place = new NewMessage(this.#callback(interaction), this.#options.log, { hidden: wantsPrivacy(ask) });
    await this.#answer(
      'command',
      () => ask,
      (named) => this.#respond(named, place),
    );
  }

  /** A message's menu: its words are asked, as if they had been typed. */
  async #menu(interaction: MessageContextMenuCommandInteraction): Promise<void> {
    const { targetMessage, channelId, guildId } = interaction;
    const hearer = wordsHearer(this.#options.commands);
    const { command, option } = hearer ?? { command: interaction.commandName, option: '' };
    const ask = (): Invocation => {
      const text = readableText(withoutMentions(targetMessage.content));
      if (text === '') throw new UserError(`that message has no words: put what you want to know after /${command}`);
      return { command, options: { [option]: text } };
    };
    const link = guildId === null ? null : messageLink(channelId, targetMessage.id, guildId);
    const lead = link === null ? '' : `-# About [this message](${link})`;
    const place = new NewMessage(this.#callback(interaction), this.#options.log, { hidden: false, lead });
    await this.#answer('menu', ask, (named) => this.#respond(named, place));
  }

  /** A message that speaks to the bot: answered below it. Anything else people write is not looked at. */
  async hear(message: Message): Promise<void> {
    const said = wordsFor(message);
    if (said === null) return;
    const { rest, log, waits, onWait } = this.#options;
    const { id: messageId, channelId } = message;
    const place = new ChannelReply({ rest, log, waits, onWait, channelId, messageId });
    try {
      const ask = () => readMessage(this.#options.commands, said);
      await this.#answer('mention', ask, (named) => this.#respond(named, place));
    } catch (error) {
      log.warn({ err: error }, 'a message could not be answered');
    }
  }

  /** Logs one line about what is asked: `run` gets it as something to ask for. */
  async #answer(via: string, ask: () => Invocation, run: (ask: () => Invocation) => Promise<string>): Promise<void> {
    let name = 'unread';
    const named = () => {
      const asked = ask();
      name = loggedName(this.#options.commands, asked);
      return asked;
    };
    await this.#logged(
      via,
      () => name,
      () => run(named),
    );
  }

  #respond(ask: () => Invocation, place: Place): Promise<string> {
    return respond(ask, place, this.#work(), this.#options.log);
  }

  async #button(interaction: ButtonInteraction): Promise<void> {
    const filled = parseFormId(interaction.customId);
    if (filled !== null) return this.#openForm(interaction, filled);
    const ask = () => parseCustomId(interaction.customId);
    await this.#answer('button', ask, (named) => this.#atMessage(interaction, named));
  }

  async #openForm(interaction: ButtonInteraction, filled: Invocation): Promise<void> {
    const { commands } = this.#options;
    const callback = this.#callback(interaction);
    const name = () => loggedName(commands, filled);
    await this.#logged('button', name, async () => {
      try {
        await callback.showForm(formFor(commands, filled));
        return 'form opened';
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        await callback.reply(words(error.message), { hidden: true });
        return 'mistake';
      }
    });
  }

  /** A form that a button opened: as if it had been the button of what is in it now. */
  async #form(interaction: ModalSubmitInteraction): Promise<void> {
    const ask = () => submittedInvocation(this.#options.commands, interaction);
    await this.#answer('form', ask, (named) => this.#atMessage(interaction, named));
  }

  /** For the asker the message changes; anyone else gets a private reply of their own. */
  async #atMessage(interaction: ButtonInteraction | ModalSubmitInteraction, ask: () => Invocation): Promise<string> {
    const { log } = this.#options;
    const { client, message, user } = interaction;
    const callback = this.#callback(interaction);
    if (message === null || !(await isAsker({ client, message, user }))) {
      return respond(ask, new NewMessage(callback, log, { hidden: true }), this.#work(), log);
    }
    const press = this.#presses.begin(message.id, message.content);
    const place = new InPlace(callback, log, press, { hidden: message.flags.has(MessageFlags.Ephemeral) });
    try {
      return await respond(ask, place, this.#work(press.signal), log);
    } finally {
      press.end();
    }
  }

  async #autocomplete(interaction: AutocompleteInteraction): Promise<void> {
    const callback = this.#callback(interaction);
    let choices: ReturnType<typeof suggestions> = [];
    try {
      choices = suggestions(this.#options.commands, interaction);
    } catch (error) {
      this.#options.log.error({ err: error }, 'suggestions broke');
    }
    await callback.suggest(choices);
  }

  #callback({ id, token, applicationId }: Interaction): Callback {
    const { rest, waits, onWait } = this.#options;
    return new Callback(rest, { id, token, applicationId }, waits, onWait);
  }

  #work(superseded?: AbortSignal): Work {
    const { commands, lab, missed, signal, progressEveryMs } = this.#options;
    return {
      commands,
      lab,
      missed,
      progressEveryMs,
      signal: superseded === undefined ? signal : AbortSignal.any([signal, superseded]),
    };
  }

  /** One line a request. */
  async #logged(via: string, command: () => string, run: () => Promise<string>): Promise<void> {
    const started = performance.now();
    let outcome = 'undelivered';
    try {
      outcome = await run();
    } catch (error) {
      if (isLost(error)) outcome = 'lost';
      throw error;
    } finally {
      this.#options.log.info(
        { via, command: command(), outcome, ms: Math.round(performance.now() - started) },
        'request',
      );
    }
  }
}
