import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { command } from '../../../../src/chat/command.ts';
import { integerOption, privateOption } from '../../../../src/chat/options.ts';
import { say } from '../../../../src/chat/reply.ts';
import { picture } from '../../commands.ts';

/** Shows a first part, waits, and says so with a picture: like a run, but as long as the test likes. */
export default command({
  name: 'work',
  description: 'Works for a while, with a part to see before',
  options: z.object({
    ms: integerOption('Milliseconds', { min: 0, max: 60_000, example: '500' }),
    private: privateOption.default(false),
  }),
  hears: { words: 'ms', menu: 'Ask Halflife' },
  run: async ({ ms, private: hidden }, { memory, show, signal }) => {
    await memory.past();
    const again = { label: 'Again', sends: { command: 'work', options: { ms: String(ms) } } };
    show({ ...say(`working for ${ms} ms`, { private: hidden }), pictures: [picture('part')], buttons: [again] });
    await delay(ms, undefined, { signal });
    return {
      ...say(`worked for ${ms} ms`, { private: hidden }),
      pictures: [picture('whole')],
      buttons: [again],
      finished: { verdict: 'helped', headline: `${ms} ms` },
    };
  },
});
