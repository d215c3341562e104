import { z } from 'zod';
import { type Command, command, commandNamed, describeOption } from '../src/chat/command.ts';
import { examplesOf } from '../src/chat/examples.ts';
import { parseMessage, writeMessage } from '../src/chat/invocation.ts';
import { readMessage } from '../src/chat/message.ts';
import { isRequired, textOption } from '../src/chat/options.ts';
import { plainWord } from '../src/chat/plain-text.ts';
import { type Button, MAX_LABEL, type Reply, say } from '../src/chat/reply.ts';

/** What a learner may press first: a question, one run with and without decay, and the map of many. */
const FIRST: readonly Button[] = [
  { label: 'How do wd and lr work together?', sends: parseMessage('/ask question:how do wd and lr work together?') },
  { label: 'Train with and without decay', sends: parseMessage('/train lr:0.05 wd:0.01') },
  { label: 'Which lr and wd do best?', sends: parseMessage('/sweep') },
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
  examples: ['/help', '/help command:train'],
  async run({ command: name }, { commands }): Promise<Reply> {
    if (name === undefined) return overview(commands);
    return allAbout(commandNamed(commands, { command: name, options: {} }), commands);
  },
});

function overview(commands: readonly Command[]): Reply {
  const first = FIRST.filter(({ sends }) => commands.some((each) => each.name === sends.command));
  const text = [
    'Halflife explains how weight decay and learning rate work together, and shows it by training a small network in front of you.',
    '**Simply ask, in your own words**: mention me in front of your question, write it to me alone, or use `/ask`.',
    `**To try first**\n${first.map(({ sends }, index) => `${index + 1}. \`${writeMessage(sends)}\``).join('\n')}`,
    `**All commands**\n${commands.map(({ name, description }) => `- \`/${name}\`: ${description}`).join('\n')}`,
    'All options of a command, with examples: `/help command:train`.',
  ].join('\n\n');
  return { ...say(text, { private: true }), buttons: first };
}

function allAbout(about: Command, commands: readonly Command[]): Reply {
  const { name, description, options } = about;
  const lines = Object.entries(options.shape).map(
    ([option, schema]) => `- \`${option}\`${isRequired(schema) ? ' (needed)' : ''}: ${describeOption(schema)}`,
  );
  const examples = examplesOf(about);
  const text = [
    `**\`/${name}\`**: ${description}.`,
    lines.length === 0 ? 'It has no options.' : lines.join('\n'),
    `**${examples.length === 1 ? 'An example' : 'Examples'}**\n${examples.map((message) => `- \`${message}\``).join('\n')}`,
  ].join('\n\n');
  return { ...say(text, { private: true }), buttons: examples.map((message) => exampleButton(message, commands)) };
}

function exampleButton(message: string, commands: readonly Command[]): Button {
  const label = message.length > MAX_LABEL ? `${message.slice(0, MAX_LABEL - 1)}…` : message;
  return { label, sends: readMessage(commands, message) };
}
