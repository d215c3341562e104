import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Command, command, type Hears } from '../../src/chat/command.ts';
import { type Invocation, parseMessage, writeMessage } from '../../src/chat/invocation.ts';
import { readMessage, wordsHearer } from '../../src/chat/message.ts';
import { booleanOption, textOption } from '../../src/chat/options.ts';
import { MAX_TEXT, say } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { anyCharacter } from './any-character.ts';

const ZWSP = '\u200b';
const RTL = '\u202e';
const NUL = '\u0000';

const words = textOption<string>('Words', { read: (text) => ({ value: text }), write: (text) => text });

function making(name: string, options: Command['options'], hears?: Hears): Command {
  return command({ name, description: 'Does it', options, ...(hears && { hears }), run: async () => say('') });
}

const train = making('train', z.object({ lr: words.optional() }));
const help = making('help', z.object({}), { silence: true });
const askOptions = z.object({ question: words, private: booleanOption('Alone').default(false) });
const ask = making('ask', askOptions, { words: 'question', menu: 'Ask' });
/** Takes words and nothing else. */
const tell = making('tell', z.object({ story: words }), { words: 'story', menu: 'Tell' });

const everybody = [train, help, ask];
const nobody = [train];

function read(message: string, commands: readonly Command[] = everybody): Invocation {
  const { command: name, options } = readMessage(commands, message);
  return { command: name, options: { ...options } };
}

const question = (text: string) => ({ command: 'ask', options: { question: text } });

describe('words without a slash', () => {
  test.for([
    ['what is wd?', 'what is wd?'],
    ['  why is lr: 0.1 too high?\n', 'why is lr: 0.1 too high?'],
    ['question: is it?', 'question: is it?'],
    ['private:yes what is wd?', 'private:yes what is wd?'],
    ['two\nlines\tand a tab', 'two lines and a tab'],
    [`${RTL}what${ZWSP} is${NUL} wd?\u202c`, 'what is wd?'],
    ['** _what_ ** is <@123> @everyone', '** _what_ ** is <@123> @everyone'],
    ['what about /train?', 'what about /train?'],
    ['日本語', '日本語'],
    ['x'.repeat(4_000), 'x'.repeat(4_000)],
    [`${'x'.repeat(4_000)}${ZWSP.repeat(6_000)}`, 'x'.repeat(4_000)],
  ] as const)('%j go to the command that hears words', ([message, heard]) => {
    expect(read(message)).toEqual(question(heard));
  });

  test.for([
    ['help', { command: 'help', options: {} }],
    ['Train', { command: 'train', options: {} }],
    ['train lr:0.1', { command: 'train', options: { lr: '0.1' } }],
    ['train LR = 0.1', { command: 'train', options: { lr: '0.1' } }],
    ['train a network with lr: 0.1', question('train a network with lr: 0.1')],
    ['train wd: what is it?', question('train wd: what is it?')],
    ['train: how?', question('train: how?')],
    ['help me', question('help me')],
    ['ask', question('ask')],
    ['constructor', question('constructor')],
  ] as const)('%j are a command only where they can be nothing else', ([message, meant]) => {
    expect(read(message)).toEqual(meant);
  });

  test.for([4_001, 10_000])('are not read where there are %i characters of them', (length) => {
    const sentence = `that message has ${length} characters: at most 4000 are read`;
    expect(() => read('x'.repeat(length))).toThrow(new UserError(sentence));
    expect(() => read(`/ask ${'x'.repeat(length - 5)}`)).toThrow(new UserError(sentence));
    expect(() => read('x'.repeat(length), nobody)).toThrow(new UserError(sentence));
  });
});

test.for(['', '   ', '\n\t', ZWSP, `${RTL} ${ZWSP}`, NUL])('silence (%j) goes to the one that hears it', (message) => {
  expect(read(message)).toEqual({ command: 'help', options: {} });
});

describe('a message with a slash', () => {
  test.for([
    ['/train lr:0.05', { command: 'train', options: { lr: '0.05' } }],
    [`/tr${ZWSP}ain ${RTL}lr:0.05`, { command: 'train', options: { lr: '0.05' } }],
    ['/help', { command: 'help', options: {} }],
    ['/nothing question:x', { command: 'nothing', options: { question: 'x' } }],
    ['/asking question:x', { command: 'asking', options: { question: 'x' } }],
  ] as const)('%j is read as it is where nobody hears words', ([message, invocation]) => {
    expect(read(message)).toEqual(invocation);
    expect(read(message, nobody)).toEqual(invocation);
  });

  test.for(['/', '/ train', '/train 0.05', '/train lr:1 lr:2'])('%j is the same mistake as ever', (message) => {
    const told = mistake(() => parseMessage(message));
    expect(mistake(() => read(message))).toBe(told);
    expect(mistake(() => read(message, nobody))).toBe(told);
  });
});

describe('a question after its command', () => {
  test.for([
    ['/ask why is lr: 0.1 too high?', 'why is lr: 0.1 too high?'],
    ['/ask question: is wd: 0.01 = l2?', 'is wd: 0.01 = l2?'],
    ['/ASK QUESTION = a=b, c: d', 'a=b, c: d'],
    ['/ask\nwhat is wd?', 'what is wd?'],
    ['/ask question: question: what?', 'question: what?'],
    ['/ask question: is it private: yes or no?', 'is it private: yes or no?'],
    ['/ask my question: what is wd?', 'my question: what is wd?'],
    ['/ask lr: 0.1 diverges, question: why?', 'lr: 0.1 diverges, question: why?'],
    ['/ask privately: what is wd?', 'privately: what is wd?'],
    ['/ask /train what?', '/train what?'],
    ['/ask question:', ''],
  ] as const)('%j keeps all its words, colons too', ([message, heard]) => {
    expect(read(message)).toEqual(question(heard));
  });

  test.for(['/ask private:yes question: is wd: 0.01 = l2?', '/ask  Private = yes  QUESTION= is wd: 0.01 = l2?'])(
    '%j may have another option before it',
    (message) => {
      expect(read(message).options).toEqual({ private: 'yes', question: 'is wd: 0.01 = l2?' });
    },
  );

  test('whose other option is followed by nameless words is not taken for a public one', () => {
    const { options } = read('/ask private:yes why is wd too high?');
    expect(options).toEqual({ private: 'yes why is wd too high?' });
    expect(mistake(() => read('/ask private:yes private:no question: x'))).toBe(
      'private is given twice: once is enough',
    );
  });

  test('that is not there leaves the option out, for the command to ask for it', () => {
    expect(read('/ask')).toEqual({ command: 'ask', options: {} });
    expect(read(`/ask ${ZWSP}`)).toEqual({ command: 'ask', options: {} });
  });

  test('of a command without other options keeps all its words', () => {
    expect(read('/tell private:yes story: x', [tell]).options).toEqual({ story: 'private:yes story: x' });
    expect(read('/tell story: private:yes', [tell]).options).toEqual({ story: 'private:yes' });
  });

  test('reads back as it was written, after any other option', () => {
    const text = fc.string({ unit: anyCharacter, maxLength: 100 });
    fc.assert(
      fc.property(text, fc.boolean(), (typed, hidden) => {
        fc.pre(typed.trim() !== '' && typed === typed.replace(/[\p{Cc}\p{Cf}]/gu, '').trim());
        const asked = { command: 'ask', options: { ...(hidden && { private: 'yes' }), question: typed } };
        expect(read(writeMessage(asked))).toEqual(asked);
      }),
    );
  });
});

describe('without a command that hears', () => {
  test.for([
    ['hello', '"hello" is not a command: one starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
    ['', 'the message is empty: a command starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
    [`${ZWSP}\n`, 'the message is empty: a command starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
  ] as const)('%j is told to be a mistake', ([message, sentence]) => {
    expect(() => read(message, nobody)).toThrow(new UserError(sentence));
  });

  test('words are a mistake though silence is heard, and silence though words are', () => {
    expect(() => read('hello', [help])).toThrow(/^"hello" is not a command/u);
    expect(() => read(' ', [ask])).toThrow(/^the message is empty/u);
    expect(wordsHearer([train, help])).toBeNull();
  });
});

test('any text at all is an invocation, or a mistake told in a reply’s length', () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      '/ask',
      '/train',
      '/',
      ' ',
      'question',
      'private',
      'yes',
      'lr',
      ':',
      '=',
      '__proto__',
      '\n',
      ZWSP,
      RTL,
    ),
    fc.string({ unit: anyCharacter }),
  );
  const anyText = fc.array(pieces, { maxLength: 30 }).map((some) => some.join(''));
  fc.assert(
    fc.property(anyText, fc.constantFrom(everybody, nobody, [tell], []), (text, commands) => {
      try {
        const { command: name, options } = readMessage(commands, text);
        expect(name).toMatch(/^\S+$/u);
        for (const value of Object.values(options)) expect(value).toEqual(expect.any(String));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message.length).toBeLessThanOrEqual(MAX_TEXT);
      }
    }),
  );
});

test('a long message full of colons and names is read at once', () => {
  for (const piece of ['private:', 'question ', 'private: question ', ' ', ' :', 'question:\t']) {
    const text = piece.repeat(4_000 / piece.length - 2);
    const begun = performance.now();
    for (let time = 0; time < 10; time++) {
      try {
        readMessage(everybody, `/ask ${text}x`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
    expect(performance.now() - begun, piece).toBeLessThan(1_000);
  }
});

function mistake(reading: () => unknown): string {
  try {
    reading();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('it was no mistake');
}
