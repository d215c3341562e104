import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { AtOnce } from './at-once.ts';
import type { Events, Hello } from './protocol.ts';
import { addressOf } from './rate-limits.ts';
import { Refusal } from './refusal.ts';
import type { Listener, Progress, Requests, Shown } from './requests.ts';
import { replyEvent } from './shown-reply.ts';

/** A connection on which nothing is said is cut by some proxies after a minute, and a dead one only shows when written to. */
const HEARTBEAT_MS = 15_000;

/** How soon a page that lost the connection tries again. */
const RETRY_MS = 1_000;

const TOO_MANY = 'too many pages listen from your address: close some of them';

export interface EventStreamOptions {
  readonly requests: Requests;
  /** Another one after each start of the server. */
  readonly instance: string;
  /** The connections of each address. */
  readonly streams: AtOnce;
  readonly heartbeatMs?: number;
}

/**
 * The events of a tab, as server-sent events: first hello and how its requests stand, then whatever changes. Throws
 * Refusal where one address has too many of them.
 */
export function eventStream(c: Context, tab: string, options: EventStreamOptions): Response {
  const { requests, instance, streams, heartbeatMs = HEARTBEAT_MS } = options;
  // Nobody reads, and so nobody ends, the body of an answer to HEAD.
  if (c.req.method !== 'GET') return c.body(null, 200, { 'content-type': 'text/event-stream' });
  const close = streams.take(addressOf(c));
  if (close === null) throw new Refusal(429, TOO_MANY);
  c.header('x-accel-buffering', 'no'); // a proxy that collects what it passes on would hold back what is live
  return streamSSE(c, async (stream) => {
    const untold = new Untold();
    stream.onAbort(() => untold.end());
    const heartbeat = setInterval(() => untold.beat(), heartbeatMs);
    const hello: Hello = { instance, requests: requests.of(tab) };
    const leave = requests.listen(tab, untold);
    try {
      await stream.writeSSE({ event: 'hello', data: JSON.stringify(hello), retry: RETRY_MS });
      for await (const news of untold) {
        if (stream.aborted) return;
        if (news === 'heartbeat') await stream.write(': still here\n\n');
        else await stream.writeSSE({ event: news.event, data: JSON.stringify(news.data) });
      }
    } finally {
      leave();
      close();
      clearInterval(heartbeat);
    }
  });
}

type News =
  | { readonly event: 'reply'; readonly data: Events['reply'] }
  | { readonly event: 'progress'; readonly data: Events['progress'] };

/**
 * What one connection has not been told yet. Of each request that is kept it is no more than its newest reply and how far
 * it is since then, so that a slow reader costs no more memory than a fast one, and is told how things stand, not how they
 * stood.
 */
class Untold implements Listener, AsyncIterable<News | 'heartbeat'> {
  readonly #replies = new Map<string, Shown>();
  readonly #progress = new Map<string, Progress>();
  #heartbeat = false;
  #ended = false;
  #changed = Promise.withResolvers<void>();

  reply(id: string, shown: Shown): void {
    this.#replies.set(id, shown);
    this.#progress.delete(id);
    this.#changed.resolve();
  }

  progress(id: string, progress: Progress): void {
    this.#progress.set(id, progress);
    this.#changed.resolve();
  }

  forgotten(id: string): void {
    this.#replies.delete(id);
    this.#progress.delete(id);
  }

  beat(): void {
    this.#heartbeat = true;
    this.#changed.resolve();
  }

  end(): void {
    this.#ended = true;
    this.#changed.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<News | 'heartbeat'> {
    for (;;) {
      for (let next = this.#next(); next !== null; next = this.#next()) yield next;
      if (this.#ended) return;
      await this.#changed.promise;
      this.#changed = Promise.withResolvers();
    }
  }

  #next(): News | 'heartbeat' | null {
    for (const [id, shown] of this.#replies) {
      this.#replies.delete(id);
      return { event: 'reply', data: replyEvent(id, shown) };
    }
    for (const [id, progress] of this.#progress) {
      this.#progress.delete(id);
      return { event: 'progress', data: { id, ...progress } };
    }
    if (!this.#heartbeat) return null;
    this.#heartbeat = false;
    return 'heartbeat';
  }
}
