/** Pieces of Python text: whole lines, none of them ending in a line break. */
export type Lines = readonly string[];

/** The lines of a text, without empty ones at its start and end. */
export function linesOf(text: string): Lines {
  return text.replace(/^\n+|\s+$/gu, '').split('\n');
}

/** Four spaces further in; empty lines stay empty. */
export function indented(lines: Lines): Lines {
  return lines.map((line) => (line === '' ? line : `    ${line}`));
}

/** A number, a text or a list of them as Python writes it: the shortest that reads back as the same. */
export function literal(value: string | number | readonly number[]): string {
  // What JSON writes of these, Python reads as the same value.
  return typeof value === 'object' ? `[${value.map(literal).join(', ')}]` : JSON.stringify(value);
}
