import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import pRetry from 'p-retry';

/** How long to wait for Discord to recover: twice as long each time, up to MOST_MS, then it is an error. */
export interface Waits {
  readonly firstMs: number;
  readonly times: number;
}

/** 0.25, 0.5, 1, 2, 4 and three times 8 s at least: an outage of half a minute is waited out. */
export const WAITS: Waits = { firstMs: 250, times: 8 };

const MOST_MS = 8_000;

/** As many of these as come within this time, and the one after, which tells what became of the others. */
export function waitsWithin({ firstMs, times }: Waits, ms: number): Waits {
  const few = Math.ceil(Math.log2(ms / firstMs + 1));
  return { firstMs, times: Math.min(times, Math.max(1, few)) };
}

/** Tells of each failed try: what went wrong, and how long it waits before the next. */
export type OnWait = (error: Error, waitMs: number) => void;

/**
 * Tries again, waiting twice as long each time, while Discord or the way to it is in trouble: 5xx, connections cut or
 * refused, timeouts. The library's own tries come within milliseconds of each other, which outlasts no outage, so they
 * are turned off (`rest.retries`). A 4xx is an answer and final; a 429 never gets here, the library sits it out.
 */
export function withRetry<T>(
  request: (attempt: number) => Promise<T>,
  waits: Waits,
  onWait: OnWait,
  signal?: AbortSignal,
): Promise<T> {
  return retried(request, isTrouble, waits, onWait, signal);
}

/**
 * The same for a request that must not be carried out twice: it is sent again only after a failure that shows that it
 * was not carried out. One whose answer was lost on the way may have been.
 */
export function withRetryOfUnhandled<T>(request: () => Promise<T>, waits: Waits, onWait: OnWait): Promise<T> {
  return retried(request, isUnhandled, waits, onWait);
}

function retried<T>(
  request: (attempt: number) => Promise<T>,
  mayPass: (error: unknown) => boolean,
  { firstMs, times }: Waits,
  onWait: OnWait,
  signal?: AbortSignal,
): Promise<T> {
  return pRetry(request, {
    retries: times,
    minTimeout: firstMs,
    maxTimeout: MOST_MS,
    factor: 2,
    // Up to twice as long, so that those who were cut off at once do not all come back at once.
    randomize: true,
    signal,
    shouldRetry: ({ error }) => mayPass(error),
    onFailedAttempt: ({ error, retryDelay }) => {
      if (retryDelay > 0 && mayPass(error)) onWait(error, retryDelay);
    },
  });
}

/** No connection came about, so nothing was sent. */
const CONNECTING_CODES: readonly string[] = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
];

const NETWORK_CODES: readonly string[] = [
  ...CONNECTING_CODES,
  'ECONNABORTED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
];

/** Whether it is Discord's or the network's trouble, which may pass. */
export function isTrouble(error: unknown): boolean {
  // The library gives up on a request that takes too long by aborting it.
  const isLate = error instanceof Error && error.name === 'AbortError';
  return isLate || isUnhandled(error) || hasCode(error, NETWORK_CODES);
}

function isUnhandled(error: unknown): boolean {
  // Limits that are forgotten, as the clock was set (clock-steps.ts), come before anything is sent.
  return isServerError(error) || error instanceof RateLimitError || hasCode(error, CONNECTING_CODES);
}

function isServerError(error: unknown): boolean {
  return error instanceof HTTPError && error.status >= 500;
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  if (!(error instanceof Error) || error instanceof DiscordAPIError) return false;
  return 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
