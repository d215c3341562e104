import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { secureHeaders } from 'hono/secure-headers';

/** What a page with a conversation and pictures never needs. */
const UNUSED = ['camera', 'microphone', 'geolocation', 'display-capture', 'payment', 'usb', 'serial', 'hid', 'midi'];

const strict = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["'none'"],
  },
  permissionsPolicy: Object.fromEntries(UNUSED.map((feature) => [feature, false])),
  xFrameOptions: 'DENY',
  // It is plain http that is served here: a promise of https is for whoever puts it behind a proxy to make.
  strictTransportSecurity: false,
});

/** What has an ETag is asked for each time, and sent if it is another one; nothing else is ever kept. */
const caching: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('cache-control', c.res.headers.has('etag') ? 'no-cache' : 'no-store');
};

/** The headers of every response, of those that refuse as well. */
export const headers = every(strict, caching);
