import fc from 'fast-check';
import type { Root, RootContent } from 'hast';
import { describe, expect, test } from 'vitest';
import { readAnswers } from '../../src/answers/library.ts';
import { escapeMarkdown } from '../../src/chat/quote.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { markdownTree, TEXT_ELEMENTS } from '../../src/web/markdown.ts';
import { anyCharacter } from '../chat/any-character.ts';

/** The tree as it would be written, but for the escaping: for reading alone. */
function written(node: Root | RootContent): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'root') return node.children.map(written).join('');
  if (node.type !== 'element') throw new TypeError(`a reply has a ${node.type}`);
  const attributes = Object.entries(node.properties).map(([name, value]) => ` ${name}=${value}`);
  const start = `<${node.tagName}${attributes.join('')}>`;
  return node.tagName === 'br' ? start : `${start}${node.children.map(written).join('')}</${node.tagName}>`;
}

const shown = (text: string) => written(markdownTree(text));

/** What is read of it, lines and blocks apart. */
function words(node: Root | RootContent): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'root' && node.type !== 'element') return '';
  const inner = node.children.map(words).join('');
  const isInline = node.type === 'element' && ['strong', 'em', 'del', 'code', 'small', 'a'].includes(node.tagName);
  return isInline ? inner : `${inner}\n`;
}

const folded = (text: string) => text.replace(/\s+/gu, ' ').trim();

describe('a reply reads as on Discord:', () => {
  test.for([
    ['two lines', 'a\nb', '<p>a<br>b</p>'],
    ['two paragraphs', 'a\n\nb', '<p>a</p><p>b</p>'],
    ['marks', '**a** *b* _c_ ~~d~~ `e`', '<p><strong>a</strong> <em>b</em> <em>c</em> <del>d</del> <code>e</code></p>'],
    ['what Discord underlines', '__a__', '<p><strong>a</strong></p>'],
    ['one tilde', '~a~', '<p>~a~</p>'],
    ['headings', '# a\n## b\n### c', '<h1>a</h1><h2>b</h2><h3>c</h3>'],
    ['too small a heading', '#### a', '<p>#### a</p>'],
    ['no heading', '#\n\n#a', '<p># </p><p>#a</p>'],
    ['small print', '-# a', '<p><small>a</small></p>'],
    ['small print on some lines', 'a\n-# b **c**\nd -# e', '<p>a<br><small>b <strong>c</strong></small><br>d -# e</p>'],
    ['small print below a list', '- a\n-# b', '<ul><li>a<br><small>b</small></li></ul>'],
    ['small print in a quotation', '> -# a', '<blockquote><p><small>a</small></p></blockquote>'],
    ['lists in lists', '- a\n  1. b\n- c', '<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>'],
    ['a list that begins later', '3. a\n4. b', '<ol start=3><li>a</li><li>b</li></ol>'],
    ['a quotation', '> a\n> b', '<blockquote><p>a<br>b</p></blockquote>'],
    ['code', '```py\nw -= 1\n\n  # **no**\n```\nb', '<pre><code>w -= 1\n\n  # **no**\n</code></pre><p>b</p>'],
    ['a line', '---', '<p>---</p>'],
    ['underlined words', 'a\n---', '<p>a<br>---</p>'],
    ['HTML', '<img src=x onerror=alert(1)> &amp; <b>', '<p><img src=x onerror=alert(1)> &amp; <b></p>'],
    ['a picture', '![a](https://a.org/b.png)', '<p>!<a href=https://a.org/b.png>a</a></p>'],
    ['a definition', '[a]\n\n[a]: /b', '<p>[a]</p><p>[a]: /b</p>'],
    ['what keeps an @ from mentioning', '@\u200beveryone', '<p>@everyone</p>'],
  ] as const)('%s', ([, text, tree]) => {
    expect(shown(text)).toBe(tree);
  });
});

describe('an address', () => {
  const link = (href: string, name = href) => `<a href=${href}>${name}</a>`;

  test.for([
    ['[a](https://a.org)', link('https://a.org', 'a')],
    ['[a (b)](<https://a.org/b_(c)>)', link('https://a.org/b_(c)', 'a (b)')],
    ['<https://a.org>', link('https://a.org')],
    ['https://a.org', link('https://a.org')],
    ['see http://a.org/_b_/c?d=e&f#g.', `see ${link('http://a.org/_b_/c?d=e&f#g')}.`],
    ['(https://a.org/b_(c)), or', `(${link('https://a.org/b_(c)')}), or`],
    ['**https://a.org**', `<strong>${link('https://a.org')}</strong>`],
    ['https://a.org\nhttps://b.org', `${link('https://a.org')}<br>${link('https://b.org')}`],
    ['[see https://a.org](<https://b.org>)', link('https://b.org', 'see https://a.org')],
  ] as const)('of the web leads there: %s', ([text, tree]) => {
    expect(shown(text)).toBe(`<p>${tree}</p>`);
  });

  test.for([
    ['[a](javascript:alert(1))', 'a'],
    ['[a](JaVaScRiPt:alert(1))', 'a'],
    ['[a](data:text/html,b)', 'a'],
    ['[**a**](/api/requests)', '<strong>a</strong>'],
    ['[a](//evil.example)', 'a'],
    ['[a](https:evil.example)', 'a'],
    ['[a](#/train)', 'a'],
    ['<mailto:a@b.org>', 'mailto:a@b.org'],
    ['https://', 'https://'],
    ['xhttps://a.org', 'xhttps://a.org'],
    ['`https://a.org`', '<code>https://a.org</code>'],
    [
      escapeMarkdown('https://a.org [b](https://c.org) <https://d.org>'),
      'https://a.org [b](https://c.org) <https://d.org>',
    ],
  ] as const)('of anything else, or escaped, leads nowhere: %s', ([text, tree]) => {
    expect(shown(text)).toBe(`<p>${tree}</p>`);
  });
});

describe('any text at all', () => {
  const mark = fc.constantFrom(
    ...[
      '*',
      '**',
      '_',
      '__',
      '~~',
      '`',
      '```',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '1. ',
      '# ',
      '-# ',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
    ],
    ...[
      '](',
      '](javascript:',
      '](<https://',
      'https://a.org',
      'http://[',
      '\\',
      '@\u200b',
      '&lt;',
      '<a href="',
      '!',
      ' ',
      'a',
    ],
  );
  const anyText = fc.string({ unit: fc.oneof({ weight: 4, arbitrary: mark }, anyCharacter), maxLength: 300 });

  function check(nodes: readonly RootContent[], around: readonly string[] = []): void {
    for (const node of nodes) {
      if (node.type === 'text') {
        expect(Object.keys(node)).toEqual(['type', 'value']);
        continue;
      }
      if (node.type !== 'element') throw new TypeError(`a reply has a ${node.type}`);
      expect(Object.keys(node).sort()).toEqual(['children', 'properties', 'tagName', 'type']);
      expect(TEXT_ELEMENTS).toContain(node.tagName);
      const { href, start, ...others } = node.properties;
      expect(others).toEqual({});
      expect(start === undefined || (node.tagName === 'ol' && typeof start === 'number')).toBe(true);
      expect(node.tagName === 'a').toBe(typeof href === 'string');
      if (node.tagName === 'a') {
        expect(around).not.toContain('a');
        expect(['http:', 'https:']).toContain(new URL(String(href)).protocol);
        expect(String(href)).toMatch(/^https?:\/\//iu);
      }
      check(node.children, [...around, node.tagName]);
    }
  }

  test('becomes elements that a reply may have, and text, and links to the web', () => {
    fc.assert(
      fc.property(anyText, (text) => check(markdownTree(text).children)),
      { numRuns: 300 },
    );
  });

  test('that is escaped shows as it was typed', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const line = typed.replace(/[\s\0]+/gu, ' ').replaceAll('@\u200b', '@');
        expect(shown(`"${escapeMarkdown(line)}"`)).toBe(`<p>"${line}"</p>`);
      }),
      { numRuns: 300 },
    );
  });

  test.for([
    '>',
    '> ',
    '*',
    '* ',
    '- ',
    '1. ',
    '[',
    '![',
    '[](',
    '_',
    '~~',
    '`',
    '<',
    '\\',
    '#',
    '\n',
    '> \n',
    'https://',
    '**a *b ',
  ])('shows all the same if it is 10,000 characters of %j', (unit) => {
    for (const length of [10_000, MAX_TEXT]) {
      const text = unit.repeat(length).slice(0, length);
      const tree = markdownTree(text);
      check(tree.children);
      expect(JSON.stringify(tree).length).toBeLessThan(100 * length);
    }
  });

  test('that is longer than a reply, or nested without end, is shown as it was written', () => {
    const long = `**a**\n${'b'.repeat(MAX_TEXT)}`;
    expect(shown(long)).toBe(`<p>**a**<br>${'b'.repeat(MAX_TEXT)}</p>`);
    expect(shown('> '.repeat(100))).toBe(`<p>${'> '.repeat(100)}</p>`);
  });
});

describe('the answers', () => {
  const answers = readAnswers(new URL('../../src/answers/', import.meta.url));

  test.for(answers.map(({ id, title, body }) => [id, title, body] as const))(
    '%s keeps its words',
    ([, title, body]) => {
      const text = `**${title}**\n\n${body}\n\n-# Sources: [one](<https://a.org/b_(c)>) · [two](<https://d.org>)`;
      const plain = text
        .replace(/```\w*\n|```/gu, '')
        .replace(/\[([^\]]+)\]\(<[^>]+>\)/gu, '$1')
        .replace(/\*\*|^-# |^[-*] |^\d+\. |`|(?<![\w\s*])\*(?=\w)|(?<=\s)\*(?=\w)|(?<=\w)\*(?!\w)/gmu, '')
        .replace(/\\(?=[!-/:-@[-`{-~])/gu, '');
      expect(folded(words(markdownTree(text)))).toBe(folded(plain));
    },
  );
});
