import { RESTJSONErrorCodes as Code, DiscordAPIError } from 'discord.js';

const LOST: readonly (string | number)[] = [
  Code.UnknownMessage,
  Code.UnknownWebhook,
  Code.UnknownInteraction,
  Code.InvalidWebhookToken,
  Code.UnknownChannel,
  Code.InvalidActionOnArchivedThread,
  Code.ThreadLocked,
];

/**
 * Whether there is nobody left to answer: the interaction is too old, its message or its channel was deleted, or its
 * thread closed. No fault of ours.
 */
export function isLost(error: unknown): error is DiscordAPIError {
  return error instanceof DiscordAPIError && LOST.includes(error.code);
}

/** Whether Discord read what we sent and will not have it: too long, too large, malformed. A fault of ours. */
export function isRefused(error: unknown): error is DiscordAPIError {
  return error instanceof DiscordAPIError && error.status >= 400 && error.status < 500 && !isLost(error);
}

/** Whether the bot may not do this here. A permission may be missing on purpose, so no fault of ours. */
export function isForbidden(error: unknown): error is DiscordAPIError {
  return error instanceof DiscordAPIError && error.status === 403;
}

/** Whether an acknowledgement had already arrived. Its answer was lost on the way when this follows a second try. */
export function isAcknowledgedAlready(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === Code.InteractionHasAlreadyBeenAcknowledged;
}
