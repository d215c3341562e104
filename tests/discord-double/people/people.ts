import {
  type APIApplicationCommand,
  type APIApplicationCommandOption,
  type APIPublicThreadChannel,
  type APITextChannel,
  type APIUser,
  ChannelType,
  ApplicationCommandType as CommandType,
  ComponentType,
  GatewayIntentBits,
  InteractionContextType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Bulletin } from '../bulletin.ts';
import type { Clock } from '../clock.ts';
import type { Commands } from '../commands.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { guildCreate } from '../guild.ts';
import type { Interactions } from '../interactions.ts';
import { type Messages, onTheWire, type SeenMessage } from '../messages.ts';
import type { Problems } from '../problems.ts';
import type { Snowflakes } from '../snowflakes.ts';
import type { Channel, World } from '../world.ts';
import { pressable } from './buttons.ts';
import { fieldsOf, filledIn } from './forms.ts';
import { ImpossibleError } from './impossible.ts';
import { typedOptions } from './options.ts';
import { newInteraction, type Occasion } from './payload.ts';
import { SentInteraction } from './sent-interaction.ts';
import { dispatchMessage, dispatchRemoval, utter } from './speech.ts';
import type {
  AutocompleteUse,
  CommandUse,
  ContextMenuUse,
  Forgery,
  FormSubmission,
  ModalSubmission,
  Press,
  Somewhere,
  Utterance,
} from './uses.ts';

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

  #runCommand(
    { name, options = {}, allowed = false, user, ...somewhere }: CommandUse,
    type: InteractionType,
    focused?: string,
  ) {
    const [root = '', ...path] = name.split(' ');
    const { world, commands } = this.#at;
    const by = user ?? world.person('learner');
    const channel = this.#channel(by, somewhere);
    const command = this.#registered(root, CommandType.ChatInput, channel);
    if (!allowed && channel.type !== ChannelType.DM) this.#checkOffered(command, by);
    const asked = focused === undefined ? {} : { focused };
    const typed = typedOptions((command.options ?? []) as APIApplicationCommandOption[], path, options, {
      ...this.#at,
      channelId: channel.id,
      ...asked,
    });
    const resolved = Object.keys(typed.resolved).length > 0 ? { resolved: typed.resolved } : {};
    const guild = commands.get(command.id) ? {} : { guild_id: world.guildId };
    const data = { id: command.id, name: root, type: command.type, options: typed.options, ...resolved, ...guild };
    const typedText = Object.entries(options).map(
      ([key, value]) => ` ${key}:${typeof value === 'object' ? value.filename : value}`,
    );
    return this.#send({ type, label: `/${name}${typedText.join('')}`, data, user: by, channel });
  }

  contextMenu({ name, message, user }: ContextMenuUse): SentInteraction {
    const channel = this.#channelOf(message);
    const command = this.#registered(name, CommandType.Message, channel);
    const resolved = { messages: { [message.id]: onTheWire(message) } };
    const data = { id: command.id, name, type: command.type, target_id: message.id, resolved };
    const by = user ?? this.#at.world.person('learner');
    return this.#send({
      type: InteractionType.ApplicationCommand,
      label: `"${name}" on a message`,
      data,
      user: by,
      channel,
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
      channel: this.#channelOf(current),
      source: current,
      extra: { message: onTheWire(current) },
    });
  }

  /** Fills in the form that a press opened, as Discord's app allows, and submits it. */
  submit({ opened, values = {} }: FormSubmission): SentInteraction {
    const { messages } = this.#at;
    const { user, channel, source, form } = opened.formShown;
    const current = source && messages.get(source.id);
    return this.#submit(form.custom_id, filledIn(form, values), user, channel, current);
  }

  modal({ customId, values, message, user, ...somewhere }: ModalSubmission): SentInteraction {
    const by = user ?? this.#at.world.person('learner');
    const current = message && this.#at.messages.get(message.id);
    const channel = current ? this.#channelOf(current) : this.#channel(by, somewhere);
    return this.#submit(customId, fieldsOf(values), by, channel, current);
  }

  #submit(customId: string, components: readonly object[], user: APIUser, channel: Channel, source?: SeenMessage) {
    return this.#send({
      type: InteractionType.ModalSubmit,
      label: `form ${customId}`,
      data: { custom_id: customId, components },
      user,
      channel,
      ...(source && { source, extra: { message: onTheWire(source) } }),
    });
  }

  /** Sends an interaction as it is given, checked by nobody. */
  forge({ type, data, message, user, ...somewhere }: Forgery): SentInteraction {
    const by = user ?? this.#at.world.person('learner');
    const current = message && this.#at.messages.get(message.id);
    const channel = current ? this.#channelOf(current) : this.#channel(by, somewhere);
    const at = current && { source: current, extra: { message: onTheWire(current) } };
    return this.#send({
      type,
      label: `a forged ${JSON.stringify(data)}`.slice(0, 200),
      data,
      user: by,
      channel,
      ...at,
    });
  }

  /** Says something where the bot may hear it; `discord.answerTo(message)` waits for the bot's answer. */
  say({ user, dm, thread, channel, ...what }: Utterance): SeenMessage {
    const by = user ?? this.#at.world.person('learner');
    const where = this.#channel(by, { ...(dm && { dm }), ...(thread && { thread }), ...(channel && { channel }) });
    const message = utter({ ...what, user: by, channel: where }, this.#at);
    dispatchMessage(message, this.#at);
    return message;
  }

  /** Dispatches a message that was said already once more, as a gateway may. */
  repeat(message: SeenMessage): void {
    dispatchMessage(message, this.#at);
  }

  /** Deletes a message, as its author or a moderator does. */
  remove(message: SeenMessage): void {
    this.#at.messages.delete(message.id);
    dispatchRemoval(message, this.#at);
  }

  /** The text channel of another server; if there is none of this name the bot is added to one, and clients hear of it. */
  elsewhere(name: string, shard?: readonly [number, number]): APITextChannel {
    const { world, gateway } = this.#at;
    const before = world.servers.length;
    const channel = world.elsewhere(name, shard);
    const guildId = channel.guild_id!;
    if (world.servers.length > before) {
      gateway.dispatch('GUILD_CREATE', guildCreate(world, guildId), { guildId, intent: GatewayIntentBits.Guilds });
    }
    return channel;
  }

  /** The public thread of this name in the text channel; if there is none it is opened, and clients hear of it. */
  thread(name: string): APIPublicThreadChannel {
    const { world, gateway } = this.#at;
    const before = world.threads.length;
    const thread = world.thread(name);
    if (world.threads.length > before) {
      const where = { guildId: world.guildId, intent: GatewayIntentBits.Guilds };
      gateway.dispatch('THREAD_CREATE', { ...thread, newly_created: true }, where);
    }
    return thread;
  }

  /** Deletes a thread, with all that was said in it. */
  removeThread(thread: APIPublicThreadChannel): void {
    const { world, gateway, messages } = this.#at;
    world.removeThread(thread);
    for (const { id } of messages.inChannel(thread.id)) messages.delete(id);
    const { id, guild_id, parent_id, type } = thread;
    const where = { guildId: world.guildId, intent: GatewayIntentBits.Guilds };
    gateway.dispatch('THREAD_DELETE', { id, guild_id, parent_id, type }, where);
  }

  #channel(by: APIUser, { dm = false, thread, channel }: Omit<Somewhere, 'user'>): Channel {
    const { world } = this.#at;
    return dm ? world.dm(by) : (thread ?? channel ?? world.textChannel());
  }

  #channelOf(message: SeenMessage): Channel {
    const channel = this.#at.world.channel(message.channel_id);
    if (!channel) throw new ImpossibleError('the message is in no channel of this world');
    return channel;
  }

  #registered(name: string, type: CommandType, channel: Channel) {
    const { commands, world } = this.#at;
    const dm = channel.type === ChannelType.DM;
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

  #checkOffered({ name, default_member_permissions: needed }: APIApplicationCommand, user: APIUser): void {
    const has = BigInt(this.#at.world.permissionsOf(user));
    const lacking = BigInt(needed ?? 0) & ~has;
    if (lacking === 0n) return;
    throw new ImpossibleError(`"${name}" is not offered to ${user.username}, who lacks the permissions ${lacking}`);
  }

  #send(occasion: Occasion): SentInteraction {
    const { gateway, interactions, messages, bulletin, problems, world } = this.#at;
    const state = newInteraction(occasion, this.#at);
    interactions.add(state);
    const guildId = world.guildOf(occasion.channel.id);
    if (gateway.dispatch('INTERACTION_CREATE', state.payload, guildId === undefined ? {} : { guildId }) === 0) {
      throw new ImpossibleError(`${occasion.label}: no client is logged in to hear it`);
    }
    return new SentInteraction(state, occasion.channel, messages, bulletin, problems);
  }
}
