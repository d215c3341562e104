import {
  type APIApplicationCommandOption,
  type APIUser,
  ApplicationCommandType as CommandType,
  ComponentType,
  InteractionContextType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Bulletin } from '../bulletin.ts';
import type { Clock } from '../clock.ts';
import type { Commands } from '../commands.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Interactions } from '../interactions.ts';
import { type Messages, onTheWire, type SeenMessage } from '../messages.ts';
import type { Problems } from '../problems.ts';
import type { Snowflakes } from '../snowflakes.ts';
import type { World } from '../world.ts';
import { pressable } from './buttons.ts';
import { ImpossibleError } from './impossible.ts';
import { type Given, typedOptions } from './options.ts';
import { newInteraction, type Occasion } from './payload.ts';
import { SentInteraction } from './sent-interaction.ts';
import { utter } from './speech.ts';

interface By {
  /** Who does it (default: the person "learner"). */
  readonly user?: APIUser;
}
interface Somewhere extends By {
  /** In a DM with the bot instead of the server's channel. */
  readonly dm?: boolean;
}
export interface CommandUse extends Somewhere {
  /** Such as `train`, or `lesson start` for a subcommand. */
  readonly name: string;
  readonly options?: Readonly<Record<string, Given>>;
}
export interface AutocompleteUse extends CommandUse {
  /** The option being typed; what is typed so far is its value in `options`. */
  readonly focused: string;
}
export interface Press extends By {
  readonly message: SeenMessage;
  /** The button, by its custom_id or by its label. */
  readonly customId?: string;
  readonly label?: string;
  /** Sends a custom_id that the message has no button for, as a forger's client could. */
  readonly forged?: boolean;
}
export interface ContextMenuUse extends By {
  readonly name: string;
  readonly message: SeenMessage;
}
export interface ModalSubmission extends Somewhere {
  readonly customId: string;
  /** Each text input's custom_id and what was typed. */
  readonly values: Readonly<Record<string, string>>;
}
export interface Utterance extends Somewhere {
  readonly content: string;
  /** Puts a mention of the bot before the text. */
  readonly mention?: boolean;
}

export interface PeopleOptions {
  readonly world: World;
  readonly snowflakes: Snowflakes;
  readonly clock: Clock;
  readonly commands: Commands;
  readonly messages: Messages;
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly bulletin: Bulletin;
  readonly problems: Problems;
}

/** Acting as the people in the server: what they do arrives at the bot as Discord would dispatch it. */
export class People {
  readonly #at: PeopleOptions;

  constructor(options: PeopleOptions) {
    this.#at = options;
  }

  command(use: CommandUse): SentInteraction {
    return this.#runCommand(use, InteractionType.ApplicationCommand);
  }

  autocomplete({ focused, ...use }: AutocompleteUse): SentInteraction {
    return this.#runCommand(use, InteractionType.ApplicationCommandAutocomplete, focused);
  }

  #runCommand({ name, options = {}, user, dm = false }: CommandUse, type: InteractionType, focused?: string) {
    const [root = '', ...path] = name.split(' ');
    const { world, commands } = this.#at;
    const by = user ?? world.person('learner');
    const command = this.#registered(root, CommandType.ChatInput, dm);
    const channelId = dm ? world.dm(by).id : world.channelId;
    const asked = focused === undefined ? {} : { focused };
    const typed = typedOptions((command.options ?? []) as APIApplicationCommandOption[], path, options, {
      ...this.#at,
      channelId,
      ...asked,
    });
    const resolved = Object.keys(typed.resolved).length > 0 ? { resolved: typed.resolved } : {};
    const guild = commands.get(command.id) ? {} : { guild_id: world.guildId };
    const data = { id: command.id, name: root, type: command.type, options: typed.options, ...resolved, ...guild };
    const typedText = Object.entries(options).map(
      ([key, value]) => ` ${key}:${typeof value === 'object' ? value.filename : value}`,
    );
    return this.#send({ type, label: `/${name}${typedText.join('')}`, data, user: by, dm });
  }

  contextMenu({ name, message, user }: ContextMenuUse): SentInteraction {
    const command = this.#registered(name, CommandType.Message, false);
    const resolved = { messages: { [message.id]: onTheWire(message) } };
    const data = { id: command.id, name, type: command.type, target_id: message.id, resolved };
    const by = user ?? this.#at.world.person('learner');
    return this.#send({
      type: InteractionType.ApplicationCommand,
      label: `"${name}" on a message`,
      data,
      user: by,
      dm: false,
    });
  }

  press({ message, customId, label, user, forged = false }: Press): SentInteraction {
    const { world, messages } = this.#at;
    const by = user ?? world.person('learner');
    const current = messages.get(message.id);
    if (!current) throw new ImpossibleError('the message is gone');
    const button = pressable(current, by, { customId, label, forged });
    const data = { ...button, component_type: ComponentType.Button };
    return this.#send({
      type: InteractionType.MessageComponent,
      label: `button ${data.custom_id}`,
      data,
      user: by,
      dm: current.channel_id !== world.channelId,
      source: current,
      extra: { message: onTheWire(current) },
    });
  }

  modal({ customId, values, user, dm = false }: ModalSubmission): SentInteraction {
    const rows = Object.entries(values).map(([custom_id, value], n) => ({
      type: ComponentType.ActionRow,
      id: n * 2 + 1,
      components: [{ type: ComponentType.TextInput, id: n * 2 + 2, custom_id, value }],
    }));
    const data = { custom_id: customId, components: rows };
    const by = user ?? this.#at.world.person('learner');
    return this.#send({ type: InteractionType.ModalSubmit, label: `modal ${customId}`, data, user: by, dm });
  }

  /** Says something where the bot may hear it; `discord.answerTo(message)` waits for the bot's answer. */
  say({ user, ...what }: Utterance): SeenMessage {
    return utter({ ...what, user: user ?? this.#at.world.person('learner') }, this.#at);
  }

  #registered(name: string, type: CommandType, dm: boolean) {
    const { commands, world } = this.#at;
    const command = commands.find(name, type, dm ? undefined : world.guildId);
    if (command && dm && command.contexts && !command.contexts.includes(InteractionContextType.BotDM)) {
      throw new ImpossibleError(`"${name}" is registered for contexts ${command.contexts.join(', ')}, not for DMs (1)`);
    }
    if (command) return command;
    const list = [...commands.list(world.guildId), ...commands.list()].map((each) => each.name).join(', ');
    throw new ImpossibleError(
      `no command "${name}" is registered${dm ? ' for DMs' : ''}; there are: ${list || 'none'}`,
    );
  }

  #send(occasion: Occasion): SentInteraction {
    const { gateway, interactions, messages, bulletin, problems, world } = this.#at;
    const state = newInteraction(occasion, this.#at);
    interactions.add(state);
    const where = occasion.dm ? {} : { guildId: world.guildId };
    if (gateway.dispatch('INTERACTION_CREATE', state.payload, where) === 0) {
      throw new ImpossibleError(`${occasion.label}: no client is logged in to hear it`);
    }
    return new SentInteraction(state, messages, bulletin, problems);
  }
}
