import { MAX_TEXT, type Reply } from '../chat/reply.ts';

/** Below a reply's words: how far the work is. */
export function withProgress(words: string, line: string): string {
  return `${words}\n-# ${line}`;
}

/** The same for a whole reply; words that leave no room stay alone. */
export function replyWithProgress(reply: Reply, line: string | null): Reply {
  const text = line === null ? reply.text : withProgress(reply.text, line);
  return text.length > MAX_TEXT ? reply : { ...reply, text };
}

/** Where the asker stands in line. Marked, so that it can be told from words. */
export function inLine(place: number): string {
  return place === 1 ? '⏳ You are next in line' : `⏳ Waiting in line: ${place - 1} before you`;
}

/** What is said of work that a bot which leaves has not finished, and will when it is back. */
export const RESTARTING = '⏳ Halflife is restarting, and goes on with this in a moment';

/** Words without the progress that may still stand there from a bot that was ended under its work. */
export function withoutProgress(words: string): string {
  return words.replace(PROGRESS_LINE, '');
}

const PROGRESS_LINE = /\n-# (?:⏳ [^\n]*|[^\n]* · \d+%)$/u;
