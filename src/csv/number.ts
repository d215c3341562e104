import { parseNumber } from '../chat/numbers.ts';
import type { Delimiter } from './cells.ts';

// Written so that each digit can be read in one way only.
const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/iu;
const GAPS = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', 'nil', '?', '-', '--', '.']);
const INFINITE = /^[+-]?(?:inf|infinity|∞)$/iu;

/** Whether nothing is known there: an empty cell, or one of the words that stand for it. */
export function isGap(cell: string): boolean {
  return GAPS.has(cell.trim().toLowerCase());
}

/** The number a cell says, in the notation of its file; null if it says none. May be infinite. */
export function numberIn(cell: string, delimiter: Delimiter): number | null {
  const text = cell.trim();
  if (PLAIN.test(text)) return Number(text);
  if (INFINITE.test(text)) return Number.POSITIVE_INFINITY;
  // Where commas part the cells, 1,234 within quotes may be a thousand.
  return delimiter === ',' && text.includes(',') ? null : parseNumber(text);
}
