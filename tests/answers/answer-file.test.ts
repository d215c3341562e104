import { describe, expect, test } from 'vitest';
import { AnswerFileError, MAX_BODY, readAnswer } from '../../src/answers/answer-file.ts';

const FIELDS = {
  title: 'How does momentum work?',
  formula: "'v \\leftarrow \\mu v + g'",
  spoken: 'v becomes mu times v plus g',
  demo: '/train momentum:0.8',
  related: '[batch-size, lr-times-wd]',
  sources: '[{ name: Goh, url: https://distill.pub/2017/momentum/ }]',
};

function fileWith(changed: Partial<Record<string, string | undefined>>, body = 'It rolls on.'): string {
  const fields = Object.entries({ ...FIELDS, ...changed }).filter(([, value]) => value !== undefined);
  return `---\n${fields.map(([name, value]) => `${name}: ${value}`).join('\n')}\n---\n${body}\n`;
}

function faultsOf(text: string): string[] {
  try {
    readAnswer('momentum', text);
  } catch (error) {
    if (error instanceof AnswerFileError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe("an answer's file", () => {
  test('is read whole, whichever editor wrote it', () => {
    const answer = {
      id: 'momentum',
      title: 'How does momentum work?',
      formula: 'v \\leftarrow \\mu v + g',
      spoken: 'v becomes mu times v plus g',
      demo: '/train momentum:0.8',
      related: ['batch-size', 'lr-times-wd'],
      sources: [{ name: 'Goh', url: 'https://distill.pub/2017/momentum/' }],
      body: 'First.\n\n---\n\nSecond.',
    };
    const text = fileWith({}, '\n\nFirst.\n\n---\n\nSecond.\n\n');
    expect(readAnswer('momentum', text)).toEqual(answer);
    expect(readAnswer('momentum', `\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(answer);
  });

  test('may do without a formula, and then has nothing to say for it', () => {
    const { formula, spoken } = readAnswer('momentum', fileWith({ formula: undefined, spoken: undefined }));
    expect([formula, spoken]).toEqual([null, null]);
  });

  test.for([
    ['no fields', 'It rolls on.', /its first lines must be fields between two lines of ---/u],
    ['fields without an end', '---\ntitle: x\n', /its first lines must be fields/u],
    ['fields that are no YAML', fileWith({ title: '"x' }), /its fields cannot be read: ./u],
    ['no title', fileWith({ title: undefined }), /title: ./u],
    ['an empty title', fileWith({ title: '" "' }), /title: is empty/u],
    ['a title that fits no button', fileWith({ title: 'x'.repeat(91) }), /title: is longer than 90 characters/u],
    ['a title of two lines', fileWith({ title: '"one\\ntwo"' }), /title: has more than one line/u],
    ['a formula that cannot be heard', fileWith({ spoken: undefined }), /spoken: goes with a formula/u],
    ['words for no formula', fileWith({ formula: undefined }), /spoken: goes with a formula/u],
    ['a demo that is no command', fileWith({ demo: 'train' }), /demo: is not a command: it starts with a slash/u],
    ['one answer to go on with', fileWith({ related: '[batch-size]' }), /related: needs 2 answers/u],
    ['no source', fileWith({ sources: '[]' }), /sources: needs one at least/u],
    ['an insecure source', fileWith({ sources: '[{ name: x, url: http://x.y }]' }), /sources\.0\.url: ./u],
    ['a source that is no address', fileWith({ sources: '[{ name: x, url: distill }]' }), /sources\.0\.url: ./u],
    ['a field nobody knows', fileWith({ titel: 'x' }), /titel/u],
    ['nothing below its fields', fileWith({}, ''), /there is no answer below the fields/u],
    [
      'too long an answer',
      fileWith({}, 'x'.repeat(MAX_BODY + 1)),
      /the answer has 1401 characters, at most 1400 are read/u,
    ],
  ] as const)('with %s is refused in one line that names the file', ([, text, fault]) => {
    const [line, ...others] = faultsOf(text);
    expect(line).toMatch(/^momentum\.md: /u);
    expect(line).toMatch(fault);
    expect(others).toEqual([]);
  });

  test('is told all its faults at once', () => {
    expect(faultsOf(fileWith({ title: undefined, demo: 'train' }, ''))).toHaveLength(3);
  });
});
