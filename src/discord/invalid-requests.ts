import type { ResponseLike } from 'discord.js';
import type { Log } from '../log.ts';
import { answerOf, type MakeRequest } from './whole-answers.ts';

/** Whom Discord answers so 10,000 times in ten minutes it bans, by address: the bot would be gone from every server. */
const INVALID: readonly number[] = [401, 403, 429];
const WINDOW_MS = 10 * 60_000;

/** Forbidden so often in a row it is taken as said: a permission is missing, and nobody has given it meanwhile. */
const CLEAR = { times: 3, forMs: 15_000 };
/** The same once there were many in the window, of whatever kind. */
const MANY = 1_000;
const CLEAR_AMONG_MANY = { times: 1, forMs: WINDOW_MS };

const MOST_REMEMBERED = 10_000;

interface Forbidden {
  readonly inARow: number;
  /** Until when Discord is not asked again, by performance.now(). */
  readonly until: number;
  readonly answer: ResponseLike;
}

/**
 * Keeps those of the bot's requests that Discord counts as invalid few, however many people ask where it may not answer.
 * What was forbidden several times in a row is not asked for a while, and gets the answer that Discord gave last. With a
 * token that was refused nothing more is asked.
 */
export class InvalidRequests {
  /** Resolves once Discord refuses the bot's token. The library forgets it then: the bot can do little more. */
  readonly tokenRefused: Promise<void>;
  readonly #log: Log;
  readonly #tokenIsRefused: () => void;
  #withRefusedToken: { readonly authorization: string; readonly answer: ResponseLike } | null = null;
  /** When each was, by performance.now(), the oldest first. */
  readonly #times: number[] = [];
  /** By what was asked, the oldest first. */
  readonly #forbidden = new Map<string, Forbidden>();

  constructor(log: Log) {
    this.#log = log;
    ({ promise: this.tokenRefused, resolve: this.#tokenIsRefused } = Promise.withResolvers<void>());
  }

  guard(make: MakeRequest): MakeRequest {
    return async (url, init) => {
      // Where files may not be sent, words may.
      const asked = `${init.method} ${url}${init.body instanceof FormData ? ' with files' : ''}`;
      const known = this.#forbidden.get(asked);
      if (known !== undefined && performance.now() < known.until) return known.answer;
      const authorization = new Headers(init.headers as HeadersInit).get('Authorization');
      if (authorization !== null && this.#withRefusedToken?.authorization === authorization) {
        return this.#withRefusedToken.answer;
      }
      const answer = await make(url, init);
      if (INVALID.includes(answer.status)) this.#times.push(performance.now());
      if (answer.status === 401 && authorization !== null) {
        this.#withRefusedToken = { authorization, answer: answerOf(await answer.arrayBuffer(), answer) };
        this.#tokenIsRefused();
      }
      if (answer.status === 403) return this.#remembered(asked, await answer.arrayBuffer(), answer);
      this.#forbidden.delete(asked);
      return answer;
    };
  }

  /** How many there were in the last ten minutes. */
  get count(): number {
    const since = performance.now() - WINDOW_MS;
    while (this.#times[0] !== undefined && this.#times[0] < since) this.#times.shift();
    return this.#times.length;
  }

  #remembered(asked: string, body: ArrayBuffer, given: ResponseLike): ResponseLike {
    const { count } = this;
    const { times, forMs } = count < MANY ? CLEAR : CLEAR_AMONG_MANY;
    const inARow = (this.#forbidden.get(asked)?.inARow ?? 0) + 1;
    const answer = answerOf(body, given);
    this.#forbidden.delete(asked);
    this.#forbidden.set(asked, { inARow, until: inARow < times ? 0 : performance.now() + forMs, answer });
    const [oldest] = this.#forbidden.keys();
    if (this.#forbidden.size > MOST_REMEMBERED) this.#forbidden.delete(oldest!);
    if (inARow === times)
      this.#log.warn({ count, forMs }, 'Discord forbids the same every time: not asked for a while');
    return answer;
  }
}
