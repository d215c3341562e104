import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { command } from '../../src/chat/command.ts';
import { completionsFor } from '../../src/chat/completion.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { readMessage } from '../../src/chat/message.ts';
import { booleanOption, choiceOption, textOption } from '../../src/chat/options.ts';
import { say } from '../../src/chat/reply.ts';
import { anyCharacter } from './any-character.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

/** Words of any kind, suggested with what would be read wrongly unless it stood in quotes. */
const paint = command({
  name: 'paint',
  description: 'Paints',
  options: z.object({
    shade: choiceOption('How dark', ['light', 'twilight', 'dark']).default('dark'),
    glossy: booleanOption('Whether it shines').default(true),
    title: textOption<string>('What it is called', {
      read: (text) => ({ value: text }),
      write: (text) => text,
      suggest: (typed, others) =>
        ['night', 'night glossy: no', `both "a" and lr:1`, '', `in ${others['shade'] ?? 'any'} tones`]
          .filter((value) => value.includes(typed))
          .map((value) => ({ label: value, value })),
    }),
  }),
  run: async () => say(''),
});

const painting = [paint];
const labels = (text: string, among = commands) => completionsFor(among, text).items.map(({ label }) => label);

/** The message as it is with the completion of that label put in. */
function complete(text: string, label: string, among = commands): string {
  const { from, items } = completionsFor(among, text);
  const item = items.find((each) => each.label === label);
  if (item === undefined) throw new Error(`${label} is not among ${items.map((each) => each.label).join(', ')}`);
  return text.slice(0, from) + item.insert;
}

describe('a command', () => {
  test('is offered from its slash on, with its line of help', () => {
    const { from, items } = completionsFor(commands, ' /');
    expect(from).toBe(1);
    expect(items).toEqual(
      commands.map(({ name, description }) => ({
        kind: 'command',
        label: `/${name}`,
        detail: description,
        insert: `/${name} `,
      })),
    );
  });

  test('is found by how it begins, in any case, and then by what it contains', () => {
    expect(labels('/TR')).toEqual(['/train']);
    expect(labels('/ai')).toEqual(['/train']);
    expect(labels('/o')).toEqual(['/optimizers', '/about', '/compare', '/export', '/forces', '/forget', '/history']);
    expect(labels('/trains')).toEqual([]);
    expect(labels('/nobody lr:')).toEqual([]);
  });
});

describe('an option', () => {
  test('is offered after the command, the needed ones first, with all that it may be', () => {
    expect(completionsFor(painting, '/paint ')).toEqual({
      from: 7,
      items: [
        { kind: 'option', label: 'title', detail: 'What it is called · needed', insert: 'title:' },
        {
          kind: 'option',
          label: 'shade',
          detail: 'How dark (light, twilight or dark) · default dark',
          insert: 'shade:',
        },
        { kind: 'option', label: 'glossy', detail: 'Whether it shines · default yes', insert: 'glossy:' },
      ],
    });
    expect(completionsFor(commands, '/step st').items.map(({ detail }) => detail)).toEqual([
      'Which step to show: 1 is the first, 2 goes on from there (1 to 1,000) · default 1',
      'Weights to start from: two, such as 2, -1, or one, such as 1 · default 2, -1',
    ]);
  });

  test('tells its default, beside the options typed so far', () => {
    const detailOf = (text: string) => completionsFor(commands, text).items[0]!.detail;
    expect(detailOf('/train st')).toBe('How many updates to make (1 to 100,000) · default 3000');
    expect(detailOf('/train task:ridge st')).toBe('How many updates to make (1 to 100,000) · default 500');
    expect(detailOf('/compare se')).toContain('default 10');
  });

  test('is offered once', () => {
    expect(labels('/paint shade:dark ', painting)).toEqual(['title', 'glossy']);
    expect(labels('/paint SHADE = dark g', painting)).toEqual(['glossy']);
    expect(labels('/paint shade:dark sh', painting)).toEqual([]);
    expect(labels('/paint shade:dark shade:', painting)).toEqual([]);
  });

  test.for(['/train wd:0.01 s', '/train target:"house price" s', '/train wd: 0, 0.01  s', '/train\ns'])(
    'may follow a value (%j)',
    (text) => {
      expect(labels(text)).toEqual(['steps', 'schedule', 'seeds']);
      expect(complete(text, 'steps')).toBe(`${text}teps:`);
    },
  );

  test.for(['/train wd:0.01, ', '/train target:"house ', '/train foo ', '/train foo s'])(
    'does not stand within a value or behind what belongs to nothing (%j)',
    (text) => {
      expect(completionsFor(commands, text).items.filter(({ kind }) => kind === 'option')).toEqual([]);
    },
  );
});

describe('a value', () => {
  test('is one of its choices, or yes or no, the default among them known by it', () => {
    expect(completionsFor(painting, '/paint shade:').items).toEqual([
      { kind: 'value', label: 'light', detail: '', insert: 'light ' },
      { kind: 'value', label: 'twilight', detail: '', insert: 'twilight ' },
      { kind: 'value', label: 'dark', detail: 'default', insert: 'dark ' },
    ]);
    expect(labels('/paint shade: LI', painting)).toEqual(['light', 'twilight']);
    expect(labels('/paint glossy:n', painting)).toEqual(['no']);
    expect(labels('/paint steps:', painting)).toEqual([]);
    expect(labels('/paint constructor:', painting)).toEqual([]);
  });

  test('tells its half-life, from the other options typed so far', () => {
    expect(completionsFor(commands, '/train lr:0.1 wd:0.01')).toEqual({
      from: 17,
      items: [{ kind: 'value', label: '0.01', detail: 'half-life 69.3 steps', insert: '0.01 ' }],
    });
    expect(completionsFor(commands, '/train lr:0.05 wd:0.01').items[0]!.detail).toBe('half-life 139 steps');
  });

  test('may be one more of a list', () => {
    expect(labels('/train wd:0, 0.0')).toContain('0, 0.01');
    expect(labels('/train wd:0, ')).not.toContain('0, 0');
    expect(complete('/train lr:0.05 wd:0, 0.0', '0, 0.01')).toBe('/train lr:0.05 wd:0, 0.01 ');
  });

  test('may be several words, beside options that begin like the last', () => {
    expect(labels('/compare a:lr 0.05 ad')).toEqual(['lr 0.05 adam', 'lr 0.05 adamw']);
    const both = '/compare a:adamw n';
    expect(labels(both)).toEqual(['nesterov', 'adamw nesterov']);
    expect(complete(both, 'nesterov')).toBe('/compare a:adamw nesterov:');
    expect(complete(both, 'adamw nesterov')).toBe('/compare a:adamw nesterov ');
  });

  test('stands in quotes where it would else be read as something else, and is not offered where these do not help', () => {
    expect(labels('/paint title:', painting)).toEqual(['night', 'night glossy: no', 'in any tones']);
    expect(complete('/paint title:n', 'night glossy: no', painting)).toBe('/paint title:"night glossy: no" ');
    expect(complete('/paint shade:light title:"in', 'in light tones', painting)).toBe(
      '/paint shade:light title:in light tones ',
    );
  });
});

describe('words for the one that hears them', () => {
  const known = 'What is weight decay, and what is it for?';

  test('are completed to questions it knows', () => {
    for (const start of ['/ask question:What', '/ask what is', '/ask private:yes question: what', 'what is']) {
      const message = complete(start, known);
      expect(readMessage(commands, message)).toMatchObject({ command: 'ask', options: { question: known } });
    }
  });

  test('without a slash get a few, from three letters on, unless they are another command’s', () => {
    expect(labels('what is wd?').length).toBeGreaterThan(0);
    expect(labels('what is wd?').length).toBeLessThanOrEqual(4);
    for (const text of ['', ' ', 'wd', 'l 1 2 3 r', 'help', 'train lr:0.1', known]) expect(labels(text)).toEqual([]);
    expect(labels('what is wd? '.repeat(20))).toEqual([]);
  });

  test('may as well become an option of its command', () => {
    expect(labels('/ask ')).toEqual(['question', 'private']);
    expect(labels('/ask p')[0]).toBe('private');
    expect(labels('/ask question:p')).not.toContain('private');
    expect(labels('/ask private:yes ')).toEqual(['question']);
    expect(labels('/ask private:')).toEqual(['yes', 'no']);
  });
});

test('what is meant is reached by completing alone', () => {
  const journey = (...chosen: string[]) =>
    chosen.reduce((text, label) => complete(label.startsWith('/') ? '/' : text, label), '');
  const message = journey('/train', 'lr', '0.01', 'wd', '0.001', 'task', 'ridge', 'nesterov', 'no');
  expect(message).toBe('/train lr:0.01 wd:0.001 task:ridge nesterov:no ');
  expect(readMessage(commands, message)).toEqual({
    command: 'train',
    options: { lr: '0.01', wd: '0.001', task: 'ridge', nesterov: 'no' },
  });
  expect(readMessage(commands, journey('/compare', 'b', 'no decay', 'seeds'))).toEqual({
    command: 'compare',
    options: { b: 'no decay', seeds: '' },
  });
});

test('a text that nobody typed gets nothing', () => {
  for (const long of ['x', '/', '/train wd:0.01 ', 'why ']) {
    expect(completionsFor(commands, long.repeat(10_000)).items).toEqual([]);
  }
});

test('for any text, each of at most 25 completions makes a message that can be read', () => {
  const piece = fc.oneof(
    fc.constantFrom(...['/train', '/ask', '/compare', '/paint', 'lr', 'wd:', 'a:', 'title=', 'shade:', 'question:']),
    fc.constantFrom(
      ...[' ', '  ', ':', '"', '“', ',', '0.0', '1e-3', 'no', 'n', 'why', 'ridge', '\n', '/', '__proto__'],
    ),
    fc.string({ unit: anyCharacter, maxLength: 3 }),
  );
  const text = fc
    .tuple(fc.constantFrom('', '', '/train ', '/ask ', '/paint ', '/compare a:'), fc.array(piece, { maxLength: 8 }))
    .map(([start, pieces]) => start + pieces.join(''));
  fc.assert(
    fc.property(text, (typed) => {
      const { from, items } = completionsFor([...commands, paint], typed);
      expect(from).toBeLessThanOrEqual(typed.length);
      expect(items.length).toBeLessThanOrEqual(25);
      for (const { label, insert } of items) {
        expect(label).not.toBe('');
        readMessage([...commands, paint], typed.slice(0, from) + insert);
      }
    }),
    { numRuns: 300 },
  );
});
