import fc from 'fast-check';
import type { Command } from '../../src/chat/command.ts';
import { traitsOf } from '../../src/chat/options.ts';
import { anyCharacter } from '../chat/any-character.ts';

/** What strangers type: commands nearly right, values of every wildness, and texts made to break something. */

const NUMBERS = [
  ...[
    '0',
    '-0',
    '1',
    '0.05',
    '.05',
    '0,05',
    '1e-3',
    '1E3',
    '1e309',
    '-1e309',
    '1e-320',
    '5e-324',
    '999',
    '1000',
    '1001',
  ],
  ...['0x10', '0b1', '1_000', '1,000', '1.000', '1 000', '٣', '½', '三', '１２', '10²', '∞', '−1', '–1', '+1', '--1'],
  ...['NaN', 'Infinity', '-Infinity', 'undefined', 'null', 'true', '1e', 'e1', '.', ',', '1.2.3', '0,01,0,1', '1n'],
  ...['0.1 0.2', '0.1; 0.2', '0.1,0.2', '0..1', '0.001..1', '1..0.001 x3', '0.1..0.1', '1..2..3', '1 to 2 x1', '1-2'],
];

/** Names that every object has, and ends of paths. */
const NAMES = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '__defineGetter__', 'then'],
  ...['../../etc/passwd', 'C:\\con', 'NUL', '.env', 'file:///etc/passwd', '/dev/zero', '%00', '%2e%2e%2f'],
];

/** Each would do something where a text is taken for more than a text. */
const INJECTIONS = [
  ...["'; DROP TABLE requests; --", '" OR ""="', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '</pre>'],
  ...['$(rm -rf /)', '`id`', '; cat /etc/passwd |', '$' + '{process.env.DISCORD_TOKEN}', '{{7*7}}', '#{7*7}', '%s%n%x'],
  ...[
    '=cmd|"/C calc"!A0',
    '@SUM(1+1)',
    '\\',
    '\\\\',
    '\r\nSet-Cookie: a=b',
    '\u0000',
    '\u001b[31m',
    '\u001b]0;a\u0007',
  ],
];

const MENTIONS = [
  ...['@everyone', '@here', '<@1234567890>', '<@!1234567890>', '<@&1234567890>', '<#1234567890>', '<id:customize>'],
  ...[
    '@\u200beveryone',
    '@\u2060here',
    '@everyone@here',
    '</train:1234567890>',
    '<:a:1234567890>',
    '<a:b:1>',
    '<t:0:R>',
  ],
];

/** All links lead to evil.example, so that a reply can be searched for them. */
const MARKDOWN = [
  ...[
    '```',
    '```js\n1\n```',
    '`',
    '``',
    '`a',
    '~~~',
    '**',
    '__',
    '||a||',
    '> a',
    '>>> a',
    '# a',
    '-# a',
    '- a',
    '\n\n',
  ],
  ...['[a](https://evil.example)', '[a](<https://evil.example>)', 'https://evil.example/a_b', '<https://evil.example>'],
  ...[
    'HTTPS://EVIL.EXAMPLE',
    'http:/\u200b/evil.example',
    'discord.gg/evil',
    '![a](https://evil.example/a.png)',
    ':smile:',
  ],
];

/** What does not show, shows elsewhere, or is not whole. */
const UNSEEN = [
  ...['\u202e', '\u202d', '\u2066', '\u2069', '\u200e', '\u200f', '\u061c', '\u200b', '\u200c', '\u200d', '\u2060'],
  ...['\ufeff', '\u00ad', '\u034f', '\u115f', '\u3164', '\uffa0', '\u2800', '\u180e', '\u00a0', '\u2028', '\u2029'],
  ...[
    '\ud800',
    '\udc00',
    '\udbff',
    '\ufffe',
    '\uffff',
    '\ufff9',
    '\u{e0041}',
    '\u{e007f}',
    '\u{f0000}',
    '\ufe0f',
    '\u0378',
  ],
];

const SHOWN = [
  ...[
    '👩‍👩‍👧‍👦',
    '🇩🇪',
    '👍🏽',
    '1️⃣',
    'é',
    'e\u0301',
    'ﷺ',
    'ﬃ',
    '℡',
    'Ⅷ',
    'ß',
    'İ',
    'ſ',
    'שלום',
    'مرحبا',
    '你好',
    'สวัสดี',
    '𝓁𝓇',
    'ｌｒ',
  ],
  `Z${'\u0310\u0337\u0489'.repeat(30)}`,
];

const WORDS = [
  ...[
    'why',
    'does',
    'my',
    'loss',
    'explode',
    'with',
    'weight decay',
    'learning rate',
    'adamw',
    'L2',
    '?',
    'momentum 0.9',
  ],
  ...[
    'lr:',
    'wd:',
    'lr=',
    'question:',
    'private:yes',
    '/train',
    'no decay',
    'hidden',
    '64-64',
    'batch',
    'cosine',
    '"',
    '“',
  ],
];

const wild = fc.oneof(
  fc.constantFrom(...NUMBERS, ...NAMES),
  fc.constantFrom(...INJECTIONS, ...MENTIONS, ...MARKDOWN, ...UNSEEN, ...SHOWN),
);

/** Ten thousand letters now and then. */
const long = fc
  .tuple(
    fc.oneof(wild, fc.constantFrom('a', '1', ' ', ',', '1,', 'a:', '1-', 'wd ', 'x ')),
    fc.constantFrom(300, 3_990, 10_000),
  )
  .map(([unit, length]) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length));

/** A text of any kind. */
export const anyText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.oneof(wild, fc.constantFrom(...WORDS), fc.constantFrom(' ', ' ')), { maxLength: 6 })
      .map((parts) => parts.join('')),
  },
  { weight: 3, arbitrary: fc.string({ unit: anyCharacter, maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...NUMBERS), { minLength: 500, maxLength: 500 }).map((list) => list.join(', ')),
  },
  { weight: 1, arbitrary: long },
);

const question = fc.array(fc.constantFrom(...WORDS, ...SHOWN), { maxLength: 12 }).map((words) => words.join(' '));

/** What makes an experiment so small that it can be trained in a moment. */
const TINY = {
  steps: ['1', '2', '5', '12'],
  hidden: ['none', '1', '4'],
  seeds: ['1', '1', '2'],
  task: ['ridge', 'ridge', 'curve', 'moons', 'wide'],
};

/** A value that may well be right for this option. */
function likelyValue(command: Command, name: string): fc.Arbitrary<string> {
  const tiny = (TINY as Readonly<Record<string, readonly string[]>>)[name];
  if (tiny !== undefined) return fc.constantFrom(...tiny);
  const { kind, choices } = traitsOf(command.options.shape[name]!);
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (kind === 'boolean') return fc.constantFrom('yes', 'no', 'true', 'On', '0');
  if (kind === 'attachment') return fc.constantFrom('mine.csv', 'MINE.CSV', 'hurt.csv', 'train.png', 'none.csv');
  if (name === 'a' || name === 'b')
    return fc.constantFrom('adamw', 'no decay', 'lr 0.01 wd 1', 'momentum 0 relu', 'steps 5', 'wd 1e309');
  if (name === 'question') return question;
  return fc.constantFrom(...NUMBERS);
}

function options(command: Command): fc.Arbitrary<(readonly [string, string])[]> {
  const names = Object.keys(command.options.shape);
  if (names.length === 0) return fc.array(fc.tuple(fc.constantFrom(...NAMES, 'lr'), anyText), { maxLength: 1 });
  const small = ['steps', 'hidden', 'seeds'].filter((name) => names.includes(name));
  const likely = fc.constantFrom(...names).chain((name) => fc.tuple(fc.constant(name), likelyValue(command, name)));
  const strange = fc.tuple(fc.constantFrom(...names, ...NAMES, 'LR', 'wdd', 'é', 'lr-'), fc.oneof(wild, anyText));
  const some = fc.array(fc.oneof({ weight: 5, arbitrary: likely }, { weight: 1, arbitrary: strange }), {
    maxLength: 4,
  });
  const tiny = fc.tuple(...small.map((name) => fc.tuple(fc.constant(name), likelyValue(command, name))));
  // Given twice is a mistake, which is not to hide all others.
  return fc
    .tuple(some, fc.oneof({ weight: 5, arbitrary: tiny }, { weight: 1, arbitrary: fc.constant([]) }))
    .map(([given, sizes]) => [...new Map<string, string>([...given, ...sizes])]);
}

/** A command with its options, as it might be asked for. */
export function anyAsked(
  commands: readonly Command[],
): fc.Arbitrary<{ command: string; options: (readonly [string, string])[] }> {
  const real = fc.constantFrom(...commands).chain((command) =>
    fc.record({
      command: fc.oneof(
        { weight: 20, arbitrary: fc.constant(command.name) },
        { weight: 1, arbitrary: fc.oneof(wild, fc.constant(command.name.toUpperCase())) },
      ),
      options: options(command),
    }),
  );
  return real;
}

/** A message as typed: most are a command, some nearly, the rest words. */
export function anyMessage(commands: readonly Command[]): fc.Arbitrary<string> {
  const written = fc
    .tuple(
      anyAsked(commands),
      fc.constantFrom('/', '/', '/', '/', '/', '/', '/', '/', '', ' /', '//', '\u200b/', '／'),
      fc.constantFrom(':', ':', ':', '=', ': ', ' : ', ' ', '::', '：'),
      fc.constantFrom(' ', ' ', ' ', '\n', '', '\u202e', '  '),
      fc.constantFrom('', '', '', '"', '“'),
    )
    .map(([{ command, options: given }, slash, colon, between, mark]) =>
      [`${slash}${command}`, ...given.map(([name, value]) => `${name}${colon}${mark}${value}${mark}`)].join(
        between || ' ',
      ),
    );
  return fc.oneof(
    { weight: 6, arbitrary: written },
    { weight: 1, arbitrary: question },
    { weight: 1, arbitrary: anyText },
  );
}

/** A button's id, as the bot writes them or as somebody else does. */
export function anyCustomId(commands: readonly Command[]): fc.Arbitrary<string> {
  const encoded = anyAsked(commands).map(
    ({ command, options: given }) =>
      `${command}?${new URLSearchParams(given.map(([name, value]) => [name, value.toWellFormed()]))}`,
  );
  const broken = fc.tuple(
    encoded,
    fc.nat(),
    fc.constantFrom('%', '%%', '%E0%A4%A', '%u0041', '%00', '&', '=', '?', '+', '~', '!stop', '&lr=1&lr=2'),
  );
  return (
    fc
      .tuple(
        fc.constantFrom('', '', '', '~', '!', '~~'),
        fc.oneof(
          { weight: 4, arbitrary: encoded },
          {
            weight: 2,
            arbitrary: broken.map(
              ([id, at, bit]) => `${id.slice(0, at % (id.length + 1))}${bit}${id.slice(at % (id.length + 1))}`,
            ),
          },
          { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 100 }) },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              ...NAMES,
              '!stop',
              '',
              '?',
              '~',
              '=',
              'train?',
              '?lr=1',
              'train??',
              'train?__proto__=1',
            ),
          },
        ),
      )
      // Discord takes no more.
      .map(([mark, id]) => `${mark}${id}`.slice(0, 100))
  );
}
