import { commandNamed } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { parseMessage } from '../../src/chat/invocation.ts';
import type { Lab } from '../../src/lab/index.ts';
import { unheard } from '../chat/no-lab.ts';

/** Milliseconds of one default `/sweep`, from the text typed. */
export interface SweepTime {
  /** To the first map shown, however few its cells. */
  readonly first: number;
  readonly total: number;
}

export async function timedSweep(lab: Lab): Promise<SweepTime> {
  const commands = await findCommands(new URL('../../commands/', import.meta.url));
  const asked = parseMessage('/sweep');
  const start = performance.now();
  let first: number | undefined;
  await commandNamed(commands, asked).run(asked.options, {
    ...unheard,
    commands,
    lab,
    signal: new AbortController().signal,
    show: () => {
      first ??= performance.now() - start;
    },
  });
  const total = performance.now() - start;
  return { first: first ?? total, total };
}
