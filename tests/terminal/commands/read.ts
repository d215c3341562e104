import { basename } from 'node:path';
import { z } from 'zod';
import { command } from '../../../src/chat/command.ts';
import { attachmentOption } from '../../../src/chat/options.ts';
import { say } from '../../../src/chat/reply.ts';

/** Reads a file, and has buttons that read it again by its bare name, as those on Discord do. */
export default command({
  name: 'read',
  description: 'Says what is in a file',
  options: z.object({ csv: attachmentOption('A file') }),
  form: ['csv'],
  run: async ({ csv }, { open }) => {
    const content = await open(csv);
    const sends = { command: 'read', options: { csv: basename(csv) } };
    return {
      ...say(content.length > 99 ? `${content.length} bytes` : new TextDecoder().decode(content)),
      buttons: [
        { label: 'Again', sends },
        { label: 'Change…', sends, opensForm: true },
      ],
    };
  },
});
