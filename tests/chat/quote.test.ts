import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asTyped, escapeMarkdown, quote } from '../../src/chat/quote.ts';
import { anyCharacter } from './any-character.ts';

const ZWSP = '\u200b';
/** Characters that quoting has to do something about, far more often than chance would have them. */
const hostile = fc.constantFrom(
  ...'\\`*_~|<>#[]()@:"\u202e\u202c\u2066\u200b\u200d\u200f\ufeff\u00ad\u0000\u001b\n\r\t\u2028\u2029\u00a0\u3164\u2800\ud800',
);
const typedText = fc.oneof(
  fc.string({ unit: fc.oneof(hostile, anyCharacter), maxLength: 200 }),
  fc.string({ unit: anyCharacter, maxLength: 200 }),
);

/** What a reader of Markdown sees of escaped text: backslashes before punctuation are instructions, not text. */
function shown(markdown: string): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])/gu, '$1').replaceAll(`@${ZWSP}`, '@');
}

describe('what a stranger typed, quoted,', () => {
  test('has nothing invisible in it that we did not put there', () => {
    fc.assert(
      fc.property(typedText, (typed) => {
        const ours = quote(typed).replaceAll(`@${ZWSP}`, '@');
        expect(ours).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u);
        expect(ours).not.toMatch(/ {2}|[^\S ]/u);
      }),
    );
  });

  test('shows at most 40 of its characters, and an ellipsis if there were more', () => {
    fc.assert(
      fc.property(typedText, (typed) => {
        const letters = Array.from(shown(quote(typed)).slice(1, -1));
        expect(letters.length).toBeLessThanOrEqual(41);
        if (letters.length === 41) expect(letters.at(-1)).toBe('…');
      }),
    );
    expect(quote('x'.repeat(10_000))).toBe(`"${'x'.repeat(40)}…"`);
    expect(quote('😀'.repeat(41))).toBe(`"${'😀'.repeat(40)}…"`);
  });

  test('is what was typed, if that was short and all of it can be seen', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (typed) => {
        expect(shown(quote(typed))).toBe(`"${typed.replace(/\s+/gu, ' ').trim()}"`);
      }),
    );
  });

  test.for([
    ['ten', 'is "ten"'],
    ['', 'is empty'],
    ['  \t', 'is empty'],
    [ZWSP + ZWSP, 'is empty'],
    ['\u202e', 'is empty'],
    ['ㅤ', 'is empty'],
    ['\u2800', 'is empty'],
    ['a\n\nb', 'is "a b"'],
    [`a ${ZWSP} b`, 'is "a b"'],
    ['\u202e10.0', 'is "10.0"'],
    ['@everyone', `is "@${ZWSP}everyone"`],
    ['<@123>', `is "\\<@${ZWSP}123\\>"`],
    ['**bold** _it_ ~~s~~ ||x||', 'is "\\*\\*bold\\*\\* \\_it\\_ \\~\\~s\\~\\~ \\|\\|x\\|\\|"'],
    ['```js\n1```', 'is "\\`\\`\\`js 1\\`\\`\\`"'],
    ['[x](http://x.y)', 'is "\\[x\\]\\(http\\://x.y\\)"'],
    ['https://a_b.c', 'is "https\\://a\\_b.c"'],
    [':smile:', 'is "\\:smile\\:"'],
  ] as const)('%j reads: wd %s', ([typed, sentence]) => {
    expect(asTyped(typed)).toBe(sentence);
  });
});

describe('escaped Markdown', () => {
  test('shows the text literally', () => {
    fc.assert(
      fc.property(typedText, (typed) => {
        fc.pre(!typed.includes(`@${ZWSP}`));
        expect(shown(escapeMarkdown(typed))).toBe(typed);
      }),
    );
  });

  test('leaves no character bare that Markdown or Discord would act on', () => {
    fc.assert(
      fc.property(typedText, (typed) => {
        const rest = escapeMarkdown(typed).replace(/\\[\p{P}\p{S}]/gu, '');
        expect(rest).not.toMatch(/[\\`*_~|<>#[\]():]|@(?!\u200b)/u);
      }),
    );
  });
});
