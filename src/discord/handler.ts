import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type Message,
  type MessageContextMenuCommandInteraction,
  messageLink,
} from 'discord.js';
import { type Invocation, readableText, STOP_ID } from '../chat/invocation.ts';
import { readMessage, wordsHearer } from '../chat/message.ts';
import { UserError } from '../chat/user-error.ts';
import { Answering, type AnsweringOptions } from './answering.ts';
import { AtMessage } from './at-message.ts';
import { suggestions } from './autocomplete.ts';
import { ChannelReply } from './channel-reply.ts';
import { typedInvocation, wantsPrivacy } from './invocation.ts';
import { withoutMentions, wordsFor } from './mention.ts';
import { words } from './message.ts';
import { NewMessage } from './new-message.ts';
import { isLost } from './refusals.ts';

/** What the bot does about each thing that people do. */
export class Handler {
  readonly #options: AnsweringOptions;
  readonly #answering: Answering;
  readonly #atMessage: AtMessage;

  constructor(options: AnsweringOptions) {
    this.#options = options;
    this.#answering = new Answering(options);
    this.#atMessage = new AtMessage(this.#answering);
  }

  /** Never rejects: whatever goes wrong with one interaction ends in the log, not in the process. */
  async handle(interaction: Interaction): Promise<void> {
    const { log } = this.#options;
    try {
      if (interaction.isChatInputCommand()) await this.#command(interaction);
      else if (interaction.isMessageContextMenuCommand()) await this.#menu(interaction);
      else if (interaction.isButton()) await this.#atMessage.button(interaction);
      else if (interaction.isModalSubmit()) await this.#atMessage.form(interaction);
      else if (interaction.isAutocomplete()) await this.#autocomplete(interaction);
      else log.warn({ type: interaction.type }, 'an interaction of a kind that is not used here');
    } catch (error) {
      if (isLost(error)) log.warn({ code: error.code, why: error.message }, 'an interaction was lost');
      else log.error({ err: error }, 'an interaction could not be answered');
    }
  }

  /** Tells whoever comes while the bot is leaving. What runs until then may still be stopped. */
  async turnAway(interaction: Interaction): Promise<void> {
    if (interaction.isButton() && interaction.customId === STOP_ID) return this.handle(interaction);
    const callback = this.#answering.callback(interaction);
    try {
      if (interaction.isAutocomplete()) await callback.suggest([]);
      else await callback.reply(words('Halflife is restarting: try again in a minute.'), { hidden: true });
    } catch (error) {
      this.#options.log.warn({ err: error }, 'an interaction was lost while stopping');
    }
  }

  async #command(interaction: ChatInputCommandInteraction): Promise<void> {
    const ask = typedInvocation(interaction);
    const files = [...(interaction.options.resolved?.attachments?.values() ?? [])];
    await this.#answering.logged(
      'command',
      () => ask,
      (named, meter) => {
        const callback = this.#answering.callback(interaction, meter);
        const place = new NewMessage(callback, this.#options.log, { hidden: wantsPrivacy(ask) });
        const run = this.#answering.running.begin(interaction.id, interaction.user.id);
        return this.#answering.respond(named, { run, place, files, meter });
      },
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
    await this.#answering.logged('menu', ask, (named, meter) => {
      const callback = this.#answering.callback(interaction, meter);
      const place = new NewMessage(callback, this.#options.log, { hidden: false, lead });
      const run = this.#answering.running.begin(interaction.id, interaction.user.id);
      return this.#answering.respond(named, { run, place, files: [], meter });
    });
  }

  /** A message that speaks to the bot: answered below it. Anything else people write is not looked at. */
  async hear(message: Message): Promise<void> {
    const said = wordsFor(message);
    if (said === null) return;
    const { rest, log, waits, onWait } = this.#options;
    const { id: messageId, channelId } = message;
    const files = [...message.attachments.values()];
    try {
      const ask = () => readMessage(this.#options.commands, said);
      await this.#answering.logged('mention', ask, (named, meter) => {
        const onAcknowledged = () => meter.acknowledged();
        const place = new ChannelReply({ rest, log, waits, onWait, channelId, messageId, onAcknowledged });
        const run = this.#answering.running.begin(messageId, message.author.id);
        return this.#answering.respond(named, { run, place, files, meter });
      });
    } catch (error) {
      log.warn({ err: error }, 'a message could not be answered');
    }
  }

  async #autocomplete(interaction: AutocompleteInteraction): Promise<void> {
    const callback = this.#answering.callback(interaction);
    let choices: ReturnType<typeof suggestions> = [];
    try {
      choices = suggestions(this.#options.commands, interaction);
    } catch (error) {
      this.#options.log.error({ err: error }, 'suggestions broke');
    }
    await callback.suggest(choices);
  }
}
