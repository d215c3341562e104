import { type APIGatewayBotInfo, GatewayOpcodes } from 'discord.js';
import type { AskDiscord } from './discord-api.ts';
import { failed, ok, type Told, warning } from './finding.ts';

/**
 * Whether the bot could connect: how often it still may today, on how many shards, and whether the door opens.
 * @param isSharded whether it is to share its servers among several processes already.
 */
export async function checkGateway(ask: AskDiscord, limitMs: number, isSharded: boolean): Promise<Told[]> {
  const { url, shards, session_start_limit } = (await ask('/gateway/bot')).body as APIGatewayBotInfo;
  const { remaining, total, reset_after } = session_start_limit;
  const told: Told[] = [];
  const why = await whyNotOpen(url, limitMs);
  if (why !== null) {
    told.push(
      failed(
        `the gateway at ${url} does not open: ${why}`,
        'let WebSockets (wss, port 443) out to it: a firewall or a proxy keeps them back',
      ),
    );
  }
  if (remaining === 0) {
    told.push(
      failed(
        'Discord lets this bot connect no more for now: it did so too often',
        `wait ${Math.ceil(reset_after / 60_000)} min, and find out what starts it again and again`,
      ),
    );
  }
  if (told.length === 0) {
    told.push(ok(`it opens; ${remaining} of ${total} connections left today; Discord recommends ${counted(shards)}`));
  }
  if (shards > 1 && !isSharded) {
    told.push(
      warning(
        `the bot is in so many servers that Discord recommends ${shards} shards`,
        'set SHARDS=auto, so that several processes share them; beyond 2,500 servers Discord insists on it',
      ),
    );
  }
  return told;
}

function counted(shards: number): string {
  return `${shards} shard${shards === 1 ? '' : 's'}`;
}

/** Opens the gateway as far as its first word, hello, which needs no token and counts as no connection. */
async function whyNotOpen(address: string, limitMs: number): Promise<string | null> {
  const socket = new WebSocket(`${address}?v=10&encoding=json`);
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const late = setTimeout(() => resolve(`no hello within ${limitMs / 1e3} s`), limitMs);
  socket.addEventListener('message', ({ data }) => resolve(isHello(data) ? null : 'its first word is no hello'));
  socket.addEventListener('error', () => resolve('no connection comes about'));
  socket.addEventListener('close', ({ code }) => resolve(`it was closed at once, with ${code}`));
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    socket.close();
  }
}

function isHello(data: unknown): boolean {
  try {
    return JSON.parse(String(data)).op === GatewayOpcodes.Hello;
  } catch {
    return false;
  }
}
