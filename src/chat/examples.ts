import type { z } from 'zod';
import type { Command } from './command.ts';
import { writeMessage } from './invocation.ts';
import { isRequired, traitsOf } from './options.ts';

/** Messages that show what a command can do: its own, or what its options suggest, first without and then with them. */
export function examplesOf(command: Command): readonly string[] {
  if (command.examples !== undefined) return command.examples;
  const all = Object.entries(command.options.shape);
  const needed = suggested(all.filter(([, option]) => isRequired(option)));
  const optional = suggested(all.filter(([, option]) => !isRequired(option))).slice(0, 2);
  const messages = [needed, ...(optional.length > 0 ? [[...needed, ...optional]] : [])];
  return messages.map((options) => writeMessage({ command: command.name, options: Object.fromEntries(options) }));
}

/** What autocomplete would offer first; an option that offers nothing is left out. */
function suggested(options: readonly (readonly [string, z.ZodType])[]): [string, string][] {
  return options.flatMap(([name, option]) => {
    const [first] = traitsOf(option).suggest?.('', {}) ?? [];
    return first === undefined ? [] : [[name, first.value]];
  });
}
