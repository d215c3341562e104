import { once } from 'node:events';
import { z } from 'zod';
import { command } from '../../../src/chat/command.ts';

/** Works until it is stopped. */
export default command({
  name: 'wait',
  description: 'Waits for ever',
  options: z.object({}),
  run: async (_, { signal }) => {
    process.stderr.write('waiting\n');
    const alive = setInterval(() => {}, 1_000);
    await once(signal, 'abort');
    clearInterval(alive);
    signal.throwIfAborted();
    throw new Error('not aborted');
  },
});
