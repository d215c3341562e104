import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { expect } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import type { Reply } from '../../src/chat/reply.ts';
import { openLog } from '../../src/log.ts';
import { createApp } from '../../src/web/app.ts';
import type { GuardOptions } from '../../src/web/guard.ts';
import type { Asks } from '../../src/web/protocol.ts';
import type { Rates } from '../../src/web/rate-limits.ts';
import { Requests } from '../../src/web/requests.ts';
import { withoutLab } from '../chat/no-lab.ts';

const freely = { perSecond: 1e6, burst: { points: 1e6, seconds: 1 } };
export const WITHOUT_LIMITS: Rates = { asking: freely, other: freely };

export const ADDRESS = 'http://localhost:3000';
/** What a browser adds to what the page itself sends. */
export const FROM_THE_PAGE = { origin: ADDRESS, 'sec-fetch-site': 'same-origin' };

export const TAB = '0'.repeat(32);

/** The real app, without a socket: its requests run these commands, which may ask nothing of the lab. */
export function openApp(commands: readonly Command[], guarded: Partial<GuardOptions> = {}) {
  const logged: string[] = [];
  const log = openLog({ level: 'warn', to: { write: (line: string) => void logged.push(line) } });
  const requests = new Requests({ commands, lab: withoutLab().lab, missed: () => {}, log });
  const app = createApp({ commands, requests, host: '127.0.0.1', log, rates: WITHOUT_LIMITS, ...guarded });
  return { app, requests, logged };
}

export function send(app: Hono, path: string, init: RequestInit = {}): Response | Promise<Response> {
  return app.request(`${ADDRESS}${path}`, { ...init, headers: { ...FROM_THE_PAGE, ...init.headers } });
}

export interface SentFile {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

export function formFor(asking: unknown, files: readonly SentFile[] = []): FormData {
  const form = new FormData();
  form.set('asking', typeof asking === 'string' ? asking : JSON.stringify(asking));
  for (const { name, content } of files) form.append('file', new Blob([content]), name);
  return form;
}

/** An id as the page makes them. */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

/** Asks it, as the page does. */
export async function ask(app: Hono, asks: Asks, files: readonly SentFile[] = []) {
  const id = newId();
  const response = await send(app, '/api/requests', { method: 'POST', body: formFor({ id, tab: TAB, asks }, files) });
  return { id, response };
}

/** The sentence of what is refused, with its status. */
export async function refusal(response: Response | Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  expect(answer.headers.get('content-type')).toBe('application/json');
  const { error } = (await answer.json()) as { error: string };
  return [answer.status, error];
}

/** The whole reply, once it is there. */
export async function replyTo(requests: Requests, id: string): Promise<Reply> {
  return expect
    .poll(() => requests.reply(id, 1))
    .toBeTruthy()
    .then(() => requests.reply(id, 1)!);
}
