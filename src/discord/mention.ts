import type { Message } from 'discord.js';

/**
 * What a message says to the bot, mentions taken off; null if it does not speak to it. In a conversation of two
 * everything does. The mention must stand in the text: replying to the bot's message mentions it too, but is more often
 * a thank you than a question. Other bots are not listened to, so that no two talk to each other for ever.
 */
export function wordsFor({ author, client, content, system, webhookId, guildId }: Message): string | null {
  if (author.bot || system || webhookId !== null || client.user === null) return null;
  if (guildId !== null && !new RegExp(`<@!?${client.user.id}>`, 'u').test(content)) return null;
  return withoutMentions(content);
}

/** Words without those they are said to, or about: an id says nothing, and is nothing to keep. */
export function withoutMentions(words: string): string {
  return words.replaceAll(/<@!?\d+>/gu, ' ').trim();
}
