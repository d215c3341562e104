import { describe, expect, it } from 'vitest';
import help from '../../commands/help.ts';
import { type Context, commandNamed } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { writeCustomId, writeMessage } from '../../src/chat/invocation.ts';
import { readMessage } from '../../src/chat/message.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { type Lab, TimeLimitError } from '../../src/lab/lab.ts';
import { unheard } from '../chat/no-lab.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

const context: Context = { commands, lab: {} as Lab, signal: new AbortController().signal, ...unheard };

/** Draws nothing worth seeing, and has no time to train. */
const withoutTime: Lab = {
  draw: async () => new Uint8Array(),
  train: () => Promise.reject(new TimeLimitError(60)),
  close: async () => {},
};

function ask(options: Record<string, string> = {}) {
  return help.run(options, context);
}

describe('/help', () => {
  it('lists every command there is, to the asker alone', async () => {
    const reply = await ask();
    for (const { name, description } of commands) expect(reply.text).toContain(`\`/${name}\`: ${description}`);
    expect(reply.private).toBe(true);
  });

  it('offers things to try that their commands take', async () => {
    for (const { sends } of (await ask()).buttons) {
      const command = commands.find(({ name }) => name === sends.command);
      expect(command?.options.safeParse(sends.options).success, writeCustomId(sends)).toBe(true);
    }
  });

  it('says that a question in plain words is enough, and where one may be put', async () => {
    const { text } = await ask();
    expect(text).toContain(
      '**Simply ask, in your own words**: mention me in front of your question, write it to me alone, or use `/ask`.',
    );
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
  });

  it('begins what there is to try with a question, which is answered straight away', async () => {
    const { buttons, text } = await ask();
    const [first] = buttons;
    expect(first).toMatchObject({ label: 'How do wd and lr work together?', sends: { command: 'ask' } });
    const lines = buttons.map(({ sends }) => `- \`${writeMessage(sends)}\``).join('\n');
    expect(text).toContain(`To try first:\n${lines}`);
    for (const message of [writeMessage(first!.sends), first!.label]) {
      const { command, options } = readMessage(commands, message);
      const reply = await commandNamed(commands, { command, options }).run(options, { ...context, lab: withoutTime });
      expect(reply.data).toMatchObject({ answer: 'lr-times-wd', confidence: 'sure' });
    }
  });

  it('hears a message without words', () => {
    expect(readMessage(commands, ' ')).toEqual({ command: 'help', options: {} });
  });

  it.each(commands.map(({ name }) => name))('tells every option of /%s, within a message', async (name) => {
    const { text } = await ask({ command: `/${name}` });
    const { options } = commands.find((command) => command.name === name)!;
    for (const option of Object.keys(options.shape)) expect(text).toContain(`\`${option}\`: `);
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
  });

  it('asks which was meant where there is no such command', async () => {
    await expect(ask({ command: 'trian' })).rejects.toThrow(UserError);
  });
});
