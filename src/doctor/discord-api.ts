import packageFile from '../../package.json' with { type: 'json' };
import type { DiscordSettings } from '../settings.ts';
import { failed, type Told, warning } from './finding.ts';

/** What Discord answered, and when by its own clock. */
export interface DiscordAnswer {
  readonly body: unknown;
  /** In milliseconds since 1970, by Discord's clock, to the second; NaN where it does not say. */
  readonly date: number;
}

/** Asks Discord's REST API one thing: no tries again, no waiting for rate limits, so that what is wrong shows. */
export type AskDiscord = (path: string) => Promise<DiscordAnswer>;

/** Discord did not answer with 200, or not at all (`status` is null). */
export class DiscordRefusal extends Error {
  override readonly name = 'DiscordRefusal';
  readonly status: number | null;

  constructor(status: number | null, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

export function askingDiscord({ api, token }: DiscordSettings, limitMs: number): AskDiscord {
  const headers = { authorization: `Bot ${token}`, 'user-agent': `DiscordBot (halflife, ${packageFile.version})` };
  return async (path) => {
    const signal = AbortSignal.timeout(limitMs);
    try {
      const response = await fetch(`${api}/v10${path}`, { headers, signal, redirect: 'error' });
      const text = await response.text();
      if (!response.ok) throw new DiscordRefusal(response.status, said(text));
      return { body: JSON.parse(text), date: Date.parse(response.headers.get('date') ?? '') };
    } catch (error) {
      if (error instanceof DiscordRefusal) throw error;
      if (signal.aborted) throw new DiscordRefusal(null, `no answer within ${limitMs / 1e3} s`, error);
      if (error instanceof SyntaxError) throw new DiscordRefusal(null, 'what answers is not Discord', error);
      throw new DiscordRefusal(null, whyNot(error), error);
    }
  };
}

/** What Discord says of a refusal, where it is Discord that says it. */
function said(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

/** fetch hides what went wrong in the cause. */
function whyNot(error: unknown): string {
  const { cause } = error as Error;
  const { code, message } = (cause ?? error) as NodeJS.ErrnoException;
  return code ?? message;
}

/** What such a failure means, and what to do about it. Throws whatever else it is given. */
export function explainedRefusal(error: unknown, { api }: DiscordSettings): Told {
  if (!(error instanceof DiscordRefusal)) throw error;
  const { status, message } = error;
  const why = message === '' ? '' : `: ${message}`;
  if (status === 401) {
    return failed(
      'Discord refused DISCORD_TOKEN (401 Unauthorized)',
      'it was reset, or is not this bot’s: copy a new one from the Bot page of your application at ' +
        'https://discord.com/developers/applications',
    );
  }
  if (status === 429) {
    return warning('Discord limits how often it may be asked (429)', 'wait a few minutes, and run this again');
  }
  if (status === null) {
    return failed(
      `Discord cannot be reached at ${api}${why}`,
      'see to the network, a firewall or proxy on the way, the machine’s clock, and DISCORD_API, if you set it',
    );
  }
  if (status >= 500) {
    return failed(`Discord is in trouble (${status}${why})`, 'see https://discordstatus.com, and run this again later');
  }
  return failed(
    `Discord would not tell (${status}${why})`,
    `see to DISCORD_API, if you set it: ${api} should be Discord’s REST API`,
  );
}
