import { once } from 'node:events';
import { z } from 'zod';
import { command } from '../../../src/chat/command.ts';
import { say } from '../../../src/chat/reply.ts';

/** Shows a part, and works on until enough is seen. */
export default command({
  name: 'part',
  description: 'Fills in for ever',
  options: z.object({}),
  run: async (_, { signal, enough, show }) => {
    show({ ...say('a part'), stoppable: true });
    process.stderr.write('working\n');
    const alive = setInterval(() => {}, 1_000);
    await Promise.race([once(signal, 'abort'), once(enough, 'abort')]);
    if (enough.aborted) process.stderr.write('finishing\n');
    if (process.env['FINISH'] === 'never') await once(signal, 'abort');
    clearInterval(alive);
    signal.throwIfAborted();
    return say('what is there by then');
  },
});
