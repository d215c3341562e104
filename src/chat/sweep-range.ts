import { parseNumber, splitList, writeNumber } from './numbers.ts';
import { plainText } from './plain-text.ts';

/** The values to sweep over, as people type them: `0.01, 0.03, 0.1`, `0.001..1`, `0, 0.001..1 x8`. */

/** Values evenly spaced in their logarithms, both ends among them. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** How many; as many as the command takes unless told. */
  readonly count?: number;
}

export type Part = number | Range;

/** A part as typed, not yet checked: null where an end, or a count, is no number. */
export type TypedPart =
  | { readonly text: string }
  | { readonly text: string; readonly from: string; readonly to: string; readonly count: number | null | undefined };

// A dash after a digit lies between two numbers; the one of 1e-3 or of -1 does not.
const BETWEEN = / ?(?:\.{2,}|\bto\b|(?<=\d ?)[-\u2010-\u2015\u2212](?= ?[.,]?\d)) ?/giu;
// The count may be told from the range's end by an x, or by whatever else means times.
const TIMES = /(?<=\d) ?[x×*/] ?(?=\d)/giu;
// The first two dots are it: were others tried, a text of nothing but dots would be read as often as it is long.
const RANGE = /^((?:(?!\.\.)[^x])*)\.\.([^x]*)(?:x(\d.*))?$/u;

/** The parts of a list of numbers and ranges. Null where a comma could part numbers or be a decimal comma. */
export function splitRanges(text: string): TypedPart[] | null {
  const written = plainText(text).replace(/\s+/gu, ' ').replace(BETWEEN, '..').replace(TIMES, 'x');
  const alone = rangeOf(written);
  if (alone !== null && isWhole(alone)) return [alone];
  return splitList(written)?.map((part) => rangeOf(part) ?? { text: part }) ?? null;
}

function rangeOf(text: string) {
  const ends = RANGE.exec(text);
  if (ends === null) return null;
  const [, from = '', to = '', count] = ends;
  return {
    text: text.replace(/x(?=[^x]*$)/u, ' x'),
    from,
    to,
    count: count === undefined ? undefined : parseNumber(count),
  };
}

/** Whether this is one range and no list: its commas, if any, are decimal commas. */
function isWhole({ from, to, count }: { from: string; to: string; count: number | null | undefined }): boolean {
  return [from, to].every((end) => parseNumber(end) !== null) && (count === undefined || Number.isInteger(count));
}

export function writeParts(parts: readonly Part[]): string {
  return parts.map(writePart).join(', ');
}

function writePart(part: Part): string {
  if (typeof part === 'number') return writeNumber(part);
  const { from, to, count } = part;
  return `${writeNumber(from)}..${writeNumber(to)}${count === undefined ? '' : ` x${count}`}`;
}

/** The different values that parts name, smallest first. @param count of a range that does not say. */
export function valuesOf(parts: readonly Part[], count: number): number[] {
  const values = parts.flatMap((part) => (typeof part === 'number' ? [part] : spaced(part, part.count ?? count)));
  return [...new Set(values)].sort((a, b) => a - b);
}

/** As few digits as keep the values apart and their ends as typed, two at the least. */
function spaced({ from, to }: Range, count: number): number[] {
  const exact = Array.from({ length: count }, (_, i) =>
    Math.exp(Math.log(from) + (i / (count - 1)) * (Math.log(to) - Math.log(from))),
  );
  for (let digits = Math.max(2, digitsOf(from), digitsOf(to)); digits <= 17; digits++) {
    const tidy = [from, ...exact.slice(1, -1).map((value) => Number(value.toPrecision(digits))), to];
    if (tidy.every((value, i) => i === 0 || value > tidy[i - 1]!)) return tidy;
  }
  return [from, to];
}

/** Significant digits of a number as written: 1 of 0.05, 3 of 0.0125; of a long one no more than three count. */
function digitsOf(value: number): number {
  return [1, 2].find((digits) => Number(value.toPrecision(digits)) === value) ?? 3;
}
