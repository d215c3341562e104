import { once } from 'node:events';
import { z } from 'zod';
import { command } from '../../../../src/chat/command.ts';
import { say } from '../../../../src/chat/reply.ts';

function waiting() {
  let times = 0;
  return command({
    name: 'wait',
    description: 'Waits',
    options: z.object({}),
    run: async (_, { signal, progress }) => {
      times += 1;
      progress(0.25, 'Waiting');
      if (process.env['WAIT'] !== 'no') await once(signal, 'abort');
      signal.throwIfAborted();
      return say(`waited, asked ${times === 1 ? 'once' : `${times} times`}`);
    },
  });
}

/** Works for ever, unless its process was told not to; then it says how often that was asked to. */
export default waiting();
