import type { z } from 'zod';
import type { Completion } from './completions.ts';
import { parseMessage } from './invocation.ts';
import { traitsOf, usualOf } from './options.ts';
import { plainWord } from './plain-text.ts';

/** The other options' raw texts. */
export type Others = Readonly<Record<string, string>>;

/** A value that an option could have, and how it is shown. */
export type ValueShown = Omit<Completion, 'insert'> & { readonly value: string };

/** What could be meant for an option: its choices, yes or no, or what it suggests itself, as on Discord. */
export function suggestedValues(option: z.ZodType, typed: string, others: Others): ValueShown[] {
  const { kind, choices, suggest } = traitsOf(option);
  if (suggest !== undefined)
    return suggest(typed, others)
      .filter(({ value }) => value !== '')
      .map(told);
  const words = choices ?? (kind === 'boolean' ? ['yes', 'no'] : []);
  const asked = plainWord(typed);
  const containing = words.filter((word) => word.includes(asked));
  const beginning = containing.filter((word) => word.startsWith(asked));
  const usual = usualOf(option, others);
  return [...new Set([...beginning, ...containing])].map((word) => ({
    kind: 'value',
    label: word,
    detail: word === usual ? 'default' : '',
    value: word,
  }));
}

/** A label such as `0.01: half-life 139 steps` tells first what is filled in, and then about it. */
function told({ label, value }: { readonly label: string; readonly value: string }): ValueShown {
  const start = `${value}: `;
  const [name, detail] = label.startsWith(start) ? [value, label.slice(start.length)] : [label, ''];
  return { kind: 'value', label: name, detail, value };
}

/** A value as it has to be typed: within quotes where it would else be read as something else; null if neither helps. */
export function written(value: string): string | null {
  return [value, `"${value}"`].find((text) => readsAs(text, value)) ?? null;
}

function readsAs(text: string, value: string): boolean {
  const { value: read, ...others } = parseMessage(`/any value:${text} `).options;
  return read === value && Object.keys(others).length === 0;
}
