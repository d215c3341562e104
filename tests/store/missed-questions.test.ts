import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MissedQuestion } from '../../src/chat/command.ts';
import { keeperOf } from '../../src/store/missed-questions.ts';
import { openSqliteStore } from '../../src/store/open-store.ts';
import { newFolder, onBoth } from './places.ts';

const { PATH } = process.env;
const TOOL = new URL('../../src/answers/tools/missed.ts', import.meta.url).pathname;

function missed(text: string): MissedQuestion {
  return { text, outcome: 'offered', nearest: [{ id: 'momentum', score: 0.4 }] };
}

function openIn(folder: string) {
  const store = openSqliteStore({ folder, patienceMs: 100 });
  onTestFinished(() => store.close());
  return store;
}

async function textsIn(folder: string): Promise<string[]> {
  return (await openIn(folder).missed.list()).map(({ text }) => text);
}

describe('missed questions', () => {
  test('are kept by what a surface calls', async () => {
    const store = openIn(newFolder());
    const failures: unknown[] = [];
    keeperOf(store.missed, (error) => failures.push(error))(missed('from a message'));
    await expect.poll(() => store.missed.list()).toMatchObject([missed('from a message')]);
    expect(failures).toEqual([]);
  });

  test('are let go where the disk will not have them: whoever asked goes on, and the failure is told', async () => {
    const inTheWay = join(newFolder(), 'data');
    writeFileSync(inTheWay, 'a file where the folder should be');
    const failures: unknown[] = [];
    const keep = keeperOf(openIn(inTheWay).missed, (error) => failures.push(error));
    for (const text of ['one', 'two']) expect(keep(missed(text))).toBeUndefined();
    await expect.poll(() => failures).toEqual([expect.any(Error), expect.any(Error)]);
  });

  test('are not kept where that is turned off', () => {
    const keep = keeperOf(null, (error) => {
      throw error;
    });
    expect(keep(missed('nobody will know'))).toBeUndefined();
  });
});

describe('the files of an earlier version', () => {
  const line = (text: string, day: number) =>
    `${JSON.stringify({ time: `2026-01-0${day}T00:00:00.000Z`, ...missed(text) })}\n`;

  test('are taken over, in their order, before what came since', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'missed-questions.jsonl'), line('second', 2) + line('third', 3));
    writeFileSync(join(folder, 'missed-questions.old.jsonl'), line('first \ud800', 1));
    const store = openIn(folder);
    await store.missed.keep(missed('new'));
    const kept = await store.missed.list();
    expect(kept.map(({ text }) => text)).toEqual(['first \ud800', 'second', 'third', 'new']);
    expect(kept[1]).toEqual({ time: '2026-01-02T00:00:00.000Z', ...missed('second') });
    const files = readdirSync(folder).filter((file) => file.includes('missed'));
    expect(files.sort()).toEqual(['missed-questions.jsonl.imported', 'missed-questions.old.jsonl.imported']);
    expect(readFileSync(join(folder, files[0]!), 'utf8')).toContain('second');
  });

  test('are taken over once, though several begin at once or one was ended in the middle', async () => {
    const folder = newFolder();
    const file = join(folder, 'missed-questions.jsonl');
    const content = line('one', 1) + line('two', 2);
    writeFileSync(file, content);
    await Promise.all([textsIn(folder), textsIn(folder), textsIn(folder)]);
    expect(await textsIn(folder)).toEqual(['one', 'two']);
    writeFileSync(file, content);
    expect(await textsIn(folder)).toEqual(['one', 'two']);
  });

  test('hold lines that are no questions, or were cut short: they are passed over', async () => {
    const folder = newFolder();
    const odd = '\nnot json\n{"time": 3}\nnull\n[]\n\u0000\n{"time":"2026","text":"x"}\n{"time":"2026-01-01T00:0\n';
    writeFileSync(join(folder, 'missed-questions.jsonl'), line('before', 1) + odd + line('after', 2));
    expect(await textsIn(folder)).toEqual(['before', 'after']);
  });

  test('that cannot be read stand in nobody’s way', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'missed-questions.jsonl'));
    const said: unknown[] = [];
    const log = { info: () => {}, error: (line: unknown) => void said.push(line) };
    const store = openSqliteStore({ folder, log: log as NonNullable<Parameters<typeof openSqliteStore>[0]['log']> });
    onTestFinished(() => store.close());
    await store.missed.keep(missed('new'));
    expect(await store.missed.list()).toHaveLength(1);
    expect(said).toEqual([{ err: expect.objectContaining({ code: 'EISDIR' }) }]);
  });
});

describe('npm run ask:missed', () => {
  function list(variables: Record<string, string>) {
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      // In an empty folder, so that nobody's own .env is read.
      const options = { cwd: newFolder(), env: { PATH, ...variables } };
      execFile(process.execPath, [TOOL], options, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      });
    });
  }

  test('lists the most frequent first, however they were worded, with the newest wording and what came nearest', async () => {
    const folder = newFolder();
    const questions = openIn(folder).missed;
    await questions.keep({ text: 'once\nonly', outcome: 'lost', nearest: [] });
    await questions.keep(missed('why does the weight decay of transformers differ'));
    await questions.keep(missed('Muon?'));
    await questions.keep(missed('Why does weight-decay differ, the transformer'));
    await questions.keep(missed('muon'));
    await questions.keep(missed('what is MUON'));
    const { code, stdout, stderr } = await list({ DATA_DIR: folder });
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
    const folder = join(newFolder(), 'data');
    const none = { code: 0, stdout: `No question was missed yet, as far as ${folder} tells.\n`, stderr: '' };
    expect(await list({ DATA_DIR: folder })).toEqual(none);
    expect(existsSync(folder)).toBe(false); // looking makes nothing
    await openIn(folder).ping();
    expect(await list({ DATA_DIR: folder })).toEqual(none);
  });

  test('says so where they are not kept, and shows none of those kept before', async () => {
    const folder = newFolder();
    await openIn(folder).missed.keep(missed('kept before'));
    expect(await list({ DATA_DIR: folder, MISSED_QUESTIONS: 'off' })).toEqual({
      code: 0,
      stdout: 'Missed questions are not kept: MISSED_QUESTIONS is off.\n',
      stderr: '',
    });
  });

  test('tells a setting that cannot be used in a line', async () => {
    expect(await list({ MISSED_QUESTIONS: 'perhaps' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'MISSED_QUESTIONS is "perhaps": it can be on or off\n',
    });
  });

  test('lists what an earlier version kept', async () => {
    const folder = newFolder();
    const time = '2026-01-02T00:00:00.000Z';
    writeFileSync(join(folder, 'missed-questions.jsonl'), `${JSON.stringify({ time, ...missed('then') })}\n`);
    const { stdout } = await list({ DATA_DIR: folder });
    expect(stdout).toBe('once, last on 2026-01-02, offered, nearest momentum (40 %)\n    then\n');
  });

  test('says what is wrong where the database cannot be used', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'halflife.db'), 'no database, though long enough to be one\n'.repeat(1_000));
    const { code, stdout, stderr } = await list({ DATA_DIR: folder });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('file is not a database');
  });

  onBoth((newPlace) => {
    test('lists what the bot kept', async () => {
      const place = await newPlace();
      await place.open().missed.keep(missed('where it is'));
      const { storage } = place;
      const { stdout } = await list(
        'dataDir' in storage ? { DATA_DIR: storage.dataDir } : { DATABASE_URL: storage.databaseUrl },
      );
      expect(stdout).toContain('where it is');
    });
  });
});
