import { join } from 'node:path';
import { test } from 'vitest';
import { openSqliteStore } from '../../src/store/open-store.ts';
import { emptyFolder, runScript } from './run-script.ts';

const TALK = new URL('../../src/terminal/talk.ts', import.meta.url);
const TALK_AT_TERMINAL = new URL('./talk-at-terminal.ts', import.meta.url);

test('it invites to ask, before anything else to try', async ({ expect }) => {
  const { code, stdout } = await runScript(TALK_AT_TERMINAL, [], { cwd: await emptyFolder() });
  expect(code).toBe(0);
  const [greeting] = stdout.split('halflife> ');
  expect(greeting).toMatch(
    /\nAsk it something, such as: how do wd and lr work together\?\nOr see for yourself: \/train lr:0\.05 wd:0\.01 or \/sweep\n/u,
  );
});

test('a question on its standard input is answered there, and kept if it was not understood', async ({ expect }) => {
  const cwd = await emptyFolder();
  const { code, stdout, stderr } = await runScript(TALK, [], {
    cwd,
    meddle: (child) => child.stdin?.end('what is the capital of France?\n'),
  });
  expect(code).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^I only know about weight decay, learning rate and their relatives/u);
  expect(stdout).toMatch(/\n1\) How do wd and lr work together\?\n/u);
  const store = openSqliteStore({ folder: join(cwd, 'data') });
  const kept = await store.missed.list();
  await store.close();
  expect(kept).toMatchObject([{ text: 'what is the capital of France?', outcome: 'lost' }]);
});

test('it talks here until it is told to leave, whatever is set for Discord and the page', async ({ expect }) => {
  const env = { DISCORD_TOKEN: 'nonsense', PORT: 'nonsense', PAGE: 'on' };
  const { code, stdout } = await runScript(TALK, [], {
    cwd: await emptyFolder(),
    env,
    meddle: (child) => child.stdin?.write('/help\nexit\n'),
  });
  expect(code).toBe(0);
  expect(stdout).toContain('/train');
});

test('a setting of its own that cannot be understood is one exact line and exit code 1', async ({ expect }) => {
  const env = { MISSED_QUESTIONS: 'sometimes' };
  const { code, stderr } = await runScript(TALK, [], { cwd: await emptyFolder(), env });
  expect(code).toBe(1);
  expect(stderr).toBe('MISSED_QUESTIONS is "sometimes": it can be on or off\n');
});
