import { z } from 'zod';
import { command } from '../../../src/chat/command.ts';

/** A command with a bug. */
export default command({
  name: 'break',
  description: 'Breaks',
  options: z.object({}),
  run: async () => {
    throw new RangeError('the bug in /break');
  },
});
