import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'vitest';
import { emptyFolder, runScript, SAY } from './run-script.ts';

const TALK = new URL('../../src/terminal/talk.ts', import.meta.url);
const RUN = '/train steps:30 seeds:3 hidden:4';

test('what was run in a terminal is listed there later, pressed again by its number, and forgotten', async ({
  expect,
}) => {
  const cwd = await emptyFolder();
  expect(await runScript(SAY, [RUN], { cwd })).toMatchObject({ code: 0, stderr: '' });
  const { stdout, stderr } = await runScript(TALK, [], {
    cwd,
    meddle: (child) => child.stdin?.end('/history\n1\n/history\n/forget\n/history\n'),
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/\*\*Your run\*\*, the newest first\n\n1\. (?:just now|1 min ago) · `\/train steps:30/u);
  expect(stdout).toContain('1) Run 1 again');
  expect(stdout).toContain('**Your 2 runs**');
  expect(stdout).toContain('Forgotten: all 2 runs');
  expect(stdout).toContain('No run of yours is kept');
});

test('a run is answered although it cannot be kept, with a line that says why', async ({ expect }) => {
  const cwd = await emptyFolder();
  await writeFile(join(cwd, 'taken'), '');
  const env = { DATA_DIR: join(cwd, 'taken', 'data') };
  const { code, stdout, stderr } = await runScript(SAY, [RUN], { cwd, env });
  expect(code).toBe(0);
  expect(stdout).toContain('Validation loss');
  expect(stderr).toMatch(/^this run was not kept: ENOTDIR[^\n]*\n$/u);
  const history = await runScript(SAY, ['/history'], { cwd, env });
  expect(history.code).toBe(1);
  expect(history.stderr).toMatch(/^What I remember cannot be reached at the moment/u);
});
