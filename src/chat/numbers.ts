/** Numbers as people type them: `1e-3`, `0,01`, `.05`, and lists of them. */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/iu;

/** Typographic minus signs, full-width digits and invisible characters turned into what they stand for. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[−–—]/gu, '-')
    .trim();
}

/** The number that a text says, in any usual notation; null if it says none. May be ±Infinity (`1e309`). */
export function parseNumber(text: string): number | null {
  let written = plain(text);
  if (DECIMAL_COMMA.test(written)) written = written.replace(',', '.');
  return NUMBER.test(written) ? Number(written) : null;
}

/**
 * The parts of a list, not yet numbers. Semicolons part always, so do spaces; a comma does unless it can only be a
 * decimal comma (`0,01`, or `0,01; 0,1`). Null where it could mean either (`0,01,0,1`).
 */
export function splitList(text: string): string[] | null {
  const written = plain(text);
  if (written.includes(';')) return parts(written, /;/u);
  if (/\s/u.test(written)) return parts(written, /,\s+|\s+,?|,(?=[^,]*\.)/u);
  if (DECIMAL_COMMA.test(written)) return [written];
  const split = parts(written, /,/u);
  const couldBeFraction = split.length > 2 && split.some((part) => /^0\d/u.test(part));
  return couldBeFraction ? null : split;
}

function parts(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A number in the shortest form that reads back as the same number: `0.01`, `1e-7`, `3000`. */
export function writeNumber(value: number): string {
  return String(value);
}
