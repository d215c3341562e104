import type { Command } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import { UserError } from '../chat/user-error.ts';

/** Whether nobody but the asker is ever to see what comes of it. */
export function isSecret(commands: readonly Command[], { command: name }: Invocation): boolean {
  return commands.find((command) => command.name === name)?.secret === true;
}

/** What is asked where everybody sees the reply. Throws UserError for what nobody but the asker is to see. */
export function inTheOpen(commands: readonly Command[], asked: Invocation): Invocation {
  if (!isSecret(commands, asked)) return asked;
  throw new UserError(
    `/${asked.command} is for your eyes alone, and everybody sees this: type it as a command, or write it to me alone`,
  );
}
