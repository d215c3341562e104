import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from './refusal.ts';

export interface Rate {
  /** So many in each second, */
  readonly perSecond: number;
  /** and beside them so many in each stretch of seconds. */
  readonly burst: { readonly points: number; readonly seconds: number };
}

export interface Rates {
  /** Of what has to be answered. */
  readonly asking: Rate;
  /** Of all else: completions as somebody types, pictures, stopping. */
  readonly other: Rate;
}

/** More than any person needs. */
export const USUAL_RATES: Rates = {
  asking: { perSecond: 1, burst: { points: 30, seconds: 10 } },
  other: { perSecond: 50, burst: { points: 250, seconds: 10 } },
};

/** At most so many from one address; whoever sends more is told when to try again. */
export function limitedTo({ perSecond, burst }: Rate): MiddlewareHandler {
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ points: perSecond, duration: 1 }),
    new RateLimiterMemory({ points: burst.points, duration: burst.seconds }),
  );
  return async (c, next) => {
    await limiter.consume(addressOf(c)).catch((full: unknown) => {
      if (!(full instanceof RateLimiterRes)) throw full;
      const seconds = Math.max(1, Math.ceil(full.msBeforeNext / 1_000));
      throw new Refusal(429, `that was a lot at once: try again in ${seconds} s`, { 'retry-after': String(seconds) });
    });
    await next();
  };
}

/** A request that came by no socket has no address. */
export function addressOf(c: Context): string {
  return (c.env?.incoming === undefined ? undefined : getConnInfo(c).remote.address) ?? 'unknown';
}
