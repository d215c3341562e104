import type { Clock } from '../clock.ts';
import { matchPath } from './router.ts';

/** What goes wrong with a request. */
export type Fault =
  | { readonly kind: 'rate limit'; readonly scope: 'user' | 'shared' | 'global'; readonly retryAfter: number }
  | { readonly kind: 'status'; readonly status: number; readonly code?: number; readonly message?: string }
  | { readonly kind: 'slow'; readonly ms: number }
  /** Carried out, and of its answer nothing or the half comes: the connection stays open. */
  | { readonly kind: 'stalled'; readonly after: 'nothing' | 'half' }
  /** The socket dies when so much of the request's body has arrived; it is not carried out. */
  | { readonly kind: 'upload cut'; readonly bytes: number }
  /** Instead of the file that is downloaded. */
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'endless'; readonly chunk: Uint8Array; readonly everyMs: number }
  | { readonly kind: 'declared'; readonly length: number }
  /** The socket dies: in the middle of the answer's body, or before any of it. */
  | { readonly kind: 'cut'; readonly where: 'body' | 'head'; readonly handled: boolean };

/** 429. `retryAfter` is in seconds, as Discord's is. */
export function rateLimit({ scope = 'user' as 'user' | 'shared' | 'global', retryAfter = 0.1 } = {}): Fault {
  return { kind: 'rate limit', scope, retryAfter };
}

/** A 5xx that has not touched anything. */
export function serverError(status: 500 | 502 | 503 | 504 = 500): Fault {
  return { kind: 'status', status };
}

/** 403: the bot may not do this here. */
export function missingPermissions(): Fault {
  return { kind: 'status', status: 403, code: 50013, message: 'Missing Permissions' };
}

/** 403: the bot may not even see this. */
export function missingAccess(): Fault {
  return { kind: 'status', status: 403, code: 50001, message: 'Missing Access' };
}

/** 404: the channel or thread was deleted. */
export function unknownChannel(): Fault {
  return { kind: 'status', status: 404, code: 10003, message: 'Unknown Channel' };
}

/** 400: Discord will not have this body. */
export function payloadRefused(): Fault {
  return { kind: 'status', status: 400, code: 50035, message: 'Invalid Form Body' };
}

/** 401: the bot's token is worth nothing any more. */
export function unauthorized(): Fault {
  return { kind: 'status', status: 401, message: '401: Unauthorized' };
}

/** 404: it is not there, or not any more. */
export function notFound(): Fault {
  return { kind: 'status', status: 404, message: '404: Not Found' };
}

/** 302 to another address. */
export function redirect(to: string): Fault {
  return { kind: 'redirect', to };
}

/** A body of no declared length that never ends, so many bytes at a time. */
export function endless({ bytes = 65_536, everyMs = 0 } = {}): Fault {
  return { kind: 'endless', chunk: new Uint8Array(bytes).fill(0x31), everyMs };
}

/** The answer as it is, but with another length declared for it. */
export function declaring(length: number): Fault {
  return { kind: 'declared', length };
}

/** The answer comes, late. */
export function slow(ms: number): Fault {
  return { kind: 'slow', ms };
}

/** The request is carried out, but its answer breaks off in the middle. */
export function halfSent(): Fault {
  return { kind: 'cut', where: 'body', handled: true };
}

/** The request is carried out; half of its answer comes, and then nothing more, with the connection open. */
export function stalled(): Fault {
  return { kind: 'stalled', after: 'half' };
}

/** The request is carried out, and never answered. */
export function unanswered(): Fault {
  return { kind: 'stalled', after: 'nothing' };
}

/** The connection resets while the request's body is on its way. */
export function uploadCut({ bytes = 1 } = {}): Fault {
  return { kind: 'upload cut', bytes };
}

/** The connection resets before any answer; with `handled` the request was carried out all the same. */
export function reset({ handled = false } = {}): Fault {
  return { kind: 'cut', where: 'head', handled };
}

/** `'PATCH /webhooks/:app/:token/messages/@original'`, `'POST *'`, `'*'`, or an expression for `METHOD /path`. */
export type RequestPattern = string | RegExp;

export interface FaultRun {
  /** How many requests met this fault so far. */
  readonly met: number;
  clear(): void;
}

interface Planned {
  readonly pattern: RequestPattern;
  readonly fault: Fault;
  readonly until: number;
  left: number;
  met: number;
}

interface Limit {
  readonly pattern: RequestPattern;
  readonly requests: number;
  readonly perMs: number;
  readonly allowedAt: number[];
}

/** The faults a test has ordered; the first that fits a request is spent on it. */
export class Faults {
  readonly #clock: Clock;
  readonly #planned: Planned[] = [];
  readonly #limits: Limit[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Orders a fault for the next `times` requests that fit, or for all within `forMs`. */
  next(
    pattern: RequestPattern,
    fault: Fault,
    { times, forMs }: { readonly times?: number; readonly forMs?: number } = {},
  ): FaultRun {
    const until = forMs === undefined ? Number.POSITIVE_INFINITY : this.#clock.now() + forMs;
    const left = times ?? (forMs === undefined ? 1 : Number.POSITIVE_INFINITY);
    const planned: Planned = { pattern, fault, until, left, met: 0 };
    this.#planned.push(planned);
    return {
      get met() {
        return planned.met;
      },
      clear() {
        planned.left = 0;
      },
    };
  }

  /** From now on lets through only so many of the requests that fit in any stretch of time, as Discord's buckets do. */
  limit(pattern: RequestPattern, { requests, perMs }: { readonly requests: number; readonly perMs: number }): void {
    this.#limits.push({ pattern, requests, perMs, allowedAt: [] });
  }

  /** Calls off all faults and limits. */
  clear(): void {
    this.#limits.length = 0;
    for (const planned of this.#planned) planned.left = 0;
  }

  take(method: string, path: string): Fault | undefined {
    const now = this.#clock.now();
    const planned = this.#planned.find(
      ({ pattern, left, until }) => left > 0 && now < until && fits(pattern, method, path),
    );
    if (!planned) return this.#overLimit(method, path, now);
    planned.left -= 1;
    planned.met += 1;
    return planned.fault;
  }

  #overLimit(method: string, path: string, now: number): Fault | undefined {
    for (const { pattern, requests, perMs, allowedAt } of this.#limits) {
      if (!fits(pattern, method, path)) continue;
      while (allowedAt[0] !== undefined && allowedAt[0] <= now - perMs) allowedAt.shift();
      const oldest = allowedAt[0];
      if (allowedAt.length >= requests && oldest !== undefined) {
        return rateLimit({ retryAfter: (oldest + perMs - now) / 1_000 });
      }
      allowedAt.push(now);
    }
    return undefined;
  }
}

export function fits(pattern: RequestPattern, method: string, path: string): boolean {
  if (pattern instanceof RegExp) return pattern.test(`${method} ${path}`);
  if (pattern === '*') return true;
  const [wantedMethod = '*', template = '*'] = pattern.split(' ');
  return (
    (wantedMethod === '*' || wantedMethod === method) && (template === '*' || matchPath(template, path) !== undefined)
  );
}
