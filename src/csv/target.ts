import { nearest } from '../chat/nearest.ts';
import { parseNumber } from '../chat/numbers.ts';
import { plainWord } from '../chat/plain-text.ts';
import { asTyped, quote } from '../chat/quote.ts';
import { UserError } from '../chat/user-error.ts';
import type { Column } from './column.ts';

const MOST_NAMED = 4;

/** The column to be predicted: by its name, by its place in the file, or the last one. Throws UserError. */
export function targetOf(columns: readonly Column[], asked: string | undefined): Column {
  if (asked === undefined) return columns.at(-1)!;
  const same = (fold: (text: string) => string) => columns.filter(({ name }) => fold(name) === fold(asked));
  const named = [same((text) => text), same((text) => text.trim()), same(plainWord)].find((found) => found.length > 0);
  if (named !== undefined && named.length > 1) {
    throw new UserError(
      `target ${asTyped(asked)}: ${named.length} columns have that name; say which by its number, such as target:${named[0]!.position}`,
    );
  }
  if (named !== undefined) return named[0]!;
  const place = parseNumber(asked);
  const placed = columns.find(({ position }) => position === place);
  if (placed !== undefined) return placed;
  const names = columns.map(({ name }) => name);
  const meant = nearest(asked, names);
  const known = meant === undefined ? `its columns are ${listed(names)}` : `did you mean ${quote(meant)}?`;
  throw new UserError(`target ${asTyped(asked)}: no column has that name or number; ${known}`);
}

/** `"a", "b", "c", "d" and 3 more` */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, names.length === MOST_NAMED + 1 ? MOST_NAMED + 1 : MOST_NAMED).map(quote);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
