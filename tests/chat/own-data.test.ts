import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toExperiment } from '../../src/chat/experiment-options.ts';
import type { ExperimentFields } from '../../src/chat/experiment-settings.ts';
import { MAX_CUSTOM_ID, writeCustomId } from '../../src/chat/invocation.ts';
import { experimentData, withNote, withOwnData } from '../../src/chat/own-data.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { runButtons } from '../../src/chat/run-buttons.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { BUDGET, costOf } from '../../src/lab/budget.ts';
import { hasDiverged } from '../../src/training/history.ts';
import { train } from '../../src/training/train.ts';
import { madeUpTable } from '../tables.ts';

const HOUSES = 'id;size;rooms;price\na;50,5;2;100\nb;70;3;150\nc;;3;160\nd;90;4;210\ne;120;5;260\nf;40;1;90\n';
const open = (text: string) => async () => new TextEncoder().encode(text);

describe('options that name a file', () => {
  test('bring its table, the file, and a few words about it', async () => {
    const { asked, note, files } = await withOwnData({ csv: '/home/ada/my houses.csv', lr: 0.02 }, open(HOUSES));
    expect(asked).toMatchObject({
      csv: 'my_houses.csv',
      lr: 0.02,
      table: { columns: ['size', 'rooms', 'price'], rows: 5 },
    });
    expect(files).toEqual([{ name: 'my_houses.csv', content: new TextEncoder().encode(HOUSES) }]);
    expect(note).toBe(
      [
        'From "my\\_houses.csv", 5 rows: 2 features to predict "price", a quantity.',
        'So few rows may show anything by chance: another file like it may say otherwise.',
        'Left out, being no numbers or mostly gaps: "id".',
        '1 row with gaps was dropped.',
        'Each seed splits the same rows anew, 4 to train and 1 to validate, and measures them in the training rows’ standard deviations.',
      ].join(' '),
    );
  });

  test('say of two classes which they are', async () => {
    const text = 'x,kind\n1,yes\n2,no\n3,yes\n4,no\n';
    const { note } = await withOwnData({ csv: 'a.csv', target: 'kind' }, open(text));
    expect(note).toContain(
      'From "a.csv", 4 rows: one feature to predict whether "kind" is "yes" or "no", two classes.',
    );
  });

  test('are left alone where there is none, and nothing is opened', async () => {
    const refuse = () => Promise.reject(new Error('nothing to open'));
    const asked: ExperimentFields = { lr: 0.1 };
    expect(await withOwnData(asked, refuse)).toEqual({ asked, note: '', files: [] });
    expect(withNote('Found.', '')).toBe('Found.');
  });

  test('are told of below the reply, sentence by sentence, as far as there is room', async () => {
    const { note } = await withOwnData({ csv: 'a.csv' }, open(HOUSES));
    expect(withNote('Found.', note)).toBe(`Found.\n\n${note}`);
    for (let length = 1_000; length <= MAX_TEXT; length += 7) {
      const text = withNote('x'.repeat(length), note);
      expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
      expect(text).toMatch(/[x.]$/u);
    }
  });

  test('tell a mistake of the file’s as the person’s', async () => {
    await expect(withOwnData({ csv: 'a.csv' }, open('x,y\n1,2'))).rejects.toThrow(UserError);
  });

  test('never give it the name of a picture beside it', async () => {
    const { asked, files } = await withOwnData({ csv: 'train.PNG' }, open(HOUSES));
    expect([asked.csv, files[0]!.name]).toEqual(['train.csv', 'train.csv']);
  });

  test('give it a name that every surface leaves as it is', () => {
    return fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }), async (csv) => {
        const { asked, files, note } = await withOwnData({ csv }, open(HOUSES));
        expect(asked.csv).toMatch(/^[\w.-]{1,40}$/u);
        expect(files[0]!.name).toBe(asked.csv);
        expect(note.length).toBeLessThan(600);
        // Read again by that name, it is the same.
        expect((await withOwnData(asked, open(HOUSES))).asked).toEqual(asked);
      }),
    );
  });
});

test('buttons below the reply send the file and its target, and fit', async () => {
  const { asked } = await withOwnData({ csv: `${'long '.repeat(30)}name.csv`, target: 'rooms' }, open(HOUSES));
  const buttons = runButtons(asked, toExperiment(asked), 'helped');
  for (const { label, sends } of buttons.filter(({ sends }) => sends.command === 'train')) {
    expect(sends.options, label).toMatchObject({ csv: asked.csv, target: 'rooms' });
    expect(sends.options).not.toHaveProperty('table');
    expect(writeCustomId(sends).length, label).toBeLessThanOrEqual(MAX_CUSTOM_ID);
  }
});

test('for scripts, an experiment says how large its table is instead of all its values', () => {
  const table = madeUpTable({ kind: 'classes' });
  const { table: summary, ...rest } = experimentData(toExperiment({ csv: 'made-up.csv', table }));
  expect(summary).toEqual({
    name: 'made-up.csv',
    rows: 40,
    columns: ['x1', 'x2', 'x3', 'y'],
    target: 'y',
    classes: ['0', '1'],
  });
  expect(rest).toMatchObject({ task: 'csv', lr: 0.05 });
});

describe('a plain run on a table of any size', () => {
  test.for([
    [20_000, 9],
    [2_500, 200],
    [300, 200],
    [30, 2],
  ] as const)('of %i rows and %i features takes no more than one request may', ([rows, features]) => {
    const experiment = toExperiment({ csv: 'a.csv', table: madeUpTable({ rows, features }) });
    expect(costOf([experiment, experiment])).toBeLessThan(BUDGET);
  });

  test('does not diverge, though all features be the same', () => {
    for (const features of [1, 30, 200]) {
      const table = madeUpTable({ rows: 60, features });
      for (let row = 0; row < table.rows; row++) {
        table.values.fill(table.values[row * (features + 1)]!, row * (features + 1), (row + 1) * (features + 1) - 1);
      }
      for (const hidden of [[], [8]]) {
        for (const wd of [0, 0.01]) {
          const experiment = toExperiment({ csv: 'a.csv', table, hidden, wd, steps: 200 });
          expect(hasDiverged(train(experiment, 1)), `${features} ${hidden}`).toBe(false);
        }
      }
    }
  });
});
