import { createRequire } from 'node:module';
import { isatty } from 'node:tty';
import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { loggable } from './loggable.ts';
import { withoutSecrets } from './secrets.ts';
import type { LogLevel } from './settings.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: LogLevel;
  /** Texts that must never be written, such as the bot's token: they become `[secret]` wherever they turn up. */
  readonly secrets?: readonly string[];
  /** Where the lines go; stderr unless given. */
  readonly to?: DestinationStream;
  /** Lines for people, on this terminal; null for JSON. Unless given: what stderr is, if that is where they go. */
  readonly terminal?: Terminal | null;
}

export interface Terminal {
  readonly colours: boolean;
}

const STDERR = 2;

/**
 * On a terminal lines that people read, elsewhere one JSON object a line; on stderr. Written synchronously: few lines
 * are written, and the last before an exit matters most. What is secret is taken out of every text at the very end,
 * however it came in.
 */
export function openLog({ level, secrets = [], to, terminal = to ? null : terminalAt(STDERR) }: LogOptions): Log {
  const out = to ?? destination({ dest: STDERR, sync: true });
  const clean = withoutSecrets(secrets);
  const asLine = terminal === null ? (line: object) => `${JSON.stringify(line)}\n` : prettyLine(terminal);
  const write = (line: string) => {
    out.write(asLine(withTexts(JSON.parse(line), clean) as object));
  };
  return pino({ level, base: null, formatters: { log: loggable }, serializers: { err: (told) => told } }, { write });
}

/** NO_COLOR, TERM=dumb and the like are heeded. */
function terminalAt(fd: number): Terminal | null {
  return isatty(fd) ? { colours: process.stderr.hasColors() } : null;
}

/** The library that makes it readable is loaded here alone: most bots run without a terminal. */
function prettyLine({ colours }: Terminal): (line: object) => string {
  const { prettyFactory } = createRequire(import.meta.url)('pino-pretty') as typeof import('pino-pretty');
  const pretty = prettyFactory({
    colorize: colours,
    colorizeObjects: false,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  });
  return (line) => pretty(withTexts(line, withoutControls) as object);
}

/** What is logged may quote strangers: none of it may move the cursor or write over another line. */
function withoutControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '�');
}

/** The same data with each text in it, names too, put through `change`. */
function withTexts(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') return change(data);
  if (Array.isArray(data)) return data.map((each) => withTexts(each, change));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [change(name), withTexts(value, change)]));
}
