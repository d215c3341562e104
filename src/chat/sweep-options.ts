import { withDefaults } from './experiment-defaults.ts';
import { experimentSettings, LR_RANGE, WD_RANGE } from './experiment-settings.ts';
import { type NumberRange, numberOption, textOption, withUsual } from './options.ts';
import { plainText } from './plain-text.ts';
import { asTyped } from './quote.ts';
import { type Part, type Range, splitRanges, type TypedPart, valuesOf, writeParts } from './sweep-range.ts';
import { suggestRanges } from './sweep-suggestions.ts';

/** The rows and the columns of a sweep, as options. */

/** So many rows, or columns above no decay, can be told apart in one picture. */
export const MOST_VALUES = 20;
/** Of a range that does not say how many: with the column of no decay, a map of 12 × 12. */
export const COUNTS = { lrs: 12, wds: 11 } as const;

export const lrsOption = rangesOption(
  'Learning rates: a range (0.001..1, or 0.001..1 x8) or a list (0.01, 0.03, 0.1)',
  LR_RANGE,
  COUNTS.lrs,
  '0.001..1 or 0.01, 0.1',
  usualFor('lr'),
).optional();

export const wdsOption = rangesOption(
  'Weight decays: a range (0.001..1, or 0.001..1 x8) or a list; no decay is always beside them',
  WD_RANGE,
  COUNTS.wds,
  '0.001..1 or 0.01, 0.1',
  usualFor('wd'),
).optional();

type TypedRange = Extract<TypedPart, { from: string }>;
type Checked<T> = { readonly value: T } | { readonly wrong: string };

function rangesOption(
  description: string,
  limits: NumberRange,
  count: number,
  example: string,
  usual: (others: Readonly<Record<string, string>>) => Range,
) {
  const end = numberOption(description, limits);
  const readEnd = (text: string): Checked<number> => {
    const { success, data, error } = end.safeParse(text);
    return success ? { value: data } : { wrong: error.issues[0]!.message };
  };
  const read = (text: string): Checked<readonly Part[]> => {
    const typed = splitRanges(text);
    if (typed === null) {
      return {
        wrong: `${asTyped(text)}: its commas could part numbers or be decimal commas; write semicolons between numbers, such as 0,01; 0,1`,
      };
    }
    if (typed.length === 0) return { wrong: `${asTyped(text)}: numbers are needed, such as ${example}` };
    const parts: Part[] = [];
    for (const part of typed) {
      const checked = 'from' in part ? readRange(part, readEnd) : readEnd(part.text);
      if ('wrong' in checked) return checked;
      parts.push(checked.value);
    }
    const values = valuesOf(parts, count);
    if (values.length > MOST_VALUES) {
      return { wrong: `has ${values.length} different numbers: at most ${MOST_VALUES} fit into one map` };
    }
    if (values.every((value) => value === 0)) {
      return { wrong: `${asTyped(text)}: at least one number above 0 is needed, such as ${example}` };
    }
    return { value: parts };
  };
  const option = textOption<readonly Part[]>(description, {
    read,
    write: writeParts,
    suggest: suggestRanges({ read, count, usual }),
  });
  // A file's usual range depends on how large it is.
  const isOfFile = ({ csv, task }: Readonly<Record<string, string>>) => csv !== undefined || task === 'csv';
  return withUsual(option, (others) => (isOfFile(others) ? null : writeParts([usual(others)])));
}

function readRange(part: TypedRange, readEnd: (text: string) => Checked<number>): Checked<Part> {
  const said = asTyped(part.text);
  if (plainText(part.from) === '' || plainText(part.to) === '') {
    return { wrong: `${said}: a range needs a number at both ends, such as 0.001..1` };
  }
  const [one, other] = [readEnd(part.from), readEnd(part.to)];
  if ('wrong' in one) return one;
  if ('wrong' in other) return other;
  const [from, to] = [Math.min(one.value, other.value), Math.max(one.value, other.value)];
  if (from === 0) {
    return { wrong: `${said}: a range goes up by a factor and cannot start at 0; try ${aboveNone(to, part.count)}` };
  }
  const { count } = part;
  if (count !== undefined && !isCount(count)) {
    return { wrong: `${said}: a range has 2 to ${MOST_VALUES} values; try 0.001..1 x12` };
  }
  if (from === to) return { value: from };
  return { value: { from, to, ...(count !== undefined && { count }) } };
}

function isCount(count: TypedRange['count']): count is number {
  return Number.isInteger(count) && count! >= 2 && count! <= MOST_VALUES;
}

/** A range to the same end that starts above 0: no decay is beside the others anyway. */
function aboveNone(to: number, count: TypedRange['count']): string {
  const from = Number((to / 1000).toPrecision(1));
  return from > 0 ? writeParts([{ from, to, ...(isCount(count) && { count }) }]) : '0.001..1';
}

/** How far the usual map goes from the task's usual lr and wd, down and up: to where runs diverge, and collapse. */
const REACH = { lr: [10, 6], wd: [30, 30] } as const;

/** The range around the lr or the wd that is usual, its ends round. */
export function usualRange(what: 'lr' | 'wd', usual: number): Range {
  const [down, up] = REACH[what];
  const round = (value: number) => Number(value.toPrecision(1));
  return { from: round(usual / down), to: round(usual * up) };
}

/** The range for the options typed so far. */
function usualFor(what: 'lr' | 'wd') {
  return ({ task, optimizer }: Readonly<Record<string, string>>): Range =>
    usualRange(
      what,
      withDefaults({
        task: experimentSettings.task.safeParse(task).data,
        optimizer: experimentSettings.optimizer.safeParse(optimizer).data,
      })[what],
    );
}
