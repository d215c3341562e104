/** Why the bot cannot be on Discord, as one sentence for whoever runs it. */
export class DiscordStartError extends Error {
  override readonly name = 'DiscordStartError';
}
