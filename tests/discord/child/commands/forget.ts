import { z } from 'zod';
import { command } from '../../../../src/chat/command.ts';
import { say } from '../../../../src/chat/reply.ts';

export default command({
  name: 'forget',
  description: 'Leaves a promise to fail',
  options: z.object({}),
  run: async () => {
    void Promise.reject(new Error('nobody waited for this'));
    return say('forgotten');
  },
});
