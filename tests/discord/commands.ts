import { PNG } from 'pngjs';
import { z } from 'zod';
import { type Command, type Context, command } from '../../src/chat/command.ts';
import { booleanOption, integerOption, numberOption, textOption } from '../../src/chat/options.ts';
import { type Button, type Picture, type Reply, say } from '../../src/chat/reply.ts';

/** Any text, with what is suggested for it. */
function anyText(description: string) {
  return textOption<string>(description, {
    read: (text) => ({ value: text }),
    write: (value) => value,
    suggest: (typed, others) => [
      { label: `you typed ${typed}`, value: typed || '-' },
      { label: `beside ${JSON.stringify(others)}`, value: 'beside' },
      { label: 'x'.repeat(101), value: 'too long to show' },
    ],
  });
}

/** Says at once what it was given. */
export const echo = command({
  name: 'echo',
  description: 'Says it again',
  options: z.object({
    text: anyText('What to say'),
    times: integerOption('How often', { min: 1, max: 5, example: '2' }).default(1),
    private: booleanOption('For your eyes alone').default(false),
  }),
  run: async ({ text, times, private: hidden }) => say(Array(times).fill(text).join(' '), { private: hidden }),
});

/** The same, and what is said without a slash is for it. */
export const hearing: Command = { ...echo, hears: { words: 'text', menu: 'Ask Halflife' } };

/** Takes a number as /train does, and works for a moment. */
export const halve = command({
  name: 'halve',
  description: 'Halves a number',
  options: z.object({
    lr: numberOption('A learning rate', { min: 0, max: 10, aboveMin: true, example: '0.05' }),
    private: booleanOption('For your eyes alone').default(false),
  }),
  run: async ({ lr, private: hidden }) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return {
      ...say(`half is ${lr / 2}`, { private: hidden }),
      pictures: [picture(`half of ${lr}`)],
      buttons: [{ label: 'Halve it', sends: { command: 'halve', options: { lr: String(lr / 2) } } }],
    };
  },
});

export function picture(alt: string, width = 3): Picture {
  return { name: 'chart.png', png: PNG.sync.write(new PNG({ width, height: 2 })), alt };
}

/** A command without options that does what the test says. */
export function doing(name: string, run: (context: Context) => Promise<Reply>): Command {
  return command({
    name,
    description: 'Does what the test says',
    options: z.object({}),
    run: (_, context) => run(context),
  });
}

/** One that says when it was started, and ends when the test lets it. */
export function gated(name: string, reply: Reply = say('done')) {
  const started = Promise.withResolvers<Context>();
  const gate = Promise.withResolvers<void>();
  const made = doing(name, async (context) => {
    started.resolve(context);
    const stopped = new Promise((_, reject) => {
      context.signal.addEventListener('abort', () => reject(context.signal.reason));
    });
    await Promise.race([gate.promise, stopped]);
    return reply;
  });
  return { command: made, started: started.promise, finish: gate.resolve };
}

/** One that shows a first part, and ends when and how the test says. */
export function inParts(name: string, first: Reply) {
  const started = Promise.withResolvers<Context>();
  const rest = Promise.withResolvers<Reply>();
  const made = command({
    name,
    description: 'Shows a part first',
    options: z.object({ private: booleanOption('For your eyes alone').default(false) }),
    run: async (_, context) => {
      context.show(first);
      started.resolve(context);
      context.signal.addEventListener('abort', () => rest.reject(context.signal.reason));
      return rest.promise;
    },
  });
  return { command: made, started: started.promise, finish: rest.resolve, fail: rest.reject };
}

export function button(label: string, name: string, options: Record<string, string> = {}): Button {
  return { label, sends: { command: name, options } };
}
