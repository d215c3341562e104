import type { MiddlewareHandler } from 'hono';
import { hostOf } from './local-host.ts';
import { Refusal, shown } from './refusal.ts';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * What a program that is no browser sends to be heard. A page elsewhere cannot: a header of one's own needs a leave that
 * is never given here.
 */
const SCRIPT_HEADER = 'x-halflife';

/**
 * Only this server's own page may ask anything: a page elsewhere that the reader has open may not. Browsers name where a
 * request comes from in Origin, and in Sec-Fetch-Site unless it comes from plain http on another machine.
 */
export const sameOriginOnly: MiddlewareHandler = async (c, next) => {
  if (!SAFE_METHODS.includes(c.req.method)) check(hostOf(c), (name) => c.req.header(name));
  await next();
};

function check(host: string, header: (name: string) => string | undefined): void {
  const [origin, site] = [header('origin'), header('sec-fetch-site')];
  if (site !== undefined && site !== 'same-origin') {
    throw new Refusal(403, `this takes what its own page sends, and not what is ${shown(site)}`);
  }
  // The scheme may differ: behind a proxy that speaks https, this is still http.
  if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host.toLowerCase())) {
    throw new Refusal(
      403,
      `this takes what its own page at ${shown(host)} sends, and not what comes from ${shown(origin)}`,
    );
  }
  if (origin === undefined && site === undefined && header(SCRIPT_HEADER) === undefined) {
    throw new Refusal(
      403,
      'this takes what its own page sends: a script has to send the header X-Halflife: script with it',
    );
  }
}
