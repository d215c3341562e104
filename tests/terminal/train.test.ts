import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MAX_ALT, MAX_TEXT } from '../../src/chat/reply.ts';
import { emptyFolder, runScript, SAY, SAY_AT_TERMINAL } from './run-script.ts';

/** A /train of a tenth of a second. */
const QUICK = '/train lr:0.05 wd:0.01 hidden:4 steps:100 seeds:2';

test('say --json tells what /train found: the words, the picture, the buttons and the numbers', async () => {
  const cwd = await emptyFolder();
  const { code, stdout, stderr } = await runScript(SAY, ['--json', QUICK], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const reply = JSON.parse(stdout);
  expect(Object.keys(reply).sort()).toEqual(['buttons', 'data', 'files', 'pictures', 'text']);
  expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
  expect(reply.pictures).toEqual([{ path: join('replies', 'train.png'), alt: expect.any(String) }]);
  expect(reply.pictures[0].alt.length).toBeLessThanOrEqual(MAX_ALT);
  expect((await readFile(join(cwd, reply.pictures[0].path))).subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(reply.buttons.length).toBeGreaterThan(0);
  for (const { label, sends } of reply.buttons) {
    expect(label).toEqual(expect.any(String));
    expect(sends).toMatch(/^\/(?:train|export|sweep) lrs?:/u);
  }
  expect(reply.data).toMatchObject({
    experiment: { task: 'curve', hidden: [4], lr: 0.05, wd: 0.01, steps: 100, seeds: 2 },
    verdict: expect.any(String),
  });
  expect(reply.data.runs).toHaveLength(4); // two seeds, with and without decay
  for (const run of reply.data.runs) {
    expect(run).toEqual({
      lr: 0.05,
      wd: expect.toBeOneOf([0, 0.01]),
      optimizer: 'sgd',
      seed: expect.toBeOneOf([1, 2]),
      train: expect.any(Number),
      validation: expect.any(Number),
      penalty: expect.any(Number),
      weightLength: expect.any(Number),
      divergedAt: null,
    });
  }
});

test('the same message gives the same reply, and its buttons are messages that work', async () => {
  const cwd = await emptyFolder();
  const say = async (message: string) => {
    const { code, stdout } = await runScript(SAY, ['--json', message], { cwd });
    expect(code).toBe(0);
    return JSON.parse(stdout);
  };
  const first = await say(QUICK);
  expect((await say(QUICK)).data).toEqual(first.data);
  const pressed = await say(first.buttons[0].sends);
  expect(pressed.data.experiment).toMatchObject({ hidden: [4], steps: 100, seeds: 2, wd: 0.02 });
});

test('Ctrl-C stops a long training and exits with 130', async () => {
  const cwd = await emptyFolder();
  let shown = '';
  const { code, stdout, stderr } = await runScript(SAY_AT_TERMINAL, ['/train hidden:64-64'], {
    cwd,
    meddle: (child) =>
      child.stderr!.on('data', (chunk) => {
        const begun = shown.includes('Training');
        shown += chunk;
        if (!begun && shown.includes('Training')) child.kill('SIGINT');
      }),
  });
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toContain('Stopped: nothing was finished.\n');
  expect(await readdir(cwd)).toEqual([]);
});

test.for([
  ['a word', 'wd:ten', 'wd is "ten": a number is needed, such as 0.01 or 1e-3'],
  ['not-a-number', 'lr:NaN', 'lr is "NaN": a number is needed, such as 0.05 or 1e-3'],
  ['infinity', 'lr:Infinity', 'lr is "Infinity": a number is needed, such as 0.05 or 1e-3'],
  ['a negative', 'wd:-1', 'wd is "-1": it cannot be negative; try 0.01 or 1e-3'],
  ['no step at all', 'lr:0', 'lr is "0": it must be more than 0; try 0.05 or 1e-3'],
  ['too large for a number', 'lr:1e309', 'lr is "1e309": too large, at most 1000 works; try 0.05 or 1e-3'],
  ['an empty list', 'wd:', 'wd is empty: at least one number is needed, such as 0.01 or 1e-3'],
  ['an unknown task', 'task:astrology', 'task is "astrology": it can be curve, ridge, moons, wide or csv'],
  ['right-to-left marks', 'wd:\u202eten\u202c', 'wd is "ten": a number is needed, such as 0.01 or 1e-3'],
  ['a zero-width space', 'wd:t\u200ben', 'wd is "ten": a number is needed, such as 0.01 or 1e-3'],
  ['@everyone', 'lr:@everyone', 'lr is "@\u200beveryone": a number is needed, such as 0.05 or 1e-3'],
  ['Markdown', 'lr:**1**', 'lr is "\\*\\*1\\*\\*": a number is needed, such as 0.05 or 1e-3'],
  ['a code fence', 'lr:```1```', 'lr is "\\`\\`\\`1\\`\\`\\`": a number is needed, such as 0.05 or 1e-3'],
  ['10,000 characters', `wd:${'1'.repeat(10_000)}`, 'that message has 10010 characters: at most 4000 are read'],
] as const)('/train with %s exits with 2 and one exact sentence', async ([, options, sentence]) => {
  const cwd = await emptyFolder();
  const { code, stdout, stderr } = await runScript(SAY, [`/train ${options}`], { cwd });
  expect(stderr).toBe(`${sentence}\n`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(await readdir(cwd)).toEqual([]);
});
