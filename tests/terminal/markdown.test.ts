import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readAnswers } from '../../src/answers/library.ts';
import { escapeMarkdown } from '../../src/chat/quote.ts';
import { showMarkdown } from '../../src/terminal/markdown.ts';

const { getColorDepth } = WriteStream.prototype;
const terminal = Object.assign(new PassThrough(), { isTTY: true, getColorDepth });
const pipe = new PassThrough();

const bold = (words: string) => `\u001b[1m${words}\u001b[22m`;
const italic = (words: string) => `\u001b[3m${words}\u001b[23m`;

beforeEach(() => vi.stubEnv('FORCE_COLOR', '1'));
afterEach(() => vi.unstubAllEnvs());

describe('at a terminal', () => {
  test.for([
    ['[Krogh & Hertz](<https://a.org/x_(y)_z>)', 'Krogh & Hertz (https://a.org/x_(y)_z)'],
    ['[one](<https://a.org>) · [two](<https://b.org>)', 'one (https://a.org) · two (https://b.org)'],
    ['see [one](https://a.org/b?c=d).', 'see one (https://a.org/b?c=d).'],
    ['[a \\[b\\] **c**](<https://a.org>)', `a [b] ${bold('c')} (https://a.org)`],
    ['-# Sources: [one](<https://a.org>)', 'Sources: one (https://a.org)'],
    ['above\n-# below\nand on', 'above\nbelow\nand on'],
    ['not at its start -# it stays', 'not at its start -# it stays'],
    ['w[0] (the first) and f[x](y)', 'w[0] (the first) and f[x](y)'],
    ['the loss is a *mean* over *all* of it', `the loss is a ${italic('mean')} over ${italic('all')} of it`],
    ['2 * 3 * 4 and lr*wd', '2 * 3 * 4 and lr*wd'],
    ['**half-life** and `lr * wd * 2`', `${bold('half-life')} and lr * wd * 2`],
    ['**wd \\*\\* 2**', bold('wd ** 2')],
    ['# A title', bold('A title')],
    ['so:\n```python\nw *= 1 - lr * wd  # **no**\n```\nand on', 'so:\nw *= 1 - lr * wd  # **no**\nand on'],
    ['```\none\n\n[x](<https://a.org>)\n```', 'one\n\n[x](<https://a.org>)'],
    ['5 \\* 3 @\u200beveryone', '5 * 3 @everyone'],
    ['- one\n- two', '- one\n- two'],
  ] as const)('%j reads well', ([text, shown]) => {
    expect(showMarkdown(text, terminal)).toBe(shown);
  });

  test('what a stranger typed shows as it was typed', () => {
    const typed = '[x](<https://a.org>) **b** *i* `c` ```\nd\n``` # -# \\ @here';
    expect(showMarkdown(escapeMarkdown(typed), terminal)).toBe(typed);
  });

  test('no answer shows a mark of Markdown outside its code', () => {
    for (const { body, id } of readAnswers(new URL('../../src/answers/', import.meta.url))) {
      const prose = body.replace(/```[\s\S]*?```|`[^`\n]+`/gu, '');
      expect(showMarkdown(prose, terminal), id).not.toMatch(/\*\*|(?<!\S)\*\S|`|\]\(|^-#|^#/mu);
      expect(showMarkdown(body, terminal), id).not.toMatch(/`/u);
    }
  });

  test('nothing is styled where no colours are wanted', () => {
    vi.stubEnv('FORCE_COLOR', undefined);
    vi.stubEnv('NO_COLOR', '1');
    expect(showMarkdown('**a** and *b*', terminal)).toBe('a and b');
  });
});

test('for a pipe or a file the text stays as it is', () => {
  const text = '# t\n**b** *i* `c` \\* [x](<https://a.org>) @\u200bhere\n```\nd\n```\n-# small';
  expect(showMarkdown(text, pipe)).toBe(text);
});
