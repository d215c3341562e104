import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import help from '../../commands/help.ts';
import { type Command, type Context, command, commandNamed } from '../../src/chat/command.ts';
import { examplesOf } from '../../src/chat/examples.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { MAX_CUSTOM_ID, writeCustomId, writeMessage } from '../../src/chat/invocation.ts';
import { readMessage } from '../../src/chat/message.ts';
import { isRequired, textOption, traitsOf } from '../../src/chat/options.ts';
import { MAX_LABEL, MAX_TEXT, type Reply, say } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { type Lab, TimeLimitError } from '../../src/lab/lab.ts';
import { unheard } from '../chat/no-lab.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

const context: Context = {
  ...{ commands, lab: {} as Lab, signal: new AbortController().signal, ...unheard },
  memory: new StoreInMemory().memoryOf({ person: 'learner', server: { id: '1', mayManage: true } }),
};

/** Draws nothing worth seeing, and has no time to train. */
const withoutTime: Lab = {
  draw: async () => new Uint8Array(),
  train: () => Promise.reject(new TimeLimitError(60)),
  close: async () => {},
};

function ask(options: Record<string, string> = {}, known: readonly Command[] = commands): Promise<Reply> {
  return help.run(options, { ...context, commands: known });
}

/** A message sent as a person would, in a lab that has no time: a command that trains comes as far as that. */
async function sending(message: string): Promise<Reply | 'trained'> {
  const { command: name, options } = readMessage(commands, message);
  try {
    return await commandNamed(commands, { command: name, options }).run(options, { ...context, lab: withoutTime });
  } catch (error) {
    if (error instanceof TimeLimitError) return 'trained';
    throw error;
  }
}

/** The messages that a reply shows as code, one a line. */
function shownMessages({ text }: Reply): string[] {
  return [...text.matchAll(/^(?:-|\d\.) `(\/[^`]+)`$/gmu)].map(([, message]) => message!);
}

describe('/help', () => {
  it('lists every command there is, to the asker alone', async () => {
    const reply = await ask();
    for (const { name, description } of commands) expect(reply.text).toContain(`- \`/${name}\`: ${description}\n`);
    expect(reply.private).toBe(true);
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
  });

  it('says that a question in plain words is enough, and where one may be put', async () => {
    expect((await ask()).text).toContain(
      '**Simply ask, in your own words**: mention me in front of your question, write it to me alone, or use `/ask`.',
    );
  });

  it('gives three things to try first, as messages and as buttons, a question before all', async () => {
    const reply = await ask();
    expect(reply.buttons).toHaveLength(3);
    expect(shownMessages(reply)).toEqual(reply.buttons.map(({ sends }) => writeMessage(sends)));
    const [question] = reply.buttons;
    for (const message of [writeMessage(question!.sends), question!.label]) {
      expect(await sending(message)).toMatchObject({ data: { answer: 'lr-times-wd', confidence: 'sure' } });
    }
  });

  it('offers nothing to try that is not there', async () => {
    const reply = await ask({}, [help]);
    expect(reply.buttons).toEqual([]);
    expect(reply.text).not.toContain('/train lr');
  });

  it('fits into a message with fourteen commands as long as they may be', async () => {
    const many = Array.from({ length: 11 }, (_, index) =>
      command({
        name: `command-${index}`,
        description: 'x'.repeat(100),
        options: z.object({}),
        run: async () => say(''),
      }),
    );
    const first = commands.filter(({ name }) => ['ask', 'train', 'sweep'].includes(name));
    expect((await ask({}, [...first, ...many])).text.length).toBeLessThanOrEqual(MAX_TEXT);
  });

  it('hears a message without words', () => {
    expect(readMessage(commands, ' ')).toEqual({ command: 'help', options: {} });
  });
});

describe.each(commands.map(({ name }) => name))('/help command:%s', (name) => {
  const about = commands.find((each) => each.name === name)!;

  it('tells every option with what it takes, within a message', async () => {
    const { text, private: hidden } = await ask({ command: `/${name.toUpperCase()}` });
    expect(text).toContain(`**\`/${name}\`**: ${about.description}.`);
    for (const [option, schema] of Object.entries(about.options.shape)) {
      const line = text.split('\n').find((each) => each.startsWith(`- \`${option}\``));
      const { description, choices = [], min, max } = traitsOf(schema);
      expect(line).toContain(description);
      for (const choice of choices) expect(line).toContain(choice);
      if (min !== undefined) expect(line).toContain(`${min.toLocaleString('en')} to ${max!.toLocaleString('en')}`);
      expect(line!.includes('(needed)')).toBe(isRequired(schema));
    }
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(hidden).toBe(true);
  });

  it('shows examples that work, as messages and as buttons', async () => {
    const reply = await ask({ command: name });
    const messages = shownMessages(reply);
    expect(messages).toEqual(examplesOf(about));
    expect(messages.length).toBeGreaterThan(0);
    for (const [index, message] of messages.entries()) {
      expect(message).toMatch(new RegExp(`^/${name}(?: |$)`, 'u'));
      const { label, sends } = reply.buttons[index]!;
      expect(label.length).toBeLessThanOrEqual(MAX_LABEL);
      expect(writeCustomId(sends).length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
      expect(sends).toEqual(readMessage(commands, message));
      const answered = await sending(message);
      if (answered !== 'trained') expect(answered.text).not.toBe('');
    }
  });
});

describe('/help about a command', () => {
  it('that is not there asks which was meant', async () => {
    await expect(ask({ command: 'trian' })).rejects.toThrow(
      new UserError('there is no command "/trian": did you mean /train?'),
    );
  });

  it('says what is wrong with any text, without showing it as it is', async () => {
    const hostile = fc.string({ unit: 'grapheme', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(hostile, async (typed) => {
        const answered = await ask({ command: typed }).catch((error: unknown) => error);
        if (!(answered instanceof UserError)) return expect(answered).toHaveProperty('text');
        expect(answered.message.length).toBeLessThanOrEqual(MAX_TEXT);
        expect(answered.message).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|@(?!\u200b)/u);
      }),
    );
    await expect(ask({ command: '@everyone' })).rejects.toThrow('there is no command "/@\u200beveryone"');
  });

  it('makes examples of what is needed and of what its options suggest, where it has none of its own', () => {
    const option = (value: string) =>
      textOption<string>('Some', {
        read: (text) => ({ value: text }),
        write: (text) => text,
        suggest: () => [{ label: value, value }],
      });
    const options = z.object({ what: option('this'), how: option('so').optional(), else: option('more').optional() });
    const made = command({ name: 'do', description: 'Does', options, run: async () => say('') });
    expect(examplesOf(made)).toEqual(['/do what:this', '/do what:this how:so else:more']);
    expect(examplesOf({ ...made, examples: ['/do it'] })).toEqual(['/do it']);
  });
});
