import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { openSqliteStore } from '../../src/store/open-store.ts';
import { emptyFolder, runScript, SAY } from './run-script.ts';

const QUESTION = 'how do wd and lr work together?';
/** One that several answers could be for. */
const UNSURE = 'wd';

test('say prints the answer to a question, then its pictures’ paths, then what its buttons send', async () => {
  const cwd = await emptyFolder();
  const { code, stdout, stderr } = await runScript(SAY, QUESTION.split(' '), { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const paragraphs = stdout.trimEnd().split('\n\n');
  const [title, paths, buttons] = [paragraphs[0], paragraphs.at(-2), paragraphs.at(-1)!.split('\n')];
  expect(title).toBe('**How do lr and wd combine? What does (1 − lr·wd) mean?**');
  expect(paragraphs.at(-4)).toMatch(/^\*\*Live\*\*, `\/train task:ridge lr:0\.05 wd:1\.333`: \*\*.*\d/u);
  expect(paragraphs.at(-3)).toMatch(/^-# Sources: \[.*\]\(<https:\/\/.*>\)$/u);
  expect(paths).toBe('replies/formula.png\nreplies/train.png');
  expect(buttons).toHaveLength(5);
  expect(buttons[0]).toBe('Run it yourself: /train task:ridge lr:0.05 wd:1.333');
  expect(buttons[1]).toMatch(/^[^:]+: \/train task:ridge|^[^:]+: \/train lr:/u);
  for (const button of buttons.slice(2)) expect(button).toMatch(/: \/ask question:[a-z0-9, -]+$/u);
  for (const path of paths!.split('\n')) {
    expect((await readFile(join(cwd, path))).subarray(1, 4).toString('latin1')).toBe('PNG');
  }
  expect(await readdir(cwd)).toEqual(['replies']); // nothing was missed
});

test('say --json tells which answer it is, how it was found, and the numbers of its run', async () => {
  const { code, stdout, stderr } = await runScript(SAY, ['--json', 'early-stopping'], { cwd: await emptyFolder() });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { text, pictures, buttons, data } = JSON.parse(stdout);
  expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
  expect(pictures.map(({ path }: { path: string }) => path)).toEqual(['replies/formula.png', 'replies/train.png']);
  for (const { alt } of pictures) expect(alt).toMatch(/\S/u);
  expect(buttons).toHaveLength(5);
  expect(data).toMatchObject({
    answer: 'early-stopping',
    confidence: 'named',
    demo: { experiment: { task: 'ridge', steps: 15 }, runs: expect.any(Array) },
  });
  expect(data.demo.runs.length).toBeGreaterThan(0);
});

describe('a question that say has no answer for is kept', () => {
  async function keptIn(folder: string) {
    const store = openSqliteStore({ folder });
    try {
      return await store.missed.list();
    } finally {
      await store.close();
    }
  }

  const asked = async (env: Record<string, string>, settings = '') => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, '.env'), settings);
    const { code, stdout, stderr } = await runScript(SAY, ['--json', UNSURE], { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return { cwd, data: JSON.parse(stdout).data, files: (await readdir(cwd)).filter((file) => file !== '.env') };
  };

  test('in ./data where nothing is set', async () => {
    const { cwd, data } = await asked({ DATA_DIR: '', MISSED_QUESTIONS: '' });
    const { nearest } = data;
    expect(nearest).toHaveLength(3);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u);
    expect(await keptIn(join(cwd, 'data'))).toEqual([{ time, text: UNSURE, outcome: 'offered', nearest }]);
  });

  test('in DATA_DIR', async () => {
    const folder = join(await emptyFolder(), 'not', 'there yet');
    const { files } = await asked({ DATA_DIR: folder });
    expect(await keptIn(folder)).toHaveLength(1);
    expect(files).toEqual([]);
  });

  test('as .env has it', async () => {
    const { cwd, files } = await asked({}, 'DATA_DIR=kept\n');
    expect(await keptIn(join(cwd, 'kept'))).toHaveLength(1);
    expect(files).toEqual(['kept']);
  });

  test('nowhere with MISSED_QUESTIONS=off', async () => {
    expect((await asked({ MISSED_QUESTIONS: 'off', DATA_DIR: '' })).files).toEqual([]);
  });

  test('nowhere where the disk will not have it, which is told, and the reply comes all the same', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'taken'), 'a file, not a folder');
    const { code, stdout, stderr } = await runScript(SAY, [UNSURE], { cwd, env: { DATA_DIR: 'taken' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^I think you are asking: /u);
    expect(stderr).toContain('EEXIST');
  });
});

test('a MISSED_QUESTIONS that cannot be understood is one exact line and exit code 2', async () => {
  const cwd = await emptyFolder();
  const { code, stdout, stderr } = await runScript(SAY, [QUESTION], { cwd, env: { MISSED_QUESTIONS: 'sometimes' } });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe('MISSED_QUESTIONS is "sometimes": it can be on or off\n');
  expect(await readdir(cwd)).toEqual([]);
});
