import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Command } from '../chat/command.ts';
import { completionsFor } from '../chat/completion.ts';
import { parseCustomId, writeLink, writeMessage } from '../chat/invocation.ts';
import { readMessage } from '../chat/message.ts';
import { UserError } from '../chat/user-error.ts';
import { loadAssets } from './assets.ts';
import { describeCommands } from './describe-commands.ts';
import { eventStream } from './events.ts';
import type { Accepted, Asks } from './protocol.ts';
import type { Requests } from './requests.ts';

const id = z.string().regex(/^[0-9a-f]{32}$/u);

const asking = z.object({
  id,
  tab: id,
  asks: z.union([
    z.object({ message: z.string() }),
    z.object({ link: z.string() }),
    z.object({ sends: z.object({ command: z.string(), options: z.record(z.string(), z.string()) }) }),
  ]),
});

export interface AppOptions {
  readonly commands: readonly Command[];
  readonly requests: Requests;
}

/** The page, and what it asks of the server. */
export function createApp({ commands, requests }: AppOptions): Hono {
  const app = new Hono();
  const instance = randomUUID();
  const assets = loadAssets();
  const described = describeCommands(commands);

  for (const [path, { type, body }] of assets) app.get(path, (c) => c.body(body, 200, { 'content-type': type }));

  app.get('/api/commands', (c) => c.json(described));

  app.post('/api/complete', async (c) => {
    const { text } = z.object({ text: z.string() }).parse(await c.req.json());
    return c.json(completionsFor(commands, text));
  });

  app.post('/api/requests', async (c) => {
    const form = await c.req.parseBody({ all: true });
    const asked = asking.parse(JSON.parse(String(form['asking'])));
    const files = [form['file']].flat().filter((file) => file instanceof File);
    const ask = () => invocationOf(commands, asked.asks);
    const refused = requests.begin(asked.id, asked.tab, ask, async (name) => {
      const file = files.find((each) => each.name === name);
      if (file === undefined) throw new UserError(`no file named ${name} came with it: attach it again`);
      return file.bytes();
    });
    if (refused !== null) return c.json({ error: refused.error }, refused.status);
    return c.json(accepted(commands, asked.asks), 202);
  });

  app.post('/api/requests/:id/stop', (c) => {
    requests.stop(c.req.param('id'));
    return c.body(null, 204);
  });

  app.delete('/api/requests/:id', (c) => {
    requests.forget(c.req.param('id'));
    return c.body(null, 204);
  });

  app.get('/api/requests/:id/:revision/:kind/:index/:name', (c) => {
    const reply = requests.reply(c.req.param('id'), Number(c.req.param('revision')));
    const index = Number(c.req.param('index'));
    const picture = reply?.pictures[index];
    const file = reply?.files[index];
    if (c.req.param('kind') === 'pictures' && picture !== undefined) {
      return c.body(new Uint8Array(picture.png), 200, { 'content-type': 'image/png' });
    }
    if (c.req.param('kind') === 'files' && file !== undefined) {
      return c.body(new Uint8Array(file.content), 200, { 'content-type': 'application/octet-stream' });
    }
    return c.notFound();
  });

  app.get('/api/events', (c) => eventStream(c, id.parse(c.req.query('tab')), { requests, instance }));

  return app;
}

function invocationOf(commands: readonly Command[], asks: Asks) {
  if ('message' in asks) return readMessage(commands, asks.message);
  return 'link' in asks ? parseCustomId(asks.link) : asks.sends;
}

function accepted(commands: readonly Command[], asks: Asks): Accepted {
  try {
    const invocation = invocationOf(commands, asks);
    const message = 'message' in asks ? asks.message : writeMessage(invocation);
    return { message, link: writeLink(invocation) };
  } catch (error) {
    if (error instanceof UserError && 'message' in asks) return { message: asks.message, link: null };
    throw error;
  }
}
