import { type APIMessage, type Client, type Message, Routes, type User } from 'discord.js';

/** Discord waits three seconds for a sign of life after a press. */
const LOOK_UP_MS = 1_500;

/** Someone at a message of the bot's: who presses its button, or submits the form that this opened. */
export interface AtMessage {
  readonly client: Client;
  readonly message: Message;
  readonly user: User;
}

/**
 * Whether the one who pressed the button is the one whose asking made the message: by a command, or by a message that
 * this one replies to. Where that cannot be found out, they are not: the worst is then a private reply of their own.
 */
export async function isAsker({ client, message, user }: AtMessage): Promise<boolean> {
  const { interactionMetadata, reference, channelId, author } = message;
  if (author.id !== client.user?.id) return false; // not ours to change, whoever is said to have asked for it
  if (interactionMetadata !== null) return interactionMetadata.user.id === user.id;
  if (reference?.messageId === undefined) return false;
  try {
    const route = Routes.channelMessage(channelId, reference.messageId);
    const answered = (await client.rest.get(route, { signal: AbortSignal.timeout(LOOK_UP_MS) })) as APIMessage;
    return answered.author.id === user.id;
  } catch {
    return false; // deleted, or in a channel whose history the bot may not read
  }
}
