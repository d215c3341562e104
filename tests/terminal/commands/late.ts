import { z } from 'zod';
import { command } from '../../../src/chat/command.ts';
import { TimeLimitError } from '../../../src/lab/index.ts';

/** Takes too long. */
export default command({
  name: 'late',
  description: 'Exceeds the time limit',
  options: z.object({}),
  run: async () => {
    throw new TimeLimitError(60);
  },
});
