import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import train from '../../commands/train.ts';
import { commandNamed } from '../../src/chat/command.ts';
import {
  type Invocation,
  MAX_CUSTOM_ID,
  parseCustomId,
  parseFormId,
  parseMessage,
  STOP_ID,
  writeCustomId,
  writeMessage,
} from '../../src/chat/invocation.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { anyCharacter } from './any-character.ts';
import { withoutLab } from './no-lab.ts';
import { anyTrainOptions } from './train-options.ts';

const ZWSP = '\u200b';
const RTL = '\u202e';

/** Invocations as commands make them for buttons: options encoded by the command's own schema. */
const produced = anyTrainOptions.map(
  (options) => ({ command: 'train', options: z.encode(train.options, options) }) as Invocation,
);

/** What strangers send: Invocation-like pieces and any character at all, in any order. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('/train', ' ', 'lr', 'wd', ':', '=', '__proto__', '\n', ZWSP, RTL, '?', '&', '%'),
      fc.string({ unit: anyCharacter }),
    ),
    {
      maxLength: 30,
    },
  )
  .map((pieces) => pieces.join(''));

// An address cannot carry half a surrogate pair, nor can anything Discord sends.
const wholeCharacter = anyCharacter.filter((character) => character.isWellFormed());

const plainly = ({ command, options }: Invocation) => ({ command, options: { ...options } });

describe('what a command makes', () => {
  test('reads back as itself from a message', () => {
    fc.assert(
      fc.property(produced, (invocation) => {
        expect(plainly(parseMessage(writeMessage(invocation)))).toEqual(invocation);
      }),
    );
  });

  test('reads back as itself from a button', () => {
    fc.assert(
      fc.property(produced, (invocation) => {
        expect(plainly(parseCustomId(writeCustomId(invocation)))).toEqual(invocation);
      }),
    );
  });

  test('reads back as itself from a button that opens a form, and from no other', () => {
    fc.assert(
      fc.property(produced, (invocation) => {
        const id = writeCustomId(invocation, { opensForm: true });
        const back = parseFormId(id);
        expect(back && plainly(back)).toEqual(invocation);
        expect(parseFormId(writeCustomId(invocation))).toBeNull();
      }),
    );
  });

  test('takes the short names for a form where one letter more would be too long', () => {
    const short = (wd: string, opensForm: boolean) =>
      writeCustomId({ command: 'train', options: { wd, task: 'curve' } }, { opensForm });
    const fitting = '1'.repeat(MAX_CUSTOM_ID - short('', false).length);
    expect(short(fitting, false)).toContain('&task=');
    expect(short(fitting, true)).toContain('&t=');
    expect(short(fitting, true).length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
  });

  test('reads back as itself from a button whatever its values are', () => {
    const options = fc.dictionary(fc.stringMatching(/^[a-z][a-z-]*$/u), fc.string({ unit: wholeCharacter }));
    fc.assert(
      fc.property(options, (values) => {
        const invocation = { command: 'train', options: values };
        expect(plainly(parseCustomId(writeCustomId(invocation)))).toEqual({ ...invocation, options: { ...values } });
      }),
    );
  });

  test('keeps an option named by a letter apart from the letters that stand for others', () => {
    const invocation = { command: 'compare', options: { a: 'adamw', b: 'wd 0', activation: 'relu', batch: '5' } };
    const id = writeCustomId(invocation);
    expect(id).toBe('compare?A=adamw&B=wd+0&activation=relu&batch=5');
    expect(plainly(parseCustomId(id))).toEqual(invocation);
    expect(plainly(parseCustomId('compare?A=adamw&B=wd+0&a=relu&b=5'))).toEqual(invocation);
  });

  test('without options is the bare name', () => {
    const bare = { command: 'help', options: {} };
    expect([writeMessage(bare), writeCustomId(bare)]).toEqual(['/help', 'help']);
    expect([parseMessage('/help'), parseCustomId('help')].map(plainly)).toEqual([bare, bare]);
  });

  test('fits a button for every experiment of up to six settings as people choose them', () => {
    const id = writeCustomId({
      command: 'train',
      options: {
        lr: '0.05',
        wd: '0.02',
        task: 'curve',
        optimizer: 'sgd',
        steps: '3000',
        hidden: '32-32',
        momentum: '0.9',
      },
    });
    expect(id.length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
  });
});

describe('a message', () => {
  test.for([
    ['/train lr:0.05 wd:0, 0.01', { lr: '0.05', wd: '0, 0.01' }],
    ['  /TRAIN  LR : 0.05\n\twd=0.01  ', { lr: '0.05', wd: '0.01' }],
    ['/train wd:', { wd: '' }],
    ['/train wd: lr:1', { wd: '', lr: '1' }],
    ['/train hidden:32-32 decay-biases:no', { hidden: '32-32', 'decay-biases': 'no' }],
    ['/train wd:a:b', { wd: 'a:b' }],
    ['/train wd:0.01=x', { wd: '0.01=x' }],
    [`/tr${ZWSP}ain ${RTL}wd${ZWSP}:0${ZWSP}.1`, { wd: '0.1' }],
    ['/train\u00a0wd:0.1\u2028lr:1', { wd: '0.1', lr: '1' }],
  ] as const)('%j is read option by option', ([message, options]) => {
    expect(plainly(parseMessage(message))).toEqual({ command: 'train', options });
  });

  test.for([
    ['', 'the message is empty: a command starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
    [` ${ZWSP}\n`, 'the message is empty: a command starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
    ['hello', '"hello" is not a command: one starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
    ['/', '"/" is not a command: one starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
    ['/ train', '"/ train" is not a command: one starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
    ['/train 0.05', '"0.05" belongs to no option: write name:value, such as lr:0.05'],
    ['/train :5', '"\\:5" belongs to no option: write name:value, such as lr:0.05'],
    ['/train __proto__:1', '"\\_\\_proto\\_\\_\\:1" belongs to no option: write name:value, such as lr:0.05'],
    ['/train wd:1 lr:1 WD:2', 'wd is given twice: once is enough'],
    [`/train ${'x_'.repeat(900)}:1 ${'x_'.repeat(900)}:1`, `${'x\\_'.repeat(20)}… is given twice: once is enough`],
    [`/train wd:${'x'.repeat(9_990)}`, 'that message has 10000 characters: at most 4000 are read'],
  ] as const)('%j is told to be a mistake', ([message, sentence]) => {
    expect(() => parseMessage(message)).toThrow(new UserError(sentence));
  });

  test('of any text at all is an invocation or a mistake told in a reply’s length', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          const { command, options } = parseMessage(text);
          expect(command).toMatch(/^\S+$/u);
          expect(Object.getPrototypeOf(options)).toBeNull();
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message.length).toBeLessThanOrEqual(MAX_TEXT);
        }
      }),
    );
  });
});

describe('a button’s id', () => {
  test('to stop, or to open a form, names no command that could be', () => {
    for (const id of [STOP_ID, writeCustomId({ command: 'train', options: {} }, { opensForm: true })]) {
      expect(parseCustomId(id).command).not.toMatch(/^[a-z]/u);
    }
    expect(parseFormId(STOP_ID)).toBeNull();
  });

  test('of any text at all is an invocation', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { command, options } = parseCustomId(text);
        expect(text.startsWith(command)).toBe(true);
        expect(Object.values(options).every((value) => typeof value === 'string')).toBe(true);
      }),
    );
  });

  test.for(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'that says %s for a command or an option is a mistake and nothing else',
    async (name) => {
      const { options } = parseCustomId(`train?${name}=1`);
      expect(Object.keys(options)).toEqual([name]);
      expect(({} as Record<string, unknown>)['1']).toBeUndefined();
      await expect(train.run(options, withoutLab())).rejects.toThrow(/^\/train has no option /u);
      await expect(train.run({ ...options }, withoutLab())).rejects.toThrow(UserError);
      expect(() => commandNamed([train], parseCustomId(name))).toThrow(/^there is no command .*: it can be \/train$/u);
    },
  );
});

describe('a value in quotes', () => {
  test.for([
    ['/compare a:"lr:0.05 wd:0.01" b:"adamw"', { a: 'lr:0.05 wd:0.01', b: 'adamw' }],
    ['/compare a: “lr 0.05” b=„wd 0“', { a: 'lr 0.05', b: 'wd 0' }],
    ['/compare a:"lr 0.05" adamw b:wd 0', { a: 'lr 0.05 adamw', b: 'wd 0' }],
    ['/train lr:"0.05"', { lr: '0.05' }],
    ['/train lr:"" wd:0', { lr: '', wd: '0' }],
    ['/train lr:"0.05 wd:0', { lr: '"0.05', wd: '0' }],
    ['/ask question:why is "lr: 0.1" too large', { question: 'why is "lr: 0.1" too large' }],
  ] as const)('%j holds what looks like another option', ([message, options]) => {
    expect(plainly(parseMessage(message)).options).toEqual(options);
  });
});
