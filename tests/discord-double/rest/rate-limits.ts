import { createHash } from 'node:crypto';
import type { Fault } from './faults.ts';
import type { Answer } from './router.ts';

/** What Discord says of a route's bucket with each answer. */
export function bucketHeaders(
  method: string,
  template: string,
  remaining = 49,
  resetAfter = 1,
): Record<string, string> {
  return {
    'X-RateLimit-Limit': '50',
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(Date.now() / 1_000 + resetAfter),
    'X-RateLimit-Reset-After': String(resetAfter),
    'X-RateLimit-Bucket': createHash('md5').update(`${method} ${template}`).digest('hex'),
  };
}

export function rateLimited(fault: Fault & { kind: 'rate limit' }, method: string, template: string): Answer {
  const { scope, retryAfter } = fault;
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: retryAfter, global: scope === 'global' },
    headers: {
      // Only a limit of the bot's own bucket empties it; a shared or global one just says when to come again.
      ...(scope === 'user' ? bucketHeaders(method, template, 0, retryAfter) : {}),
      ...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
      'Retry-After': String(retryAfter),
      'X-RateLimit-Scope': scope,
    },
  };
}
