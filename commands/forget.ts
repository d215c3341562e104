import { z } from 'zod';
import { command } from '../src/chat/command.ts';
import { type Reply, say } from '../src/chat/reply.ts';
import { count } from '../src/findings/figures.ts';

export default command({
  name: 'forget',
  description: 'Delete at once all that is kept of you: your past runs',
  secret: true,
  options: z.object({}),
  examples: ['/forget'],
  async run(_, { memory }): Promise<Reply> {
    const forgotten = await memory.forget();
    const what = forgotten === 1 ? 'the one run' : `all ${count(forgotten)} runs`;
    const text =
      forgotten === 0
        ? 'There was nothing to forget: no run of yours is kept.'
        : `Forgotten: ${what} that I remembered of you. What runs still, and what you run from now on, is kept again: ` +
          '`/privacy` says for how long.';
    return { ...say(text, { private: true }), data: { forgotten } };
  },
});
