const MAX_QUOTED = 40;

/**
 * Something a stranger typed, made fit to stand inside our sentences: invisible and direction-changing characters
 * gone, white space folded, cut at 40 characters, Markdown and mentions escaped. Returned within double quotes.
 */
export function quote(typed: string): string {
  const visible = typed
    .replace(/\s+/gu, ' ')
    .replace(/[\p{C}\u2028\u2029]/gu, '')
    .trim();
  const letters = Array.from(visible);
  const short = letters.length > MAX_QUOTED ? `${letters.slice(0, MAX_QUOTED).join('')}…` : visible;
  return `"${escapeMarkdown(short)}"`;
}

/** Markdown that shows the text as it is. A zero-width space after @ keeps it from reading as a mention. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_~|<>#[\]()]/gu, '\\$&').replaceAll('@', '@\u200b');
}
