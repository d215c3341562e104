import { ChannelType, MessageType } from 'discord-api-types/v10';
import { messageBreaches } from '../checks/message-limits.ts';
import { type MessageBody, type Messages, onTheWire, type SeenMessage } from '../messages.ts';
import {
  missingAccess,
  missingPermissions,
  notTheAuthor,
  unknownChannel,
  unknownMessage,
  unknownReference,
  unknownUser,
} from '../refusal.ts';
import { type Audience, isPrivate } from '../rest/replies.ts';
import { type Answer, type Call, noContent, ok, type Route } from '../rest/router.ts';
import type { Channel, Permission, World } from '../world.ts';

interface Reference {
  readonly message_id: string;
  readonly fail_if_not_exists?: boolean | null;
}

type PostBody = MessageBody & { readonly message_reference?: Reference | null };

/** Messages in channels, typing, opening a DM, and downloading attachments. */
export function channelRoutes(world: World, messages: Messages, audience: Audience): Route[] {
  const channelOf = ({ params }: Call) => {
    const channel = world.channel(params.channel ?? '');
    if (!channel) throw unknownChannel();
    if (!world.mayBot('ViewChannel', channel)) throw missingAccess();
    return channel;
  };
  const insistOn = (permission: Permission, channel: Channel): void => {
    if (!world.mayBot(permission, channel)) throw missingPermissions();
  };
  const insistOnSending = (channel: Channel, { files }: Call): void => {
    insistOn(channel.type === ChannelType.PublicThread ? 'SendMessagesInThreads' : 'SendMessages', channel);
    if (files.length > 0) insistOn('AttachFiles', channel);
  };
  // A private message is in no channel: only its interaction's webhook can reach it.
  const messageOf = (call: Call): SeenMessage => {
    const message = messages.get(call.params.message ?? '');
    if (!message || message.channel_id !== channelOf(call).id || isPrivate(message)) throw unknownMessage();
    return message;
  };
  const read = (call: Call): Answer => {
    insistOn('ReadMessageHistory', channelOf(call));
    return ok(onTheWire(messageOf(call)));
  };
  const ownMessageOf = (call: Call): SeenMessage => {
    const message = messageOf(call);
    if (message.author.id !== world.bot.id) throw notTheAuthor();
    return message;
  };

  /** What makes a message a reply. It pings whom it replies to unless told not to. */
  const asReply = ({ message_id, fail_if_not_exists }: Reference, channelId: string, body: MessageBody) => {
    const replied = messages.get(message_id);
    if (replied?.channel_id !== channelId) {
      if (fail_if_not_exists ?? true) throw unknownReference();
      return {};
    }
    const pings = body.allowed_mentions ? (body.allowed_mentions.replied_user ?? false) : true;
    return {
      type: MessageType.Reply,
      message_reference: { type: 0, channel_id: channelId, message_id },
      referenced_message: onTheWire(replied),
      mentions: pings ? [replied.author] : [],
    };
  };

  const post = (call: Call): Answer => {
    const channel = channelOf(call);
    insistOnSending(channel, call);
    const body = call.body as PostBody;
    const repeated = body.enforce_nonce && body.nonce != null ? messages.withNonce(world.bot, body.nonce) : undefined;
    if (repeated) return ok(onTheWire(repeated));
    const extra = body.message_reference ? asReply(body.message_reference, channel.id, body) : {};
    const message = messages.create({ channelId: channel.id, author: world.bot, body, files: call.files, extra });
    audience.created(message);
    return ok(onTheWire(message));
  };

  const listAfter = (call: Call): Answer => {
    const channel = channelOf(call);
    if (!world.mayBot('ReadMessageHistory', channel)) return ok([]);
    const { after = '0', limit = '50' } = Object.fromEntries(call.query);
    const later = messages
      .inChannel(channel.id)
      .filter((message) => BigInt(message.id) > BigInt(after) && !isPrivate(message))
      .slice(0, Number(limit));
    return ok(later.reverse().map(onTheWire));
  };

  const edit = (call: Call): Answer => {
    if (call.files.length > 0) insistOn('AttachFiles', channelOf(call));
    const message = messages.edit(ownMessageOf(call), call.body as MessageBody, call.files);
    audience.updated(message);
    return ok(onTheWire(message));
  };

  const remove = (call: Call): Answer => {
    const message = ownMessageOf(call);
    messages.delete(message.id);
    audience.deleted(message);
    return noContent();
  };

  const typing = (call: Call): Answer => {
    insistOnSending(channelOf(call), call);
    return noContent();
  };

  const openDm = ({ body }: Call): Answer => {
    const user = world.user((body as { recipient_id: string }).recipient_id);
    if (!user) throw unknownUser();
    return ok(world.dm(user));
  };

  const download = ({ params }: Call): Answer => {
    const file = messages.file(params.id ?? '');
    if (!file) return { status: 404, body: { message: '404: Not Found', code: 0 } };
    return { status: 200, raw: { bytes: file.bytes, contentType: file.content_type ?? 'application/octet-stream' } };
  };

  const list = { template: '/channels/:channel/messages', needsBot: true };
  const one = { template: '/channels/:channel/messages/:message', needsBot: true };
  return [
    { template: '/channels/:channel', needsBot: true, method: 'GET', handle: (call) => ok(channelOf(call)) },
    { ...list, method: 'GET', handle: listAfter },
    { ...list, method: 'POST', limits: messageBreaches, handle: post },
    { ...one, method: 'GET', handle: read },
    { ...one, method: 'PATCH', limits: messageBreaches, handle: edit },
    { ...one, method: 'DELETE', handle: remove },
    { template: '/channels/:channel/typing', needsBot: true, method: 'POST', handle: typing },
    { template: '/users/@me/channels', needsBot: true, method: 'POST', handle: openDm },
    { template: '/attachments/:channel/:id/:filename', needsBot: false, method: 'GET', handle: download },
  ];
}
