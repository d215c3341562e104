import { DiscordAPIError, HTTPError } from 'discord.js';
import pRetry from 'p-retry';

/** How long to wait for Discord to recover: 0.25, 0.5, 1, 2, 4 and 8 s unless given, then it is an error. */
export interface Waits {
  readonly firstMs: number;
  readonly times: number;
}

export const WAITS: Waits = { firstMs: 250, times: 6 };

/** Tells of each failed try: what went wrong, and how long it waits before the next. */
export type OnWait = (error: Error, waitMs: number) => void;

/**
 * Tries again, waiting twice as long each time, while Discord or the way to it is in trouble: 5xx, connections cut or
 * refused, timeouts. The library's own tries come within milliseconds of each other, which outlasts no outage, so they
 * are turned off (`rest.retries`). A 4xx is an answer and final; a 429 never gets here, the library sits it out.
 */
export function withRetry<T>(
  request: (attempt: number) => Promise<T>,
  { firstMs, times }: Waits,
  onWait: OnWait,
  signal?: AbortSignal,
): Promise<T> {
  return pRetry(request, {
    retries: times,
    minTimeout: firstMs,
    factor: 2,
    signal,
    shouldRetry: ({ error }) => isTrouble(error),
    onFailedAttempt: ({ error, retryDelay }) => {
      if (retryDelay > 0 && isTrouble(error)) onWait(error, retryDelay);
    },
  });
}

const NETWORK_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** Whether it is Discord's or the network's trouble, which may pass. */
export function isTrouble(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DiscordAPIError) return false;
  if (error instanceof HTTPError) return error.status >= 500;
  // The library gives up on a request that takes too long by aborting it.
  if (error.name === 'AbortError') return true;
  return 'code' in error && typeof error.code === 'string' && NETWORK_CODES.has(error.code);
}
