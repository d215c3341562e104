import { once } from 'node:events';
import { createServer } from 'node:net';
import type { WebSettings } from '../settings.ts';
import { whyNotThere } from '../web/start-error.ts';
import { failed, ok, type Told } from './finding.ts';

/** Whether the page, or health and metrics, could listen where they are meant to. */
export async function checkPort(web: WebSettings | null, limitMs: number): Promise<Told> {
  if (web === null) return ok('nothing is to listen: PORT is not set');
  const { host, port } = web;
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    const version = await runningThere(web, limitMs);
    if (version !== null) return ok(`a Halflife (${version}) runs at ${host}:${port} already`);
    const [what, remedy] = inTwo(whyNotThere(web, error as NodeJS.ErrnoException).message);
    return failed(what, remedy);
  } finally {
    server.close();
  }
  return ok(port === 0 ? `any that is free, at ${host}` : `${host}:${port} is free`);
}

/** The version of the Halflife that listens there; null if that is something else. */
async function runningThere({ host, port }: WebSettings, limitMs: number): Promise<string | null> {
  const here = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  try {
    const health = await fetch(`http://${here}:${port}/healthz`, { signal: AbortSignal.timeout(limitMs) });
    const { alive, version } = (await health.json()) as { alive?: unknown; version?: unknown };
    return alive === true && typeof version === 'string' ? version : null;
  } catch {
    return null; // whatever it is, it is not ours
  }
}

/** What is wrong, and what would work. */
function inTwo(sentences: string): [string, string] {
  const end = sentences.lastIndexOf('. ');
  if (end < 0) return [sentences, 'see to HOST and PORT'];
  return [sentences.slice(0, end), sentences.slice(end + 2)];
}
