import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'vitest';
import { findCommands } from '../../src/chat/find-commands.ts';

const imports = [
  `import { z } from '${import.meta.resolve('zod')}';`,
  `import { choiceOption } from '${new URL('../../src/chat/options.ts', import.meta.url).href}';`,
].join('\n');

test.for([
  ['an option without a description', "{ which: choiceOption('', ['a']) }", 'which has 0 characters'],
  ['a description that is too long', "{ which: choiceOption('x'.repeat(101), ['a']) }", 'which has 101 characters'],
  ['26 choices', "{ which: choiceOption('Which', [...'abcdefghijklmnopqrstuvwxyz']) }", 'which has 26 choices'],
  [
    '26 options',
    "Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].map((name) => [name, choiceOption('Which', ['a'])]))",
    'it has 26 options',
  ],
] as const)(
  'a command with %s, for which Discord would refuse them all, is named before',
  async ([, shape, why], { expect, onTestFinished }) => {
    const folder = await mkdtemp(join(tmpdir(), 'commands-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const made = `{ name: 'odd', description: 'Odd', options: z.object(${shape}), run: async () => {} }`;
    await writeFile(join(folder, 'odd.ts'), `${imports}\nexport default ${made};\n`);
    const finding = findCommands(pathToFileURL(`${folder}/`));
    await expect(finding).rejects.toThrow('odd.ts is not a command');
    await expect(finding).rejects.toThrow(why);
  },
);
