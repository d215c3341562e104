import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { LogLevel } from './settings.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: LogLevel;
  /** Texts that must never be written, such as the bot's token: they become `[secret]` wherever they turn up. */
  readonly secrets?: readonly string[];
  /** Where the lines go; stderr unless given. */
  readonly to?: DestinationStream;
}

/**
 * One JSON object a line, on stderr. Written synchronously: few lines are written, and the last before an exit matters
 * most.
 */
export function openLog({ level, secrets = [], to = destination({ dest: 2, sync: true }) }: LogOptions): Log {
  const write = (line: string) => {
    to.write(secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line));
  };
  return pino({ level, base: null, serializers: { err: describeError } }, { write });
}

interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

/**
 * Only what is listed here: the errors of discord.js carry the whole request, and with it people's texts, pictures,
 * and the interaction's token.
 */
function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && { code: error.code }),
    ...('status' in error && { status: error.status }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
