const MAX_QUOTED = 40;

/** What shows as nothing, or changes how the text around it shows: controls, marks of direction, fillers, blanks. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * Something a stranger typed, made fit to stand inside our sentences: invisible and direction-changing characters
 * gone, white space folded, cut at 40 characters, Markdown and mentions escaped. Returned within double quotes.
 */
export function quote(typed: string): string {
  return `"${fitted(typed)}"`;
}

/** The same without the quotes, for a name that is known to be one word. */
export function fitted(typed: string): string {
  const visible = visibleText(typed);
  const letters = Array.from(visible);
  return escapeMarkdown(letters.length > MAX_QUOTED ? `${letters.slice(0, MAX_QUOTED).join('')}…` : visible);
}

/** How a sentence about a value goes on after the option's name: `is "ten"`, or `is empty` where nothing would show. */
export function asTyped(typed: string): string {
  return visibleText(typed) === '' ? 'is empty' : `is ${quote(typed)}`;
}

/** Without what shows as nothing or changes how the text around it shows, white space folded. Not escaped. */
export function visibleText(typed: string): string {
  return typed.replace(/\s+/gu, ' ').replace(INVISIBLE, '').replace(/ {2,}/gu, ' ').trim();
}

/**
 * Markdown that shows the text as it is. Escaping the colon keeps addresses from becoming links, in which escapes would
 * show, and `:smile:` from becoming a picture; a zero-width space after @ keeps it from reading as a mention.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_~|<>#[\]():]/gu, '\\$&').replaceAll('@', '@\u200b');
}
