import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { command } from '../../../../src/chat/command.ts';
import { integerOption } from '../../../../src/chat/options.ts';
import { say } from '../../../../src/chat/reply.ts';

export default command({
  name: 'wait',
  description: 'Waits, then says so',
  options: z.object({ ms: integerOption('Milliseconds', { min: 0, max: 60_000, example: '500' }) }),
  run: async ({ ms }, { signal }) => {
    await delay(ms, undefined, { signal });
    return say(`waited ${ms} ms`);
  },
});
