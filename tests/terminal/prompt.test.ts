import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Command, MissedQuestion } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { type Lab, openLab } from '../../src/lab/index.ts';
import { openPrompt, type PromptOptions } from '../../src/terminal/prompt.ts';
import { emptyFolder, PROMPT_TESTED, runScript } from './run-script.ts';

const PATIENCE = { timeout: 30_000 };
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

let commands: Command[];
/** Those that people have. */
let realCommands: Command[];
let lab: Lab;
beforeAll(async () => {
  commands = await findCommands(new URL('./commands/', import.meta.url));
  realCommands = await findCommands(new URL('../../commands/', import.meta.url));
  lab = openLab({ workers: 1 });
});
afterAll(() => lab.close());

/** A terminal to type at, and what it shows. */
async function sitDown(about: Partial<PromptOptions> = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  let shown = '';
  output.on('data', (chunk) => {
    shown += chunk;
  });
  const out = await emptyFolder();
  const left = openPrompt({ commands, lab, missed: () => {}, input, output, out, ...about });
  const sees = (text: string | RegExp) =>
    vi.waitFor(() => expect(stripVTControlCharacters(shown)).toMatch(text), PATIENCE);
  const type = (keys: string) => {
    shown = '';
    input.write(keys);
  };
  await sees('halflife> ');
  return { left, sees, type, shown: () => shown };
}

test('it greets in four lines with a question and a run to try', async () => {
  const { left, type, shown } = await sitDown();
  const greeting = stripVTControlCharacters(shown()).split('halflife>')[0]!.trim().split('\n');
  expect(greeting).toHaveLength(4);
  expect(greeting[1]).toBe('Ask it something, such as: how do wd and lr work together?');
  expect(greeting[2]).toBe('Or see for yourself: /train lr:0.05 wd:0.01 or /sweep');
  type(CTRL_D);
  await left;
});

test('buttons are numbered, and typing a number presses one', async () => {
  const { left, sees, type } = await sitDown();
  type('/show\r');
  await sees('1) Check a wd\n2) Again\n');
  type('3\r');
  await sees('there is no button 3: the last reply has 1 to 2\n');
  type('1\r');
  await sees('wd 0.02, lrs 0.1, steps 50, task curve\n');
  type('exit\r');
  await left;
});

test('a button that opens a form puts its message into the line, to be changed', async () => {
  const { left, sees, type, shown } = await sitDown();
  const folder = await emptyFolder();
  await writeFile(join(folder, 'a.csv'), 'what stands there');
  await writeFile(join(folder, 'b.csv'), 'something else');
  type(`/read csv:${join(folder, 'a.csv')}\r`);
  await sees('what stands there\n\n1) Again\n2) Change…\n');
  await sees(/halflife> $/u);
  type('2\r');
  await sees(/halflife> \/read csv:a\.csv$/u);
  expect(stripVTControlCharacters(shown())).not.toContain('stands');
  type('\u007f'.repeat('a.csv'.length));
  type(`${join(folder, 'b.csv')}\r`);
  await sees('something else\n');
  type('1\r');
  await sees('something else\n');
  type('exit\r');
  await left;
});

test('a plain question is answered, and a number after it presses one of its buttons', async () => {
  const { left, sees, type, shown } = await sitDown({ commands: realCommands });
  type('how do wd and lr work together?\r');
  await sees(/\n5\) Not what I meant\n/u);
  const answer = stripVTControlCharacters(shown());
  expect(answer).toContain('How do lr and wd combine? What does (1 − lr·wd) mean?\n');
  expect(answer).toMatch(/\nLive, \/train task:ridge lr:0\.05 wd:1\.333: .*validation loss/u);
  expect(answer).toMatch(/\nSources: [^[\]<>]* \(https:\/\/[^[\]<>]*\)\n/u);
  expect(answer).toMatch(/formula\.png\n.*train\.png\n\n1\) Run it yourself\n/u);
  type('5\r');
  await sees(/Then perhaps one of these\?\n\n1\) .+\n2\) .+\n/u);
  type('3\r');
  await sees('there is no button 3: the last reply has 1 to 2\n');
  type('/help\r');
  await sees('Simply ask, in your own words');
  type('exit\r');
  await left;
});

test('a question that is not understood is kept, and the offer that comes has numbers', async () => {
  const missed: MissedQuestion[] = [];
  const { left, sees, type } = await sitDown({
    commands: realCommands,
    missed: (question) => missed.push(question),
  });
  type('wd\r');
  await sees(/I think you are asking: .*\n[\s\S]*1\) .+\n2\) .+\n3\) .+\n/u);
  expect(missed).toMatchObject([{ text: 'wd', outcome: 'offered' }]);
  type('exit\r');
  await left;
});

test('a mistake and a bug are told, and the talk goes on', async () => {
  const { left, sees, type } = await sitDown();
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  type('/check wd:@here\r');
  await sees('wd is "@here": a number is needed'); // no zero-width space is seen
  type('/break\r');
  await sees(/Something broke on our side, reference [0-9A-F]{4}/u);
  expect(log.mock.calls.join()).toContain('RangeError: the bug in /break');
  log.mockRestore();
  type('/check\r');
  await sees('wd 0.01, lrs');
  type('exit\r');
  await left;
});

test('bold is bold at a terminal, and progress is drawn and gone before the reply', async () => {
  vi.stubEnv('FORCE_COLOR', '1');
  const { left, sees, type, shown } = await sitDown();
  type('/show\r');
  await sees('1) Check');
  expect(shown()).toContain(' 50 % half of it\r\u001b[K\u001b[1mDecay helped\u001b[22m: wd 0.01 * 2, says @somebody\n');
  type('exit\r');
  await left;
  vi.unstubAllEnvs();
});

test('Ctrl-C stops what runs, then empties the line, then leaves', async () => {
  const { left, sees, type } = await sitDown();
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  type('/wait\r');
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith('waiting\n'), PATIENCE);
  type(CTRL_C);
  await sees(/Stopped: nothing was finished.\n\nhalflife> $|Stopped: nothing was finished.\nhalflife> $/u);
  log.mockRestore();
  type('/half a line');
  type(CTRL_C);
  type('/check\r');
  await sees('wd 0.01, lrs');
  await sees(/halflife> $/u);
  type(CTRL_C);
  await left;
});

test('Ctrl-C while there is a part ends the work with what is there; a second one stops it', async () => {
  const { left, sees, type } = await sitDown();
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  type('/part\r');
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith('working\n'), PATIENCE);
  type(CTRL_C);
  await sees(/what is there by then\n[\s\S]*halflife> $/u);
  vi.stubEnv('FINISH', 'never');
  type('/part\r');
  await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(3), PATIENCE);
  type(CTRL_C);
  await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(4), PATIENCE);
  type(CTRL_C);
  await sees('Stopped: nothing was finished.');
  vi.unstubAllEnvs();
  log.mockRestore();
  type('exit\r');
  await left;
});

test('Tab completes commands, options and values', async () => {
  const { left, sees, type } = await sitDown();
  type('/ch\t');
  await sees('/check ');
  type('st\t');
  await sees('steps:');
  type('5 ta\t');
  await sees('task:');
  type('cu\t');
  await sees('curve');
  type('\r');
  await sees('wd 0.01, lrs 0.1, steps 5, task curve\n');
  type('/check wd:0.01\t');
  type('\t');
  await sees(/0\.01: half-life 693 steps\s+0\.015: half-life 462 steps/u);
  type('5\t');
  type('\r');
  await sees('wd 0.015, lrs');
  type('exit\r');
  await left;
});

test('Tab on an empty line or within plain words harms nothing', async () => {
  const missed: MissedQuestion[] = [];
  const { left, sees, type } = await sitDown({
    commands: realCommands,
    missed: (question) => missed.push(question),
  });
  type('\t');
  await sees('/');
  type('\t');
  await sees(/\/ask\s[\s\S]*\/help\s[\s\S]*\/train/u);
  type(CTRL_C);
  for (const keys of ['what is the\t', '\t', ' capital: of\t', '\t', ' France?\r']) type(keys);
  await sees('I only know about weight decay');
  expect(missed.map(({ text }) => text)).toEqual(['what is the capital: of France?']);
  type('exit\r');
  await left;
});

test('the arrow key brings back what was said', async () => {
  const { left, sees, type } = await sitDown();
  type('/check wd:2\r');
  await sees('wd 2, lrs');
  await sees(/halflife> $/u);
  type('\u001b[A\r');
  await sees('wd 2, lrs');
  type('exit\r');
  await left;
});

test('without a terminal, a button that opens a form says what to change and send', async () => {
  const cwd = await emptyFolder();
  await writeFile(join(cwd, 'a.csv'), 'x');
  const { code, stdout } = await runScript(PROMPT_TESTED, [], {
    cwd,
    meddle: (child) => child.stdin!.end('/read csv:a.csv\n2\n'),
  });
  expect(stdout).toBe('x\n\n1) Again\n2) Change…\nChange this and send it: /read csv:a.csv\n');
  expect(code).toBe(0);
});

test('piped lines are answered one after the other, without prompts, and then it ends', async () => {
  const { code, stdout, stderr } = await runScript(PROMPT_TESTED, [], {
    cwd: await emptyFolder(),
    meddle: (child) => child.stdin!.end('/show\n1\n\n/check wd:ten\n'),
  });
  expect(stderr).toBe('');
  expect(stdout).toBe(
    [
      '**Decay helped**: wd 0.01 \\* 2, says @\u200bsomebody\n\nreplies/show.png\nreplies/show.csv\n',
      '1) Check a wd\n2) Again',
      'wd 0.02, lrs 0.1, steps 50, task curve',
      'wd is "ten": a number is needed, such as 0.01 or 1e-3\n',
    ].join('\n'),
  );
  expect(code).toBe(0);
});
