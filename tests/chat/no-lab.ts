import type { Context } from '../../src/chat/command.ts';

import { NO_MEMORY } from '../../src/chat/memory.ts';

/** For whom neither progress, nor first parts, nor missed questions matter. */
export const unheard: Pick<Context, 'progress' | 'show' | 'missed' | 'memory' | 'enough' | 'open'> = {
  progress: () => {},
  show: () => {},
  missed: () => {},
  memory: NO_MEMORY,
  enough: new AbortController().signal,
  open: () => Promise.reject(new Error('no file should have been asked for')),
};

/** What a command may use where it should come to a mistake before it uses anything: whatever it asks of the lab fails. */
export function withoutLab(signal = new AbortController().signal): Context {
  const refuse = () => Promise.reject(new Error('nothing should have been asked of the lab'));
  return { commands: [], lab: { train: refuse, draw: refuse, close: refuse }, signal, ...unheard };
}
