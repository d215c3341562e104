import { writeNumber } from './numbers.ts';
import type { Suggest, Suggestion } from './options.ts';
import { plainText } from './plain-text.ts';
import { type Part, type Range, valuesOf, writeParts } from './sweep-range.ts';

const MAX_LENGTH = 100;
/** Coarser maps of the usual range, which are done sooner. */
const COARSER = [8, 5];

interface Ranges {
  readonly read: (text: string) => { readonly value: readonly Part[] } | { readonly wrong: string };
  /** Of a range that does not say. */
  readonly count: number;
  readonly usual: (others: Readonly<Record<string, string>>) => Range;
}

/** What is typed, once it can be read, and the usual ranges that begin like it; each with the values it stands for. */
export function suggestRanges({ read, count, usual }: Ranges): Suggest {
  return (typed, others) => {
    const checked = read(typed);
    const range = usual(others);
    const middle = Number(Math.sqrt(range.from * range.to).toPrecision(1));
    const usuals: Part[][] = [
      [range],
      ...COARSER.map((fewer) => [{ ...range, count: fewer }]),
      [middle / 10, middle, middle * 10].map((value) => Number(value.toPrecision(3))),
    ];
    const beginning = plainText(typed).replace(',', '.').replace(/^\./u, '0.');
    const matching = usuals.filter((parts) => 'wrong' in checked || writeParts(parts).startsWith(beginning));
    const all = [...('value' in checked ? [checked.value] : []), ...matching];
    return unique(all.map((parts) => suggestion(parts, count))).filter(({ value }) => value.length <= MAX_LENGTH);
  };
}

function suggestion(parts: readonly Part[], count: number): Suggestion {
  const value = writeParts(parts);
  const values = valuesOf(parts, count).map(writeNumber);
  const few = values.length <= 4 ? values : [...values.slice(0, 3), '…', values.at(-1)!];
  const label = `${value}: ${values.length} values, ${few.join(', ')}`.replace(', …,', ' …');
  return { label: values.length > 1 && label.length <= MAX_LENGTH ? label : value, value };
}

function unique(suggestions: readonly Suggestion[]): Suggestion[] {
  return suggestions.filter(({ value }, i) => suggestions.findIndex((other) => other.value === value) === i);
}
