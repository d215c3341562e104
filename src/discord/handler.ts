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
import type { Answering, AnsweringOptions } from './answering.ts';
import { AtMessage } from './at-message.ts';
import { suggestions } from './autocomplete.ts';
import { typedInvocation, wantsPrivacy } from './invocation.ts';
import { withoutMentions, wordsFor } from './mention.ts';
import { MentionLimits } from './mention-limits.ts';
import { words } from './message.ts';
import { keptAsker } from './order.ts';
import { isForbidden, isLost } from './refusals.ts';
import { isTrouble } from './retry.ts';
import { inTheOpen, isSecret } from './secret.ts';
import { Seen } from './seen.ts';
import { askerOf, isHeardIn, keyOf, settingsFor } from './server.ts';

/** What the bot does about each thing that people do. */
export class Handler {
  readonly #options: AnsweringOptions;
  readonly #answering: Answering;
  readonly #atMessage: AtMessage;
  readonly #seen = new Seen();
  readonly #limits = new MentionLimits();

  constructor(answering: Answering) {
    this.#options = answering.options;
    this.#answering = answering;
    this.#atMessage = new AtMessage(answering);
  }

  /** Never rejects: whatever goes wrong with one interaction ends in the log, not in the process. */
  async handle(interaction: Interaction): Promise<void> {
    const { log } = this.#options;
    if (!this.#seen.isNew(interaction.id)) return;
    try {
      if (interaction.isChatInputCommand()) await this.#command(interaction);
      else if (interaction.isMessageContextMenuCommand()) await this.#menu(interaction);
      else if (interaction.isButton()) await this.#atMessage.button(interaction);
      else if (interaction.isModalSubmit()) await this.#atMessage.form(interaction);
      else if (interaction.isAutocomplete()) await this.#autocomplete(interaction);
      else await this.#unknown(interaction);
    } catch (error) {
      if (isLost(error) || isForbidden(error))
        log.warn({ code: error.code, why: error.message }, 'an interaction was lost');
      else if (isTrouble(error))
        log.warn({ err: error }, 'Discord was in trouble for too long: an interaction is not answered');
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
    const asked = typedInvocation(interaction);
    const settings = await settingsFor(this.#options.store, interaction.guildId);
    const hidden = isSecret(this.#options.commands, asked) || (wantsPrivacy(asked) ?? settings.privately);
    await this.#answering.answer({
      ...{ id: interaction.id, via: 'command', settings, ask: () => asked },
      asker: askerOf(interaction),
      target: { kind: 'new', key: keyOf(interaction), hidden, lead: '' },
      files: [...(interaction.options.resolved?.attachments?.values() ?? [])],
      run: this.#answering.running.begin(interaction.id, interaction.user.id),
    });
  }

  /** A message's menu: its words are asked, as if they had been typed. */
  async #menu(interaction: MessageContextMenuCommandInteraction): Promise<void> {
    const { targetMessage, channelId, guildId } = interaction;
    const settings = await settingsFor(this.#options.store, guildId);
    const hearer = wordsHearer(this.#options.commands);
    const { command, option } = hearer ?? { command: interaction.commandName, option: '' };
    const ask = (): Invocation => {
      const text = readableText(withoutMentions(targetMessage.content));
      if (text === '') throw new UserError(`that message has no words: put what you want to know after /${command}`);
      return { command, options: { [option]: text } };
    };
    const link = guildId === null ? null : messageLink(channelId, targetMessage.id, guildId);
    const lead = link === null ? '' : `-# About [this message](${link})`;
    await this.#answering.answer({
      ...{ id: interaction.id, via: 'menu', settings, ask, files: [] },
      asker: askerOf(interaction),
      target: { kind: 'new', key: keyOf(interaction), hidden: settings.privately, lead },
      run: this.#answering.running.begin(interaction.id, interaction.user.id),
    });
  }

  /** A message that speaks to the bot: answered below it. Anything else people write is not looked at. */
  async hear(message: Message): Promise<void> {
    const said = wordsFor(message);
    if (said === null || !this.#seen.isNew(message.id)) return;
    const { id, channelId, guildId, author, member } = message;
    try {
      if (!(await this.#limits.mayAsk(author.id))) {
        this.#options.log.debug('a mention among too many is not answered');
        return;
      }
      const settings = await settingsFor(this.#options.store, guildId);
      if (guildId !== null && !isHeardIn(message.channel, settings)) return;
      const { commands } = this.#options;
      const ask = () => {
        const asked = readMessage(commands, said);
        return guildId === null ? asked : inTheOpen(commands, asked);
      };
      await this.#answering.answer({
        ...{ id, via: 'mention', settings, ask },
        asker: askerOf({ user: author, guildId, memberPermissions: member?.permissions ?? null }),
        target: { kind: 'below', channelId, messageId: id },
        files: [...message.attachments.values()],
        run: this.#answering.running.begin(id, author.id),
        mayBeRefused: () => this.#limits.mayBeTold(author.id),
      });
    } catch (error) {
      this.#options.log.warn({ err: error }, 'a message could not be answered');
    }
  }

  /** A user's menu or a list to choose from: nothing here offers any, but somebody's old message may. */
  async #unknown(interaction: Interaction): Promise<void> {
    this.#options.log.warn({ type: interaction.type }, 'an interaction of a kind that is not used here');
    const told = words('That is nothing I know: /help lists what can be asked.');
    await this.#answering.callback(interaction).reply(told, { hidden: true });
  }

  async #autocomplete(interaction: AutocompleteInteraction): Promise<void> {
    const { commands, store, log } = this.#options;
    const callback = this.#answering.callback(interaction);
    let choices: Awaited<ReturnType<typeof suggestions>> = [];
    try {
      choices = await suggestions(commands, interaction, store.memoryOf(keptAsker(askerOf(interaction))));
    } catch (error) {
      log.error({ err: error }, 'suggestions broke');
    }
    await callback.suggest(choices);
  }
}
