import type { Message } from 'discord.js';

/**
 * What a message says to the bot, its mention taken off; null if it does not speak to it. In a conversation of two
 * everything does. The mention must stand in the text: replying to the bot's message mentions it too, but is more often
 * a thank you than a question. Other bots are not listened to, so that no two talk to each other for ever.
 */
export function wordsFor({ author, client, content, system, webhookId, guildId }: Message): string | null {
  if (author.bot || system || webhookId !== null || client.user === null) return null;
  const mention = new RegExp(`<@!?${client.user.id}>`, 'gu');
  if (guildId !== null && !mention.test(content)) return null;
  return content.replaceAll(mention, ' ').trim();
}
