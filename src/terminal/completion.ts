import type { Command } from '../chat/command.ts';
import { completionsFor } from '../chat/completion.ts';
import { completionsWithPast } from '../chat/completion-with-past.ts';
import type { Completions } from '../chat/completions.ts';
import type { Memory } from '../chat/memory.ts';

/** What readline wants to hear from Tab: what could stand there, and the part of the line it would take the place of. */
export type Completion = [candidates: string[], replaced: string];

/** What Tab offers at the end of a line: a command, one of its options, or a value for it. */
export function complete(commands: readonly Command[], line: string): Completion {
  if (line.trim() === '') return [complete(commands, '/')[0], ''];
  // readline can only add to what is typed, and words without a slash may be meant as they are.
  if (!line.trimStart().startsWith('/')) return [[], ''];
  return added(line, completionsFor(commands, line));
}

/** The same, the past of whoever sits there among it. */
export async function completeWithPast(
  commands: readonly Command[],
  line: string,
  memory: Memory,
): Promise<Completion> {
  if (!line.trimStart().startsWith('/')) return complete(commands, line);
  return added(line, await completionsWithPast(commands, line, memory));
}

function added(line: string, { from, items }: Completions): Completion {
  const typed = line.slice(from);
  const fitting = items
    .map((item) => ({ ...item, insert: leftOpen(item) }))
    .filter(({ insert }) => insert.startsWith(typed));
  // All candidates are listed if there are several: those that begin with the value may say more (0.01: half-life …).
  const isTelling =
    fitting.length > 1 && fitting.every(({ label, detail, insert }) => label === insert && detail !== '');
  return [fitting.map(({ label, detail, insert }) => (isTelling ? `${label}: ${detail}` : insert)), typed];
}

/** A value is left open: one may go on with it. */
function leftOpen({ kind, insert }: { readonly kind: string; readonly insert: string }): string {
  return kind === 'value' ? insert.trimEnd() : insert;
}
