import { plainText } from './plain-text.ts';

/** Numbers as people type them: `1e-3`, `0,01`, `.05`, and lists of them. */

// Written so that each digit can be read in one way only: a text of many digits is then refused in linear time.
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/iu;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/iu;
const DECIMAL_COMMA_AND_EXPONENT = /,\d+e/iu;
// NFKC would make 10² a hundred and two.
const RAISED_OR_LOWERED = /[⁰¹²³⁴-⁹₀-₉]/u;

/** With typographic minus signs, full-width digits and invisible characters turned into what they stand for. */
function plainNumber(text: string): string {
  return plainText(text).replace(/[\p{Pd}−]/gu, '-');
}

/** The number that a text says, in any usual notation; null if it says none. May be ±Infinity (`1e309`). */
export function parseNumber(text: string): number | null {
  if (RAISED_OR_LOWERED.test(text)) return null;
  let written = plainNumber(text);
  if (DECIMAL_COMMA.test(written)) written = written.replace(',', '.');
  return NUMBER.test(written) ? Number(written) : null;
}

/**
 * The parts of a list, as typed, not yet numbers. Semicolons part always, so do spaces; a comma does unless it can only
 * be a decimal comma (`0,01`, or `0,01; 0,1`). Null where it could mean either (`0,01,0,1`).
 */
export function splitList(text: string): string[] | null {
  const written = text
    .replace(/\p{Cf}/gu, '')
    .replaceAll('，', ',')
    .replaceAll('；', ';')
    .trim()
    .replace(/,$/u, '');
  if (written.includes(';')) return parts(written, /;/u);
  if (/\s/u.test(written)) return parts(written, /,\s+|\s+,?|,(?=[^,\s]*[.．])/u);
  const digits = plainNumber(written);
  // 0,1e-3 is 0 and 0.001, or 0.0001.
  if (DECIMAL_COMMA.test(digits)) return DECIMAL_COMMA_AND_EXPONENT.test(digits) ? null : [written];
  const split = parts(written, /,/u);
  return couldBeFractions(split.map(plainNumber)) ? null : split;
}

/** Whether a comma between these could be a decimal comma: nobody means 01 as a number, or lists the same one twice. */
function couldBeFractions(split: readonly string[]): boolean {
  const repeats = split.every((part) => /^\d+$/u.test(part)) && new Set(split).size < split.length;
  return split.length > 1 && (repeats || split.some((part) => /^0\d/u.test(part)));
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
