import { isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { Refusal, shown } from './refusal.ts';

/** Whether only programs on this machine reach what listens there: `localhost`, `127.0.0.1` or `::1`, in brackets or not. */
export function isLoopback(hostname: string): boolean {
  const bare = hostname.toLowerCase().replace(/^\[(.*)\]$/u, '$1');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** The host and port that the request says it is for. */
export function hostOf(c: Context): string {
  return c.req.header('host') ?? new URL(c.req.url).host;
}

/**
 * DNS rebinding: a stranger's page whose name begins to mean 127.0.0.1 would be of the same origin as this one, but for
 * the name, which the browser still sends.
 */
export const localHostsOnly: MiddlewareHandler = async (c, next) => {
  const host = hostOf(c);
  if (!isLoopback(host.replace(/:\d+$/u, ''))) {
    throw new Refusal(
      403,
      `this is served to this machine alone, as localhost or 127.0.0.1, and not as ${shown(host)}`,
    );
  }
  await next();
};
