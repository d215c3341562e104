import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/chat/file-limit.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { Files } from '../../src/terminal/files.ts';
import { emptyFolder, runScript, SAY_TESTED } from './run-script.ts';

const text = (content: Uint8Array) => new TextDecoder().decode(content);

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await emptyFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

test('say reads a file by its path from where it is called', async () => {
  const cwd = await emptyFolder();
  await mkdir(join(cwd, 'my data'));
  await writeFile(join(cwd, 'my data', 'a.csv'), 'x,y\n1,2');
  const { code, stdout, stderr } = await runScript(SAY_TESTED, ['/read csv:my data/a.csv'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe('x,y\n1,2\n\nAgain: /read csv:a.csv\nChange…: /read csv:a.csv\n');
});

test('a file of exactly 1 MB is read whole, an empty one too', async () => {
  const folder = await folderWith({ 'full.csv': new Uint8Array(MAX_FILE_BYTES).fill(7), 'empty.csv': '' });
  const full = await new Files().openTyped(join(folder, 'full.csv'));
  expect([full.length, full.every((byte) => byte === 7)]).toEqual([MAX_FILE_BYTES, true]);
  expect((await new Files().openTyped(join(folder, 'empty.csv'))).length).toBe(0);
});

test('a byte more is too much', async () => {
  const folder = await folderWith({ 'much.csv': new Uint8Array(MAX_FILE_BYTES + 1) });
  await expect(new Files().openTyped(join(folder, 'much.csv'))).rejects.toThrow(
    /^".*" has 1\.01 MB: at most 1 MB is read, so fewer rows or columns would work$/u,
  );
});

test.for([
  ['a folder', '.', '"." is a folder: name a file in it'],
  ['nothing', 'gone.csv', /^"gone\.csv" is not there: give the file's path from "/u],
  ['nothing within a file', 'a.csv/b.csv', /^"a\.csv\/b\.csv" is not there/u],
  ['a device', '/dev/zero', '"/dev/zero" is not a file'],
  ['a pipe that nobody writes to', 'pipe', '"pipe" is not a file'],
  ['a NUL', 'a\0b', /^"ab" cannot be read \(ERR_INVALID_ARG_VALUE\)$/u],
  ['a name that is too long', 'x'.repeat(3_000), /^"x{40}…" cannot be read \(ENAMETOOLONG\)$/u],
  ['no text', '', /is not there/u],
] as const)('%s is told as one exact sentence', async ([, path, sentence]) => {
  const folder = await folderWith({ 'a.csv': 'x' });
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const before = process.cwd();
  process.chdir(folder);
  try {
    const opening = new Files().openTyped(path);
    await expect(opening).rejects.toThrow(UserError);
    await expect(opening).rejects.toThrow(sentence);
  } finally {
    process.chdir(before);
  }
});

test('a file that may not be read is told as such', async (context) => {
  if (process.getuid?.() === 0) {
    console.warn('skipped: root may read a file that nobody may');
    return context.skip('root may read a file that nobody may');
  }
  const folder = await folderWith({ 'mine.csv': 'x' });
  await chmod(join(folder, 'mine.csv'), 0);
  await expect(new Files().openTyped(join(folder, 'mine.csv'))).rejects.toThrow(/may not be read/u);
});

test('a mistake about a file is one line on stderr and exit code 2', async () => {
  const { code, stdout, stderr } = await runScript(SAY_TESTED, ['/read csv:'], { cwd: await emptyFolder() });
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: 'csv is empty: the name of a file is needed\n',
  });
});

test('a button means the file of its name that was read last; a typed name the one that is here', async () => {
  const [one, two] = [await folderWith({ 'a.csv': 'one' }), await folderWith({ 'a.csv': 'two' })];
  const files = new Files();
  expect(text(await files.openTyped(join(one, 'a.csv')))).toBe('one');
  expect(text(await files.openPressed('a.csv'))).toBe('one');
  // A reply may have brought it under a plainer name.
  files.remember('plain.csv', join(one, 'a.csv'));
  expect(text(await files.openPressed('plain.csv'))).toBe('one');
  expect(text(await files.openTyped(join(two, 'a.csv')))).toBe('two');
  expect(text(await files.openPressed('a.csv'))).toBe('two');
  expect(text(await files.openTyped('a.csv'))).toBe('two'); // none is here
  const here = await folderWith({ 'a.csv': 'here' });
  const before = process.cwd();
  process.chdir(here);
  try {
    expect(text(await files.openPressed('a.csv'))).toBe('two');
    expect(text(await files.openTyped('a.csv'))).toBe('here');
  } finally {
    process.chdir(before);
  }
});

test('~ is the home folder', async () => {
  await expect(new Files().openTyped('~/no such file of mine.csv')).rejects.toThrow(/is not there/u);
  const opening = new Files().openTyped('~/');
  await expect(opening).rejects.toThrow(/is a folder/u);
  expect(homedir()).not.toBe('');
});
