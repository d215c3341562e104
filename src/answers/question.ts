import type { Knowledge } from './knowledge.ts';

/** What `/ask` is given: words to be matched, an answer by name, or a choice among several (as buttons send them). */
export type Asked =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'answer'; readonly id: string }
  | { readonly kind: 'choice'; readonly ids: readonly string[] };

/** `l2-vs-weight-decay`, a title, `momentum, batch-size`, or anything else: a question in somebody's words. */
export function readQuestion(text: string, { named }: Pick<Knowledge, 'named'>): Asked {
  const whole = named(text);
  if (whole !== undefined) return { kind: 'answer', id: whole.id };
  const parts = text.split(',').map((part) => named(part)?.id);
  const ids = parts.filter((id) => id !== undefined);
  return ids.length > 1 && ids.length === parts.length ? { kind: 'choice', ids } : { kind: 'words', text };
}

export function writeQuestion(asked: Asked): string {
  switch (asked.kind) {
    case 'words':
      return asked.text;
    case 'answer':
      return asked.id;
    case 'choice':
      return asked.ids.join(', ');
  }
}
