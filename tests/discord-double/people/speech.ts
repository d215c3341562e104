import { type APIUser, GatewayIntentBits, MessageType } from 'discord-api-types/v10';
import type { Gateway } from '../gateway/gateway.ts';
import { type Messages, onTheWire, type SeenMessage } from '../messages.ts';
import type { Channel, World } from '../world.ts';
import type { GivenFile } from './options.ts';

interface Said {
  readonly content: string;
  readonly mention?: boolean;
  readonly replyTo?: SeenMessage;
  readonly ping?: boolean;
  readonly files?: readonly GivenFile[];
  readonly user: APIUser;
  readonly channel: Channel;
}

/** Posts a person's message. */
export function utter(
  { content, mention = false, replyTo, ping = true, files = [], user, channel }: Said,
  { world, messages }: { world: World; messages: Messages },
): SeenMessage {
  const text = (mention ? `<@${world.bot.id}> ${content}` : content).trim();
  const named = [...text.matchAll(/<@!?(\d+)>/gu)].map(([, id = '']) => world.user(id));
  const mentioned = [...named, ping ? replyTo?.author : undefined].filter((each) => each !== undefined);
  const reply = replyTo && {
    type: MessageType.Reply,
    message_reference: { type: 0, channel_id: channel.id, message_id: replyTo.id },
    referenced_message: onTheWire(replyTo),
  };
  return messages.create({
    channelId: channel.id,
    author: user,
    body: { content: text },
    files: files.map(({ filename, bytes, contentType = 'application/octet-stream' }, index) => ({
      index,
      filename,
      contentType,
      bytes: Buffer.from(bytes),
    })),
    extra: { ...reply, mentions: [...new Set(mentioned)] },
  });
}

/** Dispatches a message to the clients that listen to messages. */
export function dispatchMessage(message: SeenMessage, { world, gateway }: { world: World; gateway: Gateway }): void {
  const { guildId, intent, place } = whereabouts(message, world);
  const where = guildId === undefined ? place : { ...place, member: world.member() };
  for (const session of gateway.sessions) {
    if (!session.isFor(guildId) || !session.hears(intent)) continue;
    // Without its privileged intent a bot may read only what is said to it, or by it.
    const toTheBot = guildId === undefined || message.mentions.some(({ id }) => id === world.bot.id);
    const readable = toTheBot || message.author.id === world.bot.id || session.hears(GatewayIntentBits.MessageContent);
    const hidden = { content: '', embeds: [], attachments: [], components: [] };
    session.dispatch('MESSAGE_CREATE', { ...onTheWire(message), ...(readable ? {} : hidden), ...where });
  }
}

/** Dispatches what an edit made of a message. */
export function dispatchUpdate(message: SeenMessage, { world, gateway }: { world: World; gateway: Gateway }): void {
  const { place, ...where } = whereabouts(message, world);
  gateway.dispatch('MESSAGE_UPDATE', { ...onTheWire(message), ...place }, where);
}

/** Dispatches that a message was deleted. */
export function dispatchRemoval(
  { id, channel_id }: SeenMessage,
  { world, gateway }: { world: World; gateway: Gateway },
): void {
  const { place, ...where } = whereabouts({ channel_id }, world);
  const { channel_type: _, ...guild } = place;
  gateway.dispatch('MESSAGE_DELETE', { id, channel_id, ...guild }, where);
}

/** Which clients hear of a message, and what tells them where it is. */
function whereabouts({ channel_id }: Pick<SeenMessage, 'channel_id'>, world: World) {
  const guildId = world.guildOf(channel_id);
  const channel_type = world.channel(channel_id)?.type;
  return guildId === undefined
    ? { intent: GatewayIntentBits.DirectMessages, place: { channel_type } }
    : { guildId, intent: GatewayIntentBits.GuildMessages, place: { channel_type, guild_id: guildId } };
}
