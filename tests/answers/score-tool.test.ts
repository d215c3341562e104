import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const TOOL = new URL('../../src/answers/tools/score.ts', import.meta.url).pathname;

/** `npm run --silent ask:score -- FILE` as a process. */
function score(...files: readonly string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [TOOL, ...files], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function fileOf(...lines: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'halflife-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'questions.jsonl');
  writeFileSync(file, lines.join('\n'));
  return file;
}

const MOMENTUM = '{"q": "How does momentum change lr and weight decay?", "topic": "momentum", "also": ["lr-times-wd"]}';

test('scores labelled questions as one line of JSON', async () => {
  const file = fileOf(
    MOMENTUM,
    '',
    '{"q": "Why do my adam and adamw runs differ?", "topic": "adam-vs-adamw", "source": "made up"}',
    '{"q": "What is the learning rate?", "topic": "momentum"}',
    '{"q": "shall we order pizza tonight?", "topic": "out-of-scope", "also": []}\r',
    '',
  );
  const { code, stdout, stderr } = await score(file);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\{[^\n]*\}\n$/u);
  expect(JSON.parse(stdout)).toEqual({
    inScope: 3,
    top1: 2 / 3,
    top1Also: 2 / 3,
    top3Also: expect.any(Number),
    direct: expect.any(Number),
    directRight: expect.any(Number),
    offeredRight: expect.any(Number),
    outOfScope: 1,
    answeredOutOfScope: 0,
    refusedInScope: 0,
    balancedAccuracy: 1,
  });
});

test.for([
  ['no file', [], 'usage: npm run --silent ask:score -- FILE.jsonl\n'],
  ['a file that is not there', ['/nowhere/x.jsonl'], /^\/nowhere\/x\.jsonl cannot be read: ENOENT[^\n]*\n$/u],
] as const)('%s is told in one line, and exit code 2', async ([, files, said]) => {
  const { code, stdout, stderr } = await score(...files);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(said);
});

test.for([
  ['no JSON', 'how does momentum work?', 'line 2: {"q": "…", "topic": "…", "also": []} is needed'],
  ['no question', '{"topic": "momentum"}', 'line 2: {"q": "…", "topic": "…", "also": []} is needed'],
  ['a topic without an answer', '{"q": "why?", "topic": "pizza"}', 'line 2: there is no answer pizza'],
  ['another without one', '{"q": "why?", "topic": "momentum", "also": ["soup"]}', 'line 2: there is no answer soup'],
] as const)('a line that is %s is told by its number in one line, and exit code 2', async ([, line, said]) => {
  const file = fileOf(MOMENTUM, line, 'not read any more');
  expect(await score(file)).toEqual({ code: 2, stdout: '', stderr: `${file}, ${said}\n` });
});
