import { z } from 'zod';
import { command } from '../../../src/chat/command.ts';

/** A reply with everything a reply may have. */
export default command({
  name: 'show',
  description: 'Shows all there is to show',
  options: z.object({}),
  run: async (_, { progress }) => {
    progress(0.5, 'half of it');
    return {
      text: '**Decay helped**: wd 0.01 \\* 2, says @\u200bsomebody',
      pictures: [{ name: 'show.png', png: Uint8Array.of(1, 2, 3), alt: 'three bytes' }],
      files: [{ name: 'show.csv', content: new TextEncoder().encode('step,loss\n') }],
      buttons: [
        { label: 'Check a wd', sends: { command: 'check', options: { wd: '0.02' } } },
        { label: 'Again', sends: { command: 'show', options: {} } },
      ],
      private: false,
      data: { verdict: 'helped' },
    };
  },
});
