import { PNG } from 'pngjs';
import { z } from 'zod';
import { command } from '../../../../src/chat/command.ts';
import { textOption } from '../../../../src/chat/options.ts';
import { say } from '../../../../src/chat/reply.ts';

const anyText = textOption<string>('What to say', { read: (text) => ({ value: text }), write: (value) => value });

/** Says at once what it was given, with a picture of its own and a button. */
export default command({
  name: 'echo',
  description: 'Says it again',
  hears: { words: 'text', menu: 'Echo' },
  options: z.object({ text: anyText }),
  run: async ({ text }) => ({
    ...say(`echo: ${text}`),
    pictures: [{ name: 'echo.png', png: plain(text.length), alt: `a picture of ${text}` }],
    buttons: [{ label: 'Again', sends: { command: 'echo', options: { text } } }],
  }),
});

function plain(shade: number): Uint8Array {
  const png = new PNG({ width: 240, height: 40 });
  png.data.fill(255 - shade);
  return PNG.sync.write(png);
}
