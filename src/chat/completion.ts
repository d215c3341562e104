import type { Command } from './command.ts';
import type { Completions } from './completions.ts';

/** What could stand at the end of a message that is being typed: a command, one of its options, or a value for it. */
export function completionsFor(commands: readonly Command[], text: string): Completions {
  if (!/^\/\S*$/u.test(text)) return { from: text.length, items: [] };
  const fitting = commands.filter(({ name }) => `/${name}`.startsWith(text.toLowerCase()));
  return {
    from: 0,
    items: fitting.map(({ name, description }) => ({
      kind: 'command',
      label: `/${name}`,
      detail: description,
      insert: `/${name} `,
    })),
  };
}
