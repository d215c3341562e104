import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { brokenAnswer } from '../chat/answer.ts';
import { MAX_FILE_BYTES } from '../chat/file-limit.ts';
import { UserError } from '../chat/user-error.ts';
import type { Log } from '../log.ts';
import { AtOnce } from './at-once.ts';
import { headers } from './headers.ts';
import { isLoopback, localHostsOnly } from './local-host.ts';
import type { Refused } from './protocol.ts';
import { addressOf, limitedTo, type Rates, USUAL_RATES } from './rate-limits.ts';
import { Refusal, shown } from './refusal.ts';
import { sameOriginOnly } from './same-origin.ts';

/** Of a request, without the file that may come with it. */
export const MAX_TEXT_BYTES = 16_384;
/** What the parts of a form have around them. */
const FORM_BYTES = 4_096;

const MAX_ASKING_BYTES = MAX_FILE_BYTES + MAX_TEXT_BYTES + FORM_BYTES;

/** So many of an address are read at the same time: each is held in memory until the last of its bytes is there. */
const MOST_READ = 20;

export interface GuardOptions {
  /** Where the server listens. */
  readonly host: string;
  readonly log: Log;
  readonly rates?: Rates;
}

/** Puts in front of all routes what keeps strangers and accidents out, and makes whatever is refused one sentence. */
export function guard(app: Hono, { host, log, rates = USUAL_RATES }: GuardOptions): void {
  app.use(headers);
  if (isLoopback(host)) app.use(localHostsOnly);
  app.use(sameOriginOnly);
  const [asking, other] = [limitedTo(rates.asking), limitedTo(rates.other)];
  app.use('/api/*', (c, next) => (isAsking(c) ? asking : other)(c, next));
  const reading = new AtOnce(MOST_READ);
  app.use(async (c, next) => {
    const done = isAsking(c) ? reading.take(addressOf(c)) : () => {};
    if (done === null) throw new Refusal(429, 'much is being sent from your address already: try again in a moment');
    await next().finally(done);
  });
  const [large, small] = [bodyLimit(upTo(MAX_ASKING_BYTES)), bodyLimit(upTo(MAX_TEXT_BYTES))];
  app.use((c, next) => (isAsking(c) ? large : small)(c, next));

  app.notFound((c) => refused(c, new Refusal(404, `there is nothing at ${shown(c.req.path)}`)));
  app.onError((error, c) => {
    if (error instanceof Refusal) return refused(c, error);
    if (error instanceof UserError) return refused(c, new Refusal(400, error.message));
    const broken = brokenAnswer(error);
    log.error({ reference: broken.reference, err: error }, 'something broke');
    return refused(c, new Refusal(500, broken.reply.text));
  });
}

function isAsking(c: Context): boolean {
  return c.req.method === 'POST' && c.req.path === '/api/requests';
}

function upTo(maxSize: number): Parameters<typeof bodyLimit>[0] {
  const sentence =
    maxSize === MAX_ASKING_BYTES
      ? 'that is too much at once: at most 1 MB of files is read, so fewer rows or columns would work'
      : `that is too much at once: at most ${maxSize / 1_024} KB is read`;
  return { maxSize, onError: () => Promise.reject(new Refusal(413, sentence)) };
}

function refused(c: Context, { status, message, headers: more }: Refusal): Response {
  return c.json({ error: message } satisfies Refused, status, { ...more });
}
