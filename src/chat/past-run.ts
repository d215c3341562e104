import type { Command } from './command.ts';
import { type Invocation, parseCustomId, writeMessage } from './invocation.ts';
import type { PastExperiment } from './memory.ts';
import { traitsOf } from './options.ts';
import { escapeMarkdown, visibleText } from './quote.ts';

/** A finished experiment as it is told to whoever ran it. */

export function askedIn({ link }: Pick<PastExperiment, 'link'>): Invocation {
  return parseCustomId(link);
}

/** What asked for it, as it would be typed, on one line. Not escaped. */
export function messageOf(past: Pick<PastExperiment, 'link'>): string {
  return visibleText(writeMessage(askedIn(past)));
}

/** The same as code, which can be copied, and in which nothing is Markdown; `most` characters of it. */
export function messageAsCode(past: Pick<PastExperiment, 'link'>, most: number): string {
  const message = shortened(messageOf(past), most);
  // A backtick would end the code.
  return message.includes('`') ? escapeMarkdown(message) : `\`${message}\``;
}

/** Cut at so many characters, never within one. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** `no-difference` in words, so that whoever searches for what they see finds it. */
export function verdictInWords({ verdict }: Pick<PastExperiment, 'verdict'>): string {
  return verdict.replace(/^[ab](?=-)/u, (letter) => letter.toUpperCase()).replaceAll('-', ' ');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `3 h ago`: both in milliseconds since 1970. A clock that was set back makes it `just now`. */
export function agoInWords(at: number, now: number): string {
  const ago = now - at;
  if (ago < MINUTE) return 'just now';
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  if (ago < DAY) return `${Math.floor(ago / HOUR)} h ago`;
  const days = Math.floor(ago / DAY);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** The file it was about; null for a run without. It is not kept, so without it nobody can run that again. */
export function fileIn({ command: name, options }: Invocation, commands: readonly Command[]): string | null {
  const shape = commands.find((command) => command.name === name)?.options.shape ?? {};
  const [file] = Object.entries(options).filter(
    ([option]) => Object.hasOwn(shape, option) && traitsOf(shape[option]!).kind === 'attachment',
  );
  return file?.[1] ?? null;
}
