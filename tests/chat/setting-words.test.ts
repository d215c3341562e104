import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { experimentOptions } from '../../src/chat/experiment-options.ts';
import type { ExperimentFields } from '../../src/chat/experiment-settings.ts';
import { traitsOf } from '../../src/chat/options.ts';
import { settingWordsOption } from '../../src/chat/setting-word-option.ts';
import { readSettingWords, writeSettingWords } from '../../src/chat/setting-words.ts';
import { anyCharacter } from './any-character.ts';
import { anyExperimentOptions } from './train-options.ts';

const ZWSP = '\u200b';
const RTL = '\u202e';

function read(text: string): ExperimentFields {
  const said = readSettingWords(text);
  if ('wrong' in said) throw new Error(said.wrong);
  return said.value;
}

function wrong(text: string): string {
  const said = readSettingWords(text);
  return 'wrong' in said ? said.wrong : expect.unreachable(`${text} was read`);
}

describe('settings are read from a few words', () => {
  test.for<[string, ExperimentFields]>([
    ['lr 0.05 wd 0.01 adamw', { lr: 0.05, wd: 0.01, optimizer: 'adamw' }],
    ['lr=0.05, wd:0.01', { lr: 0.05, wd: 0.01 }],
    ['lr=0,05, wd: ,01; sgdw', { lr: 0.05, wd: 0.01, optimizer: 'sgdw' }],
    ['lr .05,wd 1e-3,relu', { lr: 0.05, wd: 0.001, activation: 'relu' }],
    [
      'lr .05 wd 1e-3 relu 64-64 batch 5 cosine 2000 steps',
      { lr: 0.05, wd: 0.001, activation: 'relu', hidden: [64, 64], batch: 5, schedule: 'cosine', steps: 2000 },
    ],
    ['no decay', { wd: 0 }],
    ['without weight decay', { wd: 0 }],
    ['momentum 0.9', { momentum: 0.9 }],
    ['no momentum, learning rate 1e-2', { momentum: 0, lr: 0.01 }],
    ['weight_decay=0.1 learning_rate=0.01 batch size 5', { wd: 0.1, lr: 0.01, batch: 5 }],
    ['AdamW', { optimizer: 'adamw' }],
    [`${RTL}Ada${ZWSP}mW ｌｒ　０.１`, { optimizer: 'adamw', lr: 0.1 }],
    ['nesterov', { nesterov: true }],
    ['nesterov momentum 0.5', { nesterov: true, momentum: 0.5 }],
    ['no nesterov', { nesterov: false }],
    ['no decay-biases', { 'decay-biases': false }],
    ['decay biases no wd 1', { 'decay-biases': false, wd: 1 }],
    ['nesterov no decay adamw', { nesterov: true, wd: 0, optimizer: 'adamw' }],
    ['linear', { hidden: [] }],
    ['hidden none', { hidden: [] }],
    ['64x64', { hidden: [64, 64] }],
    ['hidden 128', { hidden: [128] }],
    ['full batch one cycle', { batch: 'all', schedule: 'one-cycle' }],
    ['warmup cosine', { schedule: 'warmup-cosine' }],
    ['lr0.05 2000steps', { lr: 0.05, steps: 2000 }],
    ['5 seeds ridge', { seeds: 5, task: 'ridge' }],
    ['task moons', { task: 'moons' }],
    ['/train lr:0.05 wd:0.01', { lr: 0.05, wd: 0.01 }],
    ['adamw with lr 0.01 and wd 1', { optimizer: 'adamw', lr: 0.01, wd: 1 }],
    ['default', {}],
  ])('%j', ([text, fields]) => {
    expect(read(text)).toEqual(fields);
  });

  test('each choice of an option stands for it, and each name takes what its option takes', () => {
    for (const [name, option] of Object.entries(experimentOptions)) {
      for (const choice of traitsOf(option).choices ?? []) {
        expect(read(choice)).toEqual({ [name]: choice });
        expect(read(`${name} ${choice.toUpperCase()}`)).toEqual({ [name]: choice });
      }
    }
  });

  test('what is written of any settings reads back as the same', () => {
    const number = fc.double({ min: 0, max: 1_000, noNaN: true }).map((value) => value + 0);
    const fields = fc.tuple(
      anyExperimentOptions,
      fc.record({ lr: number.filter((lr) => lr > 0), wd: number }, { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(fields, ([settings, both]) => {
        const { lr: _lr, wd: _wd, ...others } = settings;
        const all = { ...both, ...others } as ExperimentFields;
        expect(read(writeSettingWords(all))).toEqual(all);
      }),
    );
  });

  test('is written in the fewest words', () => {
    expect(writeSettingWords({ lr: 0.05, optimizer: 'adamw', nesterov: false, hidden: [], wd: 0 })).toBe(
      'lr 0.05 wd 0 adamw hidden none no nesterov',
    );
    expect(writeSettingWords({})).toBe('default');
  });
});

describe('what cannot be read is told in one exact sentence', () => {
  test.for([
    ['', 'is empty: settings are needed, such as lr 0.05 wd 0.01 adamw'],
    [` ${ZWSP}\n`, 'is empty: settings are needed, such as lr 0.05 wd 0.01 adamw'],
    ['lr ten', 'says lr is "ten": a number is needed, such as 0.05 or 1e-3'],
    ['lr NaN', 'says lr is "nan": a number is needed, such as 0.05 or 1e-3'],
    ['lr inf', 'says lr is "inf": a number is needed, such as 0.05 or 1e-3'],
    ['lr -1', 'says lr is "-1": it cannot be negative; try 0.05 or 1e-3'],
    ['wd 1e309', 'says wd is "1e309": too large, at most 1000 works; try 0.01 or 1e-3'],
    ['lr', 'says lr without a value: Learning rate: scales the whole step (0.05, 1e-3)'],
    ['lr 0.1 lr 0.2', 'says lr twice: once is enough'],
    ['sgd adam', 'says optimizer twice: once is enough'],
    ['3 layers', 'says "3 layers": hidden takes the units of each layer, such as hidden 32-32 for two layers'],
    ['relu layers 3', 'says "layers 3": hidden takes the units of each layer, such as hidden 32-32 for two layers'],
    ['5', 'says "5" alone: write before it what it is, such as lr 0.05'],
    ['adanw', 'says "adanw": did you mean adamw?'],
    ['momentun 0.9', 'says "momentun": did you mean momentum?'],
    ['batch 50.5', 'says batch is "50.5": it can be all, or a whole number of samples such as 5'],
    [
      'dropout 0.5',
      'says "dropout": it can be a setting with its value (lr, wd, task, optimizer, momentum, steps, batch, schedule, ' +
        'seeds, hidden, activation, nesterov, decay-biases), or curve, ridge, moons, wide, csv, sgd, sgdw, adam, adamw, ' +
        'constant, cosine, warmup-cosine, one-cycle, tanh or relu',
    ],
    ['@everyone', expect.stringContaining(`says "@${ZWSP}everyone": it can be`)],
    ['`sgd`', expect.stringContaining('says "\\`sgd\\`": ')],
    ['toString 1', expect.stringContaining('says "tostring": ')],
    ['x'.repeat(10_000), expect.stringContaining(`says "${'x'.repeat(40)}…": it can be`)],
  ] as const)('%j', ([text, sentence]) => {
    expect(wrong(text)).toEqual(sentence);
  });

  test('whatever was typed, and can be shown', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'lr',
        'wd',
        '0.1',
        ',',
        '=',
        'no',
        'sgd',
        'adam',
        '64-64',
        'decay',
        'biases',
        ' ',
        '__proto__',
        'lr0',
      ),
      fc.string({ unit: anyCharacter, maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(' ', ''), (pieces, between) => {
        const said = readSettingWords(pieces.join(between));
        if ('value' in said) {
          expect(read(writeSettingWords(said.value))).toEqual(said.value);
        } else {
          expect(said.wrong).toMatch(/^(?:is empty|says )/u);
          expect(said.wrong).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|undefined/u);
          expect(said.wrong.length).toBeLessThan(600);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('while settings are being typed', () => {
  const suggest = (typed: string, others = {}) => traitsOf(settingWordsOption('A')).suggest!(typed, others);

  test('ten are worth trying before anything is, with the lr and wd they would train', () => {
    expect(suggest('')).toHaveLength(10);
    expect(suggest('')).toContainEqual({ label: 'adamw: adamw, lr 0.01, wd 1', value: 'adamw' });
    expect(suggest('', { task: 'ridge' })).toContainEqual({
      label: 'no decay: sgd, lr 0.1, no decay',
      value: 'no decay',
    });
  });

  test('the last word is finished, the others stay', () => {
    const values = suggest('lr 0.1 ad').map(({ value }) => value);
    expect(values).toEqual(['lr 0.1 adam', 'lr 0.1 adamw']);
    expect(suggest('lr 0.1 adam').map(({ value }) => value)).toEqual(['lr 0.1 adam', 'lr 0.1 adamw']);
  });

  test.for(['', 'a', 'lr', 'zqxj', '@everyone', 'x'.repeat(6_000), 'sgd '.repeat(100), ' ', ZWSP])(
    '%j: all that is suggested can be shown, and read',
    (typed) => {
      const suggested = suggest(typed);
      expect(suggested.length).toBeLessThanOrEqual(25);
      for (const { label, value } of suggested) {
        expect(label.length).toBeLessThanOrEqual(100);
        expect(value.length).toBeLessThanOrEqual(100);
        expect(readSettingWords(value)).toHaveProperty('value');
      }
    },
  );
});
