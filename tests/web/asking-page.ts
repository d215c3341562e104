import { randomBytes } from 'node:crypto';
import type { Command } from '../../src/chat/command.ts';
import { parseMessage } from '../../src/chat/invocation.ts';
import { openLog } from '../../src/log.ts';
import { type Listener, type NotBegun, Requests, type RequestsOptions } from '../../src/web/requests.ts';
import { type LogLine, noLab } from '../discord/bot.ts';

/** 32 hexadecimal digits, as pages make them. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

/** The requests of all pages, without a server around them. */
export function openRequests(commands: readonly Command[], options: Partial<RequestsOptions> = {}) {
  let written = '';
  const to = {
    write: (line: string) => {
      written += line;
    },
  };
  const log = openLog({ level: 'trace', to });
  const requests = new Requests({ commands, lab: noLab, missed: () => {}, log, ...options });
  return {
    requests,
    rawLog: () => written,
    log: (): LogLine[] =>
      written
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}

/** Asks as a page does. Returns why it is not begun, or null. */
export function ask(requests: Requests, tab: string, message: string, id = newId()): NotBegun | null {
  const open = () => Promise.reject(new Error('no file came with it'));
  return requests.begin(id, tab, () => parseMessage(message), open);
}

/** What a page hears, in order. */
export function listen(requests: Requests, tab: string) {
  const heard: string[] = [];
  const listener: Listener = {
    reply: (_, { reply, outcome }) => heard.push(`${outcome ?? 'part'}: ${reply.text}`),
    progress: (_, { share, words }) => heard.push(`${words} ${share}`),
    forgotten: () => {},
    end: () => heard.push('end'),
  };
  const leave = requests.listen(tab, listener);
  return { heard, leave };
}
