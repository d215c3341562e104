import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import train from '../../commands/train.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { anyCharacter } from './any-character.ts';
import { withoutLab } from './no-lab.ts';

const ZWSP = '\u200b';
const RTL = '\u202e';
const NUMBER = 'a number is needed, such as 0.05 or 1e-3';
const SEMICOLONS =
  'its commas could part numbers or be decimal commas; write semicolons between numbers, such as 0,01; 0,1';
const STEPS = 'a whole number is needed, such as 3000';
const BATCH = 'it can be all, or a whole number of samples such as 5';
const HIDDEN = 'it can be none, or one to 4 layers of 1 to 256 units such as 32-32';

/** The mistake told for these options; anything else fails. */
async function mistake(raw: Readonly<Record<string, string>>): Promise<string> {
  const error: unknown = await train.run(raw, withoutLab()).catch((reason: unknown) => reason);
  if (error instanceof UserError) return error.message;
  throw error;
}

describe('/train tells in one exact sentence what is wrong with', () => {
  test.for([
    [{ lr: 'ten' }, `lr is "ten": ${NUMBER}`],
    [{ lr: 'NaN' }, `lr is "NaN": ${NUMBER}`],
    [{ lr: 'inf' }, `lr is "inf": ${NUMBER}`],
    [{ lr: '-0.1' }, 'lr is "-0.1": it cannot be negative; try 0.05 or 1e-3'],
    [{ lr: '−0,1' }, 'lr is "−0,1": it cannot be negative; try 0.05 or 1e-3'],
    [{ lr: '-1e309' }, 'lr is "-1e309": it cannot be negative; try 0.05 or 1e-3'],
    [{ lr: '1e309' }, 'lr is "1e309": too large, at most 1000 works; try 0.05 or 1e-3'],
    [{ lr: '0' }, 'lr is "0": it must be more than 0; try 0.05 or 1e-3'],
    [{ lr: '10²' }, `lr is "10²": ${NUMBER}`],
    [{ lr: '' }, `lr is empty: ${NUMBER}`],
    [{ lr: ' \t\n' }, `lr is empty: ${NUMBER}`],
    [{ lr: ZWSP }, `lr is empty: ${NUMBER}`],
    [{ lr: 'x'.repeat(10_000) }, `lr is "${'x'.repeat(40)}…": ${NUMBER}`],
    [{ lr: `${RTL}neves` }, `lr is "neves": ${NUMBER}`],
    [{ lr: '@everyone' }, `lr is "@${ZWSP}everyone": ${NUMBER}`],
    [{ lr: '**1** `2`' }, `lr is "\\*\\*1\\*\\* \\\`2\\\`": ${NUMBER}`],
    [{ lr: '```\n1\n```' }, `lr is "\\\`\\\`\\\` 1 \\\`\\\`\\\`": ${NUMBER}`],
    [{ wd: 'ten' }, 'wd is "ten": a number is needed, such as 0.01 or 1e-3'],
    [{ wd: '0, ten' }, 'wd is "ten": a number is needed, such as 0.01 or 1e-3'],
    [{ wd: '0; −1' }, 'wd is "−1": it cannot be negative; try 0.01 or 1e-3'],
    [{ wd: '' }, 'wd is empty: at least one number is needed, such as 0.01 or 1e-3'],
    [{ wd: ' ; ' }, 'wd is ";": at least one number is needed, such as 0.01 or 1e-3'],
    [{ wd: '0,01,0,1' }, `wd is "0,01,0,1": ${SEMICOLONS}`],
    [{ wd: '1 2 3 4 5 6' }, 'wd has 6 different numbers: at most 5 fit into one picture'],
    [{ task: 'moon' }, 'task is "moon": it can be curve, ridge, moons, wide or csv'],
    [{ task: '' }, 'task is empty: it can be curve, ridge, moons, wide or csv'],
    [{ optimizer: 'lion' }, 'optimizer is "lion": it can be sgd, sgdw, adam or adamw'],
    [{ momentum: '1' }, 'momentum is "1": too large, at most 0.999 works; try 0.9'],
    [{ hidden: '1000' }, `hidden is "1000": ${HIDDEN}`],
    [{ hidden: '0-3' }, `hidden is "0-3": ${HIDDEN}`],
    [{ hidden: '-5' }, `hidden is "-5": ${HIDDEN}`],
    [{ hidden: '8-8-8-8-8' }, `hidden is "8-8-8-8-8": ${HIDDEN}`],
    [{ hidden: '' }, `hidden is empty: ${HIDDEN}`],
    [{ batch: '0' }, `batch is "0": ${BATCH}`],
    [{ batch: '2.5' }, `batch is "2.5": ${BATCH}`],
    [{ batch: '1e309' }, `batch is "1e309": ${BATCH}`],
    [{ batch: '50' }, 'batch is 50: curve has 20 training points, so it can be at most 20, or all'],
    [{ steps: '2.5' }, `steps is "2.5": ${STEPS}`],
    [{ steps: '3,000' }, 'steps is "3,000": write a whole number without commas or points, such as 3000'],
    [{ steps: '0' }, 'steps is "0": too small, at least 1 works; try 3000'],
    [{ steps: '1e309' }, 'steps is "1e309": too large, at most 100000 works; try 3000'],
    [{ seeds: '0' }, 'seeds is "0": too small, at least 1 works; try 5'],
    [{ seeds: '21' }, 'seeds is "21": too large, at most 20 works; try 5'],
    [{ nesterov: 'maybe' }, 'nesterov is "maybe": it can be yes or no'],
    [{ momentun: '0.9' }, '/train has no option "momentun": did you mean momentum?'],
    [{ lr: '1', decay_biases: 'no' }, '/train has no option "decay\\_biases": did you mean decay-biases?'],
    [
      { dropout: '0.5' },
      '/train has no option "dropout": its options are lr, wd, task, optimizer, momentum, steps, batch, schedule, ' +
        'seeds, hidden, activation, nesterov, decay-biases, csv, target, private',
    ],
    [{ lr: 'x', seeds: '0' }, `lr is "x": ${NUMBER}\nseeds is "0": too small, at least 1 works; try 5`],
  ] as const)('%j', async ([raw, sentence]) => {
    expect(await mistake(raw)).toBe(sentence);
  });

  test('everything at once, and the reply is still not too long', async () => {
    const worst = Object.fromEntries(Object.keys(train.options.shape).map((name) => [name, '`'.repeat(6_000)]));
    const told = await mistake(worst);
    expect(told.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(told.split('\n')).toHaveLength(6);
    expect(told).toMatch(/\nand 9 more$/u);
  });

  test('any text for any option, in lines that begin with the option’s name and can be shown', async () => {
    // A file's name is not typed on Discord, and what cannot be opened is the surface's to tell.
    const name = fc.constantFrom(...Object.keys(train.options.shape).filter((option) => option !== 'csv'));
    const hostile = fc
      .string({ unit: anyCharacter, maxLength: 60 })
      .filter((text) => !/\d/u.test(text.normalize('NFKC')));
    await fc.assert(
      fc.asyncProperty(name, hostile, async (option, text) => {
        const word = text
          .normalize('NFKC')
          .replace(/\p{Cf}/gu, '')
          .trim()
          .toLowerCase();
        fc.pre(!/^(all|none|yes|no|on|off|true|false)$/u.test(word));
        const told = await mistake({ [option]: text });
        expect(told.slice(0, option.length + 4)).toBe(`${option} is `);
        expect(told).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
