import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findCommands } from '../../src/chat/find-commands.ts';

const sources = new URL('../../src/chat/', import.meta.url).href;
const zod = import.meta.resolve('zod');

const STORY = 'z.object({ story: lr })';

/** A command that hears words, with this name in a message's menu. */
function hearing(menu: string): string {
  return source('hello', { options: STORY, hears: `{ words: 'story', menu: ${menu} }` });
}

/** A command as somebody would write it, with a piece of it changed. */
function source(name: string, changed: Readonly<Record<string, string>> = {}): string {
  const pieces = {
    name: `'${name}'`,
    description: "'Says hello'",
    options: 'z.object({})',
    run: "async () => say('hi')",
  };
  const body = Object.entries({ ...pieces, ...changed }).map(([key, value]) => `${key}: ${value}`);
  return [
    `import { z } from '${zod}';`,
    `import { say } from '${sources}reply.ts';`,
    `import { numberOption } from '${sources}options.ts';`,
    "const lr = numberOption('How fast', { min: 0, max: 1, example: '0.1' });",
    `export default { ${body.join(', ')} };`,
    'export { lr };',
  ].join('\n');
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'commands-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await Promise.all(Object.entries(files).map(([file, text]) => writeFile(join(folder, file), text)));
  return pathToFileURL(`${folder}/`);
}

describe('the commands', () => {
  test('that people can type include train', async () => {
    const found = await findCommands(new URL('../../commands/', import.meta.url));
    const train = found.find(({ name }) => name === 'train');
    expect(Object.keys(train!.options.shape)).toEqual(expect.arrayContaining(['lr', 'wd', 'optimizer', 'private']));
  });

  test('are the .ts files of the folder, in their order', async () => {
    const folder = await folderOf({
      'wave.ts': source('wave', { options: 'z.object({ lr: lr.optional() })' }),
      'greet.ts': source('greet'),
      'notes.md': 'not a command',
    });
    expect((await findCommands(folder)).map(({ name }) => name)).toEqual(['greet', 'wave']);
  });

  test('hear what they say they hear', async () => {
    const folder = await folderOf({
      'help.ts': source('help', { hears: '{ silence: true }' }),
      'tell.ts': source('tell', {
        options: STORY,
        hears: `{ words: 'story', menu: '${'x'.repeat(32)}' }`,
      }),
      'wave.ts': source('wave'),
    });
    expect((await findCommands(folder)).map(({ hears }) => hears)).toEqual([
      { silence: true },
      { words: 'story', menu: 'x'.repeat(32) },
      undefined,
    ]);
  });

  test('that people can type hear words and silence, so that no message is without an answer', async () => {
    const found = await findCommands(new URL('../../commands/', import.meta.url));
    const hearing = found.filter(({ hears }) => hears !== undefined).map(({ name, hears }) => [name, hears]);
    expect(hearing).toEqual([
      ['ask', { words: 'question', menu: 'Ask Halflife' }],
      ['help', { silence: true }],
    ]);
  });

  test('of an empty folder are none', async () => {
    expect(await findCommands(await folderOf({}))).toEqual([]);
  });
});

describe('a file that is not a command is named, with the reason:', () => {
  test.for([
    ['it has no default export', 'export const x = 1;', /default/u],
    ['it throws when it is loaded', "throw new Error('no such thing');", /no such thing/u],
    ['it throws something that is no error', "throw 'a tantrum';", /a tantrum/u],
    ['it cannot be parsed', 'export default {', /./u],
    ['it imports what is not there', "import './nowhere.ts';", /nowhere/u],
    ['its name could not be typed', source('Say Hello'), /name/u],
    [
      'its description is too long for Discord',
      source('hello', { description: `'${'x'.repeat(101)}'` }),
      /description/u,
    ],
    ['it cannot be run', source('hello', { run: '3' }), /run/u],
    ['its options are no schema', source('hello', { options: '{}' }), /options/u],
    ['an option could not be typed', source('hello', { options: 'z.object({ LR: lr })' }), /LR/u],
    [
      'an option is not one that surfaces can show',
      source('hello', { options: 'z.object({ lr: z.string() })' }),
      /options\.ts/u,
    ],
    [
      'it hears words as an option that is not there',
      source('hello', { hears: "{ words: 'story', menu: 'Tell' }" }),
      /hears words as story, which is no option of it/u,
    ],
    [
      'it hears words as something that every object has',
      source('hello', { hears: "{ words: 'toString', menu: 'Tell' }" }),
      /toString, which is no option/u,
    ],
    ['its name in a menu is too long for Discord', hearing(`'${'x'.repeat(33)}'`), /hears/u],
    ['its name in a menu is empty', hearing("''"), /hears/u],
    ['it hears words without a name in a menu', hearing('undefined'), /hears/u],
    ['its example is no message to a command', source('hello', { examples: "['hello']" }), /examples/u],
    ['it hears nothing that can be said', source('hello', { hears: '{ noise: true }' }), /hears/u],
    [
      'it hears words and silence at once',
      source('hello', { options: STORY, hears: "{ words: 'story', menu: 'Tell', silence: true }" }),
      /hears/u,
    ],
  ] as const)('%s', async ([, text, reason]) => {
    const folder = await folderOf({ 'broken.ts': text, 'fine.ts': source('fine') });
    const failure = findCommands(folder);
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.toThrow(/broken\.ts is not a command: /u);
  });

  test('two have the same name', async () => {
    const folder = await folderOf({ 'first.ts': source('hello'), 'second.ts': source('hello') });
    await expect(findCommands(folder)).rejects.toThrow('first.ts and second.ts are both named hello');
  });

  test.for([
    ['silence', {}, '{ silence: true }'],
    ['words', { options: STORY }, "{ words: 'story', menu: 'Tell' }"],
  ] as const)('two hear %s', async ([what, pieces, hears]) => {
    const folder = await folderOf({
      'first.ts': source('hello', { ...pieces, hears }),
      'second.ts': source('goodbye', { ...pieces, hears }),
    });
    await expect(findCommands(folder)).rejects.toThrow(`first.ts and second.ts both hear ${what}`);
  });
});
