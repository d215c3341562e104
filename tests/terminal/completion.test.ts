import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCommands } from '../../src/chat/find-commands.ts';
import { complete } from '../../src/terminal/completion.ts';
import { anyCharacter } from '../chat/any-character.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));
const candidates = (line: string) => complete(commands, line)[0];

describe('Tab', () => {
  test('on an empty line offers what a slash would begin', () => {
    const all = commands.map(({ name }) => `/${name} `);
    for (const line of ['', '  ', '/']) expect(candidates(line)).toEqual(all);
  });

  test.for([
    '/ask why does wd help ',
    '/ask question:why does wd help ',
    '/ask question:why lr:',
    '/ask question:is private:',
  ])('in a question (%j) offers nothing that would become a part of it', (line) => {
    expect(candidates(line)).toEqual([]);
  });

  test('before a question offers its options, and the titles there are', () => {
    expect(candidates('/ask ')).toEqual(['question:', 'private:']);
    expect(candidates('/ask private:')).toEqual(['yes', 'no']);
    expect(candidates('/ask private:yes ')).toEqual(['question:']);
    expect(candidates('/ask question:What')).toContain('What is weight decay, and what is it for?');
  });

  test('after words without a slash offers nothing', () => {
    const words = fc.string({ unit: anyCharacter, minLength: 1 }).filter((text) => !/^\s*(?:\/|$)/u.test(text));
    fc.assert(
      fc.property(words, (line) => {
        expect(candidates(line)).toEqual([]);
      }),
    );
    for (const line of ['what is wd?', 'wd: ', 'lr=', 'x'.repeat(10_000), 'question:', 'ask ']) {
      expect(candidates(line)).toEqual([]);
    }
  });
});
