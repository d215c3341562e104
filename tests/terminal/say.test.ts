import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, runScript, SAY_TESTED } from './run-script.ts';

async function say(args: readonly string[], cwd: string) {
  return runScript(SAY_TESTED, args, { cwd });
}

test('a reply is its text as it is, the paths of what was written, and what the buttons would send', async () => {
  const cwd = await emptyFolder();
  const { code, stdout, stderr } = await say(['/show'], cwd);
  expect(stderr).toBe('');
  expect(stdout).toBe(
    [
      '**Decay helped**: wd 0.01 \\* 2, says @\u200bsomebody',
      '',
      'replies/show.png',
      'replies/show.csv',
      '',
      'Check a wd: /check wd:0.02',
      'Again: /show',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
  expect([...(await readFile(join(cwd, 'replies/show.png')))]).toEqual([1, 2, 3]);
  expect(await readFile(join(cwd, 'replies/show.csv'), 'utf8')).toBe('step,loss\n');
});

test('--json prints one JSON object and nothing else', async () => {
  const cwd = await emptyFolder();
  const { code, stdout, stderr } = await say(['--json', '--out', 'here', '/show'], cwd);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    text: '**Decay helped**: wd 0.01 \\* 2, says @\u200bsomebody',
    pictures: [{ path: 'here/show.png', alt: 'three bytes' }],
    files: [{ path: 'here/show.csv' }],
    buttons: [
      { label: 'Check a wd', sends: '/check wd:0.02' },
      { label: 'Again', sends: '/show' },
    ],
    data: { verdict: 'helped' },
  });
  expect(await readdir(join(cwd, 'here'))).toEqual(['show.csv', 'show.png']);
});

test('what was written earlier is never written over', async () => {
  const cwd = await emptyFolder();
  const paths: string[] = [];
  for (let time = 0; time < 3; time++) {
    paths.push(JSON.parse((await say(['--json', '/show'], cwd)).stdout).pictures[0].path);
  }
  expect(paths).toEqual(['replies/show.png', 'replies/show-2.png', 'replies/show-3.png']);
});

test('words without quotes around them are one message', async () => {
  const { code, stdout } = await say(['/check', 'wd:0.02', 'lrs:0.1;', '0.2'], await emptyFolder());
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'wd 0.02, lrs 0.1 0.2, steps 50, task curve\n' });
});

test.for([
  [[], 'what to say is missing'],
  [['   '], 'what to say is missing'],
  [['--out', '', '/show'], '--out needs a folder'],
  [['--out'], "Option '--out <value>' argument missing"],
  [['--quick', '/show'], "Unknown option '--quick'"],
  [['--json=yes', '/show'], "Option '--json' does not take an argument"],
] as const)('wrong usage (%j) gets one line on stderr and exit code 2', async ([args, problem]) => {
  const { code, stdout, stderr } = await say(args, await emptyFolder());
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(`${problem}; usage: npm run --silent say -- [--json] [--out DIR] "/train lr:0.05 wd:0.01"\n`);
});

test('a bug exits with 1: its reference and the error on stderr, nothing on stdout', async () => {
  const { code, stdout, stderr } = await say(['--json', '/break'], await emptyFolder());
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/reference [0-9A-F]{4}/u);
  expect(stderr).toContain('RangeError: the bug in /break');
  expect(stderr).toContain('commands/break.ts');
});

test('what takes too long exits with 2 and says what would fit', async () => {
  const { code, stdout, stderr } = await say(['/late'], await emptyFolder());
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^That took longer than 60 s .*\n$/u);
});

test('an output folder that cannot be written is one line on stderr', async () => {
  const cwd = await emptyFolder();
  await writeFile(join(cwd, 'taken'), 'a file, not a folder');
  const { code, stdout, stderr } = await say(['--json', '--out', 'taken', '/show'], cwd);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe('the folder "taken" cannot be written into (EEXIST)\n');
});

test('Ctrl-C stops the work and exits with 130', async () => {
  const { code, stdout, stderr } = await runScript(SAY_TESTED, ['/wait'], {
    cwd: await emptyFolder(),
    meddle: (child) => child.stderr!.once('data', () => child.kill('SIGINT')),
  });
  expect({ code, stdout, stderr }).toEqual({
    code: 130,
    stdout: '',
    stderr: 'waiting\nStopped: nothing was finished.\n',
  });
});

test('Ctrl-C while there is a part ends the work with what is there, as an answer', async () => {
  const { code, stdout, stderr } = await runScript(SAY_TESTED, ['/part'], {
    cwd: await emptyFolder(),
    meddle: (child) => child.stderr!.once('data', () => child.kill('SIGINT')),
  });
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'what is there by then\n',
    stderr: 'working\nfinishing\n',
  });
});

test('a second Ctrl-C stops the work that would have ended with what is there', async () => {
  const { code, stdout, stderr } = await runScript(SAY_TESTED, ['/part'], {
    cwd: await emptyFolder(),
    env: { FINISH: 'never' },
    meddle: (child) => child.stderr!.on('data', (said) => /ing\n$/u.test(String(said)) && child.kill('SIGINT')),
  });
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toBe('working\nfinishing\nStopped: nothing was finished.\n');
});

test('a reader that has seen enough is no failure', async () => {
  const { code, stderr } = await runScript(SAY_TESTED, ['/show'], { cwd: await emptyFolder(), unread: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
