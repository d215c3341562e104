import { z } from 'zod';
import { type Command, command, commandNamed, describeOption } from '../src/chat/command.ts';
import type { Invocation } from '../src/chat/invocation.ts';
import { writeMessage } from '../src/chat/invocation.ts';
import { textOption } from '../src/chat/options.ts';
import { plainWord } from '../src/chat/plain-text.ts';
import type { Reply } from '../src/chat/reply.ts';

/** What a learner may press first: a question, the default, a list of decays, and the task with an answer key. */
const FIRST: readonly { readonly label: string; readonly sends: Invocation }[] = [
  {
    label: 'How do wd and lr work together?',
    sends: { command: 'ask', options: { question: 'how do wd and lr work together?' } },
  },
  { label: 'With and without decay', sends: { command: 'train', options: { lr: '0.05', wd: '0.01' } } },
  { label: 'Four decays', sends: { command: 'train', options: { wd: '0.001, 0.01, 0.03, 0.1' } } },
  { label: 'An answer key', sends: { command: 'train', options: { task: 'ridge' } } },
];

export default command({
  name: 'help',
  description: 'What can be asked, and what to try first',
  hears: { silence: true },
  options: z.object({
    command: textOption<string>('The command to tell all about, such as train', {
      read: (text) => ({ value: plainWord(text).replace(/^\//u, '') }),
      write: (name) => name,
    }).optional(),
  }),
  async run({ command: name }, { commands }): Promise<Reply> {
    const text =
      name === undefined ? overview(commands) : allAbout(commandNamed(commands, { command: name, options: {} }));
    return { text, pictures: [], files: [], buttons: name === undefined ? FIRST : [], private: true };
  },
});

function overview(commands: readonly Command[]): string {
  return [
    'Halflife explains how weight decay and learning rate work together, and shows it by training a small network in front of you.',
    '**Simply ask, in your own words**: mention me in front of your question, write it to me alone, or use `/ask`.',
    commands.map(({ name, description }) => `- \`/${name}\`: ${description}`).join('\n'),
    `To try first:\n${FIRST.map(({ sends }) => `- \`${writeMessage(sends)}\``).join('\n')}`,
    'All options of a command: `/help command:train`.',
  ].join('\n\n');
}

function allAbout({ name, description, options }: Command): string {
  const lines = Object.entries(options.shape).map(([option, schema]) => `- \`${option}\`: ${describeOption(schema)}`);
  return [`\`/${name}\`: ${description}.`, lines.length === 0 ? 'It has no options.' : lines.join('\n')].join('\n\n');
}
