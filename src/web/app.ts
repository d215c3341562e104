import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { z } from 'zod';
import type { Command } from '../chat/command.ts';
import { completionsWithPast } from '../chat/completion-with-past.ts';
import { NO_MEMORY } from '../chat/memory.ts';
import type { Store } from '../store/store.ts';
import { askerOf } from './asked.ts';
import { id, readAsking } from './asking.ts';
import { loadAssets } from './assets.ts';
import { AtOnce } from './at-once.ts';
import { openAttached } from './attached.ts';
import { checked, parsed } from './checked.ts';
import { describeCommands } from './describe-commands.ts';
import { eventStream } from './events.ts';
import { type GuardOptions, guard } from './guard.ts';
import { serveKept } from './kept.ts';
import { createObserved, type ObservedOptions } from './observed.ts';
import { Refusal, shown } from './refusal.ts';
import type { Requests } from './requests.ts';
import { understand } from './understood.ts';

export interface AppOptions extends GuardOptions {
  readonly commands: readonly Command[];
  readonly requests: Requests;
  readonly store?: Store;
  /** Whether the page is served, and not health and metrics alone; it is unless told otherwise. */
  readonly page?: boolean;
  readonly observed?: ObservedOptions;
}

/** A browser has five: enough for a class behind one address, and far fewer than a process may have sockets. */
const MOST_STREAMS = 200;

const completing = z.object(
  { text: z.string({ error: 'has to be a text' }), person: id.optional() },
  { error: 'has to be an object' },
);

/** The page, and what it asks of the server; beside it health and metrics, or these alone. */
export function createApp({ commands, requests, store, page = true, observed, ...guarded }: AppOptions): Hono {
  const app = new Hono();
  guard(app, guarded);
  if (observed !== undefined) app.route('/', createObserved(observed));
  if (!page) {
    return app.all('*', (c) => {
      throw new Refusal(404, `there is nothing at ${shown(c.req.path)}: the page is off, and PAGE=on turns it on`);
    });
  }

  const instance = randomUUID();
  const streams = new AtOnce(MOST_STREAMS);
  const described = describeCommands(commands);

  for (const [path, { type, tag, body }] of loadAssets()) {
    app.get(path, etag(), (c) => c.body(body, 200, { 'content-type': type, etag: tag }));
  }

  app.get('/api/commands', (c) => c.json(described));

  app.post('/api/complete', async (c) => {
    const { text, person } = checked(completing, parsed(await c.req.text(), 'the body'), 'the body');
    const memory = person === undefined ? undefined : store?.memoryOf(askerOf(person));
    return c.json(await completionsWithPast(commands, text, memory ?? NO_MEMORY));
  });

  app.post('/api/requests', async (c) => {
    const { files, ...asking } = await readAsking(c.req);
    const { accepted, ask } = understand(commands, asking.asks);
    const refused = requests.begin(asking.id, asking.tab, ask, (name) => openAttached(files, name), asking.person);
    if (refused !== null) throw new Refusal(refused.status, refused.error);
    return c.json(accepted, 202);
  });

  // To stop or forget what is not there is no mistake: it may have ended just now.
  app.post('/api/requests/:id/stop', (c) => {
    requests.stop(checked(id, c.req.param('id'), 'id'));
    return c.body(null, 204);
  });

  app.delete('/api/requests/:id', (c) => {
    requests.forget(checked(id, c.req.param('id'), 'id'));
    return c.body(null, 204);
  });

  serveKept(app, requests);

  app.get('/api/events', (c) =>
    eventStream(c, checked(id, c.req.query('tab'), 'tab'), { requests, instance, streams }),
  );

  return app;
}
