import type { Command } from './command.ts';
import type { Invocation } from './invocation.ts';

/** A command's name for the log; whatever else a stranger wrote in its place is not put there. */
export function loggedName(commands: readonly Command[], { command }: Invocation): string {
  return commands.some(({ name }) => name === command) ? command : 'unknown';
}
