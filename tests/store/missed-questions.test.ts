import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MissedQuestion } from '../../src/chat/command.ts';
import { keeperOf, openMissedQuestions } from '../../src/store/missed-questions.ts';

const { PATH } = process.env;
const TOOL = new URL('../../src/answers/tools/missed.ts', import.meta.url).pathname;

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'halflife-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function missed(text: string): MissedQuestion {
  return { text, outcome: 'offered', nearest: [{ id: 'momentum', score: 0.4 }] };
}

function neverFails(error: unknown): never {
  throw error;
}

function textsOf(questions: readonly MissedQuestion[]): string[] {
  return questions.map(({ text }) => text);
}

describe('missed questions', () => {
  test('are none before the first, and nothing is written by looking', async () => {
    const folder = join(emptyFolder(), 'data');
    expect(await openMissedQuestions(folder, neverFails).list()).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test('are kept whole, with the time, in a folder made for them', async () => {
    const questions = openMissedQuestions(join(emptyFolder(), 'new', 'data'), neverFails);
    const question: MissedQuestion = {
      text: 'why "w ← w − lr·g"?\nand\u2028λ \ud800 🙂',
      outcome: 'lost',
      nearest: [
        { id: 'update-rule-step', score: 0.31 },
        { id: 'momentum', score: 0.2 },
      ],
    };
    const before = new Date().toISOString();
    await questions.keep(question);
    const [kept, ...others] = await questions.list();
    expect(kept).toEqual({ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u), ...question });
    expect(kept!.time >= before && kept!.time <= new Date().toISOString()).toBe(true);
    expect(others).toEqual([]);
  });

  test('stay in the order in which they came, though none waits for another, and for the next start', async () => {
    const folder = emptyFolder();
    const questions = openMissedQuestions(folder, neverFails);
    const texts = Array.from({ length: 60 }, (_, i) => `question ${i}`);
    await Promise.all(texts.map((text) => questions.keep(missed(text))));
    expect(textsOf(await questions.list())).toEqual(texts);
    expect(textsOf(await openMissedQuestions(folder, neverFails).list())).toEqual(texts);
  });

  test('survive lines that are no questions', async () => {
    const folder = emptyFolder();
    const questions = openMissedQuestions(folder, neverFails);
    await questions.keep(missed('before'));
    const [file] = readdirSync(folder);
    appendFileSync(join(folder, file!), '\nnot json\n{"time": 3}\nnull\n[]\n\u0000\n{"time":"2026","text":"x"}\n');
    await questions.keep(missed('after'));
    expect(textsOf(await questions.list())).toEqual(['before', 'after']);
  });

  // It is glued to the next one, which is lost with it.
  test('survive a line that was cut short: it alone is lost', async () => {
    const folder = emptyFolder();
    const questions = openMissedQuestions(folder, neverFails);
    await questions.keep(missed('before'));
    const [file] = readdirSync(folder);
    appendFileSync(join(folder, file!), '{"time":"2026-01-01T00:00:00.000Z","text":"cut sh');
    await questions.keep(missed('after'));
    expect(textsOf(await questions.list())).toEqual(['before', 'after']);
  });

  test('do not fill the disk, and of those put aside the newest stay', async () => {
    const folder = emptyFolder();
    const most = 2_000;
    const questions = openMissedQuestions(folder, neverFails, most);
    const texts = Array.from({ length: 100 }, (_, i) => `question ${i}`);
    for (const [i, text] of texts.entries()) {
      await questions.keep(missed(text));
      const kept = textsOf(await questions.list());
      expect(kept).toEqual(texts.slice(i + 1 - kept.length, i + 1));
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(i + 1, 10));
    }
    const sizes = readdirSync(folder).map((file) => statSync(join(folder, file)).size);
    expect(sizes).toHaveLength(2);
    const line = 200;
    for (const size of sizes) expect(size).toBeLessThanOrEqual(most + line);
  });

  test('are let go where the disk will not have them: whoever asked goes on, the failure is told, the next is kept', async () => {
    const inTheWay = join(emptyFolder(), 'data');
    writeFileSync(inTheWay, 'a file where the folder should be');
    const failures: unknown[] = [];
    const questions = openMissedQuestions(inTheWay, (error) => failures.push(error));
    await Promise.all([questions.keep(missed('one')), questions.keep(missed('two'))]);
    expect(failures).toEqual([expect.any(Error), expect.any(Error)]);
    rmSync(inTheWay);
    await questions.keep(missed('three'));
    expect(failures).toHaveLength(2);
    expect(textsOf(await questions.list())).toEqual(['three']);
  });

  test('are not kept where that is turned off', () => {
    expect(keeperOf(null, neverFails)(missed('nobody will know'))).toBeUndefined();
  });

  test('are kept by what a surface calls', async () => {
    const folder = emptyFolder();
    keeperOf(folder, neverFails)(missed('from a message'));
    await expect
      .poll(async () => textsOf(await openMissedQuestions(folder, neverFails).list()))
      .toEqual(['from a message']);
  });
});

describe('npm run ask:missed', () => {
  function list(folder: string, variables: Record<string, string> = {}) {
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      // In an empty folder, so that nobody's own .env is read.
      const options = { cwd: emptyFolder(), env: { PATH, DATA_DIR: folder, ...variables } };
      execFile(process.execPath, [TOOL], options, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });
  }

  test('lists the most frequent first, however they were worded, with the newest wording and what came nearest', async () => {
    const folder = emptyFolder();
    const questions = openMissedQuestions(folder, neverFails);
    await questions.keep({ text: 'once\nonly', outcome: 'lost', nearest: [] });
    await questions.keep(missed('why does the weight decay of transformers differ'));
    await questions.keep(missed('Muon?'));
    await questions.keep(missed('Why does weight-decay differ, the transformer'));
    await questions.keep(missed('muon'));
    await questions.keep(missed('what is MUON'));
    const { code, stdout, stderr } = await list(folder);
    const today = new Date().toISOString().slice(0, 10);
    expect(stdout.split('\n')).toEqual([
      `3 times, last on ${today}, offered, nearest momentum (40 %)`,
      '    what is MUON',
      `2 times, last on ${today}, offered, nearest momentum (40 %)`,
      '    Why does weight-decay differ, the transformer',
      `once, last on ${today}, lost`,
      '    once only',
      '',
    ]);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('says so where none was missed', async () => {
    const folder = emptyFolder();
    expect(await list(folder)).toEqual({
      code: 0,
      stdout: `No question was missed yet, as far as ${folder} tells.\n`,
      stderr: '',
    });
  });

  test('says so where they are not kept, and shows none of those kept before', async () => {
    const folder = emptyFolder();
    await openMissedQuestions(folder, neverFails).keep(missed('kept before'));
    expect(await list(folder, { MISSED_QUESTIONS: 'off' })).toEqual({
      code: 0,
      stdout: 'Missed questions are not kept: MISSED_QUESTIONS is off.\n',
      stderr: '',
    });
  });

  test('tells a setting that cannot be used in a line', async () => {
    expect(await list(emptyFolder(), { MISSED_QUESTIONS: 'perhaps' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'MISSED_QUESTIONS is "perhaps": it can be on or off\n',
    });
  });
});
