import type { Command } from '../chat/command.ts';
import { type Invocation, parseCustomId, writeLink, writeMessage } from '../chat/invocation.ts';
import { readMessage } from '../chat/message.ts';
import { traitsOf } from '../chat/options.ts';
import { UserError } from '../chat/user-error.ts';
import { MAX_TEXT } from './asking.ts';
import type { Accepted, Asks } from './protocol.ts';

export interface Understood {
  readonly accepted: Accepted;
  /** What it comes to. Throws UserError for a message that cannot be read. */
  readonly ask: () => Invocation;
}

/** Reads what is asked, in whichever of its ways. */
export function understand(commands: readonly Command[], asks: Asks): Understood {
  try {
    const invocation = invocationOf(commands, asks);
    const message = 'message' in asks ? asks.message : writeMessage(invocation);
    return { accepted: { message, link: linkTo(commands, invocation) }, ask: () => invocation };
  } catch (error) {
    if (!(error instanceof UserError) || !('message' in asks)) throw error;
    const ask = () => {
      throw error;
    };
    return { accepted: { message: asks.message, link: null }, ask };
  }
}

function invocationOf(commands: readonly Command[], asks: Asks): Invocation {
  if ('message' in asks) return readMessage(commands, asks.message);
  return 'link' in asks ? parseCustomId(asks.link.replace(/^#?\/?/u, '')) : asks.sends;
}

/** What asks the same again for anybody. A file stays with whoever has it, and what is no command leads nowhere. */
function linkTo(commands: readonly Command[], { command: name, options }: Invocation): string | null {
  const command = commands.find((each) => each.name === name);
  if (command === undefined) return null;
  const { shape } = command.options;
  const isFile = (option: string) => Object.hasOwn(shape, option) && traitsOf(shape[option]!).kind === 'attachment';
  if (Object.keys(options).some(isFile)) return null;
  const link = writeLink({ command: name, options });
  return link.length <= MAX_TEXT ? link : null;
}
