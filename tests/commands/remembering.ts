import type { Context } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { writeLink } from '../../src/chat/invocation.ts';
import type { FinishedExperiment } from '../../src/chat/memory.ts';
import { readMessage } from '../../src/chat/message.ts';
import { withoutLab } from '../chat/no-lab.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';

/** All commands there are. */
export const commands = await findCommands(new URL('../../commands/', import.meta.url));

export const HELPED: FinishedExperiment = { verdict: 'helped', headline: 'validation loss 0.17 to 0.118 with wd 0.01' };

const MANAGER = { id: '123456789012345678', mayManage: true };

/** A store, and people who ask the commands that use it. */
export function remembering() {
  const store = new StoreInMemory();
  const askerOf = (person: string, server: typeof MANAGER | null = null) => ({ person, server });
  return {
    store,
    /** What a command is given when this person asks. */
    context: (person: string, server: { id: string; mayManage: boolean } | null = null): Context => ({
      ...withoutLab(),
      commands,
      memory: store.memoryOf({ person, server }),
    }),
    /** Keeps what this message came to, as a surface does; so many milliseconds ago. */
    async ran(
      person: string,
      message: string,
      { ago = 0, ...finished }: Partial<FinishedExperiment> & { ago?: number } = {},
    ) {
      const at = Date.now() - ago;
      store.now = () => at;
      await store.keep(askerOf(person), { ...HELPED, ...finished, link: writeLink(readMessage(commands, message)) });
      store.now = Date.now;
    },
  };
}

export { MANAGER };
