import { type APIUser, GatewayIntentBits } from 'discord-api-types/v10';
import type { Gateway } from '../gateway/gateway.ts';
import { type Messages, onTheWire, type SeenMessage } from '../messages.ts';
import type { World } from '../world.ts';

interface Said {
  readonly content: string;
  readonly mention?: boolean;
  readonly dm?: boolean;
  readonly user: APIUser;
}

/** Posts a person's message, and dispatches it to the clients that listen to messages. */
export function utter(
  { content, mention = false, dm = false, user }: Said,
  { world, messages, gateway }: { world: World; messages: Messages; gateway: Gateway },
): SeenMessage {
  const channelId = dm ? world.dm(user).id : world.channelId;
  const text = mention ? `<@${world.bot.id}> ${content}` : content;
  const mentions = text.includes(`<@${world.bot.id}>`) ? [world.bot] : [];
  const message = messages.create({ channelId, author: user, body: { content: text }, extra: { mentions } });
  const where = dm ? {} : { guild_id: world.guildId, member: world.member() };
  const intent = dm ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages;
  for (const session of gateway.sessions) {
    if (!session.isFor(dm ? undefined : world.guildId) || !session.hears(intent)) continue;
    // Without its privileged intent a bot may read only what is said to it.
    const readable = dm || mentions.length > 0 || session.hears(GatewayIntentBits.MessageContent);
    session.dispatch('MESSAGE_CREATE', { ...onTheWire(message), ...(readable ? {} : { content: '' }), ...where });
  }
  return message;
}
