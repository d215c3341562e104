import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { emptyFolder, runScript, SAY_TESTED } from './run-script.ts';

const RTL = '\u202e';
const ZWSP = '\u200b';
const FENCE = '```';

test.for([
  ['a word', '/check wd:ten', 'wd is "ten": a number is needed, such as 0.01 or 1e-3'],
  ['not-a-number', '/check wd:NaN', 'wd is "NaN": a number is needed, such as 0.01 or 1e-3'],
  ['infinity', '/check wd:Infinity', 'wd is "Infinity": a number is needed, such as 0.01 or 1e-3'],
  ['a negative', '/check wd:-0.1', 'wd is "-0.1": it cannot be negative; try 0.01 or 1e-3'],
  ['too large for a number', '/check wd:1e309', 'wd is "1e309": too large, at most 10 works; try 0.01 or 1e-3'],
  ['below every number', '/check wd:-1e309', 'wd is "-1e309": it cannot be negative; try 0.01 or 1e-3'],
  ['an empty list', '/check lrs:', 'lrs is empty: at least one number is needed, such as 0.1; 0.2'],
  ['a list of separators', '/check lrs:;', 'lrs is ";": at least one number is needed, such as 0.1; 0.2'],
  ['too long a list', '/check lrs:1;2;3;4', 'lrs has 4 different numbers: at most 3 fit into one picture'],
  ['a fraction of a step', '/check steps:1.5', 'steps is "1.5": a whole number is needed, such as 50'],
  ['an unknown task', '/check task:astrology', 'task is "astrology": it can be curve or ridge'],
  ['right-to-left marks', `/check wd:${RTL}10.0${RTL}x`, 'wd is "10.0x": a number is needed, such as 0.01 or 1e-3'],
  ['a zero-width space', `/check wd:0${ZWSP}x`, 'wd is "0x": a number is needed, such as 0.01 or 1e-3'],
  ['@everyone', '/check wd:@everyone', `wd is "@${ZWSP}everyone": a number is needed, such as 0.01 or 1e-3`],
  ['Markdown', '/check wd:**1**', 'wd is "\\*\\*1\\*\\*": a number is needed, such as 0.01 or 1e-3'],
  ['a code fence', `/check wd:${FENCE}1`, 'wd is "\\`\\`\\`1": a number is needed, such as 0.01 or 1e-3'],
  [
    'a very long value',
    `/check wd:${'9'.repeat(3_000)}x`,
    `wd is "${'9'.repeat(40)}…": a number is needed, such as 0.01 or 1e-3`,
  ],
  ['10,000 characters', `/check wd:${'x'.repeat(10_000)}`, 'that message has 10010 characters: at most 4000 are read'],
  ['an unknown option', '/check speed:9', '/check has no option "speed": its options are wd, lrs, steps, task'],
  ['a value without a name', '/check 9', '"9" belongs to no option: write name:value, such as lr:0.05'],
  ['an option given twice', '/check wd:1 wd:2', 'wd is given twice: once is enough'],
  [
    'an unknown command',
    '/nonsense',
    'there is no command "/nonsense": it can be /break, /check, /late, /part, /read, /show or /wait',
  ],
  [
    'no command',
    'hello',
    '"hello" is not a command: one starts with a slash, such as /train lr:0.05 wd:0.01, or /help',
  ],
] as const)('%s is told as one exact sentence on stderr, with exit code 2', async ([, message, sentence]) => {
  const cwd = await emptyFolder();
  const { code, stdout, stderr } = await runScript(SAY_TESTED, ['--json', message], { cwd });
  expect(stderr).toBe(`${sentence}\n`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(await readdir(cwd)).toEqual([]);
});

test('numbers in odd but plain notation are understood', async () => {
  const message = `/check wd:${RTL}0,01${ZWSP} lrs:.05;1e-3 steps:5e1 task:RIDGE`;
  const { code, stdout } = await runScript(SAY_TESTED, [message], { cwd: await emptyFolder() });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'wd 0.01, lrs 0.05 0.001, steps 50, task ridge\n' });
});
