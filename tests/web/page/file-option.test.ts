import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/chat/invocation.ts';
import { nameFile, plainFileName, withoutFile } from '../../../src/web/page/file-option.ts';
import type { CommandInfo, OptionInfo } from '../../../src/web/protocol.ts';

const option = (name: string, kind: OptionInfo['kind']): OptionInfo => ({
  ...{ name, kind, description: name, required: false, choices: null, usual: null, min: null, max: null },
});
const making = (name: string, ...options: OptionInfo[]): CommandInfo => ({
  name,
  description: name,
  options,
  form: [],
});

const commands = [
  making('about'),
  making('compare', option('a', 'text'), option('csv', 'attachment')),
  making('train', option('lr', 'text'), option('csv', 'attachment')),
];
const naming = { commands, first: ['what is wd?', '/about', '/train lr:0.1'] };

describe('a file', () => {
  test.for([
    ['', 'a.csv', '/train csv:a.csv '],
    ['/compare', 'a.csv', '/compare csv:a.csv '],
    ['/TRAIN lr:0.1  ', 'my a.csv', '/TRAIN lr:0.1 csv:"my a.csv" '],
    ['/train csv:', 'a=b.csv', '/train csv:"a=b.csv"'],
    ['/train csv: lr:0.1', 'a.csv', '/train csv:a.csv lr:0.1'],
    ['/train csv:a.csv', 'a.csv', '/train csv:a.csv'],
  ] as const)('in %j is named as the message is read: %s', ([message, file, named]) => {
    expect(nameFile(message, file, naming)).toEqual({ message: named, sentence: null });
    expect(parseMessage(named).options['csv']).toBe(file);
  });

  test('goes to any command that can use one where no first message does, and to none where none can', () => {
    expect(nameFile('', 'a.csv', { commands, first: [] }).message).toBe('/compare csv:a.csv ');
    expect(nameFile(' ', 'a.csv', { commands: [], first: [] }).sentence).toBe('Nothing here can use a file.');
  });

  test.for([
    ['/about', '/about cannot use a file. These can: /compare, /train.'],
    ['/tr', '/tr cannot use a file. These can: /compare, /train.'],
    ['what is wd?', 'A question cannot use a file. These can: /compare, /train.'],
    ['/train csv:b.csv', 'The message names another file: write csv:a.csv instead.'],
  ] as const)('leaves %j as it is, and says why', ([message, sentence]) => {
    expect(nameFile(message, 'a.csv', naming)).toEqual({ message, sentence });
  });

  test('leaves no trace once it is removed', () => {
    for (const file of ['a.csv', 'my a.csv']) {
      expect(withoutFile(nameFile('', file, naming).message, file, naming)).toBe('');
      expect(withoutFile(`${nameFile('/train lr:1', file, naming).message}wd:2`, file, naming)).toBe(
        '/train lr:1 wd:2',
      );
      expect(withoutFile('/train csv:b.csv', file, naming)).toBe('/train csv:b.csv');
    }
  });

  test('has a name that a message can hold', () => {
    expect(plainFileName('my "best"\u202e  data\n.csv')).toBe('my best data.csv');
    expect(plainFileName('“”')).toBe('data.csv');
  });
});
