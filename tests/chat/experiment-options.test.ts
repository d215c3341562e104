import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { experimentOptions, lrOption, toExperiment, wdListOption } from '../../src/chat/experiment-options.ts';
import { traitsOf } from '../../src/chat/options.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { usesMomentum } from '../../src/training/experiment.ts';
import { anyExperimentOptions } from './train-options.ts';

const schema = z.object({ lr: lrOption, wd: wdListOption(5), ...experimentOptions });
const read = (raw: Readonly<Record<string, string>>) => {
  const { wd: wds, ...options } = z.decode(schema, raw);
  return toExperiment({ ...options, wd: wds?.[0] });
};

describe('the options of an experiment', () => {
  test('written as text read back as the same options', () => {
    fc.assert(
      fc.property(anyExperimentOptions, (options) => {
        const written = z.encode(schema, options);
        expect(Object.keys(written)).toEqual(Object.keys(schema.shape).filter((name) => name in options));
        expect(z.decode(schema, written)).toEqual(options);
      }),
    );
  });

  test('are described in one line of at most 100 characters, as Discord asks for', () => {
    for (const [name, option] of Object.entries(schema.shape)) {
      expect(traitsOf(option).description, name).toMatch(/^[^\n]{1,100}$/u);
    }
  });

  test.for([
    ['32-32', [32, 32]],
    ['32,32', [32, 32]],
    ['32, 32', [32, 32]],
    ['16x16x16', [16, 16, 16]],
    ['16 × 16', [16, 16]],
    ['8–8', [8, 8]],
    ['8  8', [8, 8]],
    ['64', [64]],
    ['none', []],
    ['None\u200b', []],
    ['0', []],
  ] as const)('read hidden:%s as %j', ([hidden, widths]) => {
    expect(read({ hidden }).hidden).toEqual(widths);
  });
});

describe('an experiment', () => {
  test.for([
    ['curve', 'sgd', { lr: 0.05, wd: 0.01, momentum: 0.9, hidden: [32, 32], steps: 3_000 }],
    ['curve', 'sgdw', { lr: 0.05, wd: 0.1, momentum: 0.9, hidden: [32, 32], steps: 3_000 }],
    ['curve', 'adam', { lr: 0.01, wd: 0.01, momentum: 0, hidden: [32, 32], steps: 3_000 }],
    ['curve', 'adamw', { lr: 0.01, wd: 1, momentum: 0, hidden: [32, 32], steps: 3_000 }],
    ['ridge', 'sgd', { lr: 0.1, wd: 0.667, momentum: 0, hidden: [], steps: 500 }],
    ['ridge', 'sgdw', { lr: 0.1, wd: 0.667, momentum: 0, hidden: [], steps: 500 }],
    ['ridge', 'adam', { lr: 0.03, wd: 0.667, momentum: 0, hidden: [], steps: 500 }],
    ['ridge', 'adamw', { lr: 0.03, wd: 1, momentum: 0, hidden: [], steps: 500 }],
    ['moons', 'sgd', { lr: 0.1, wd: 0.01, momentum: 0.9, hidden: [32, 32], steps: 2_000 }],
    ['moons', 'adamw', { lr: 0.01, wd: 3, momentum: 0, hidden: [32, 32], steps: 2_000 }],
    ['wide', 'sgd', { lr: 0.01, wd: 3, momentum: 0, hidden: [], steps: 400 }],
    ['wide', 'adam', { lr: 0.003, wd: 3, momentum: 0, hidden: [], steps: 400 }],
  ] as const)('of %s with %s that says nothing else has defaults of its own', ([task, optimizer, defaults]) => {
    expect(read({ task, optimizer })).toEqual({
      task,
      optimizer,
      activation: 'tanh',
      nesterov: false,
      decayBiases: true,
      schedule: 'constant',
      batch: 'all',
      seeds: 5,
      ...defaults,
    });
  });

  test('of nothing at all is the curve with sgd', () => {
    expect(read({})).toEqual(read({ task: 'curve', optimizer: 'sgd' }));
  });

  test('has what was asked for, or a mistake is told in one sentence', () => {
    fc.assert(
      fc.property(anyExperimentOptions, ({ wd, ...options }) => {
        const asked = { ...options, wd: wd?.[0] };
        try {
          const { decayBiases, ...experiment } = toExperiment(asked);
          const made = { ...experiment, 'decay-biases': decayBiases };
          expect(made).toMatchObject(
            Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
          );
          if (!usesMomentum(made.optimizer)) expect(made.momentum).toBe(0);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message).toMatch(/^(task|target|csv|momentum|nesterov|batch|hidden) [^\n]+$/u);
        }
      }),
    );
  });

  test.for([
    [
      { optimizer: 'adam', momentum: '0.9' },
      'momentum does not go with adam, which has its own β₁ = 0.9: it belongs to sgd or sgdw',
    ],
    [{ optimizer: 'adamw', nesterov: 'yes' }, 'nesterov does not go with adamw: it belongs to sgd or sgdw'],
    [{ task: 'ridge', nesterov: 'yes' }, 'nesterov needs momentum above 0, such as momentum:0.9'],
    [{ momentum: '0', nesterov: 'yes' }, 'nesterov needs momentum above 0, such as momentum:0.9'],
    [{ batch: '50' }, 'batch is 50: curve has 20 training points, so it can be at most 20, or all'],
    [
      { task: 'ridge', batch: '1e9' },
      'batch is 1000000000: ridge has 30 training points, so it can be at most 30, or all',
    ],
    [
      { task: 'csv' },
      'task is csv, your own data: attach a CSV file as csv, or in a terminal write csv:path/to/file.csv',
    ],
    [
      { target: 'price' },
      'target is "price": it names a column of a file, but none is given; attach a CSV file as csv, or in a terminal write csv:path/to/file.csv',
    ],
    [
      { task: 'moons', csv: 'mine.csv' },
      'csv does not go with task:moons, which has its own data: leave one of the two out, such as /train task:moons',
    ],
    [{ hidden: '256-256-256' }, 'hidden is 256-256-256, which makes 132353 weights: at most 50000 fit; try 64-64'],
  ] as const)('cannot be made of %j, and the sentence says what can', ([raw, sentence]) => {
    expect(() => read(raw)).toThrow(new UserError(sentence));
  });

  test.for([
    { optimizer: 'adam', momentum: '0' },
    { optimizer: 'adam', nesterov: 'no' },
    { task: 'ridge', momentum: '0.9', nesterov: 'yes' },
    { batch: '20' },
    { task: 'ridge', batch: '30' },
  ])('can be made of %j', (raw) => {
    expect(() => read(raw)).not.toThrow();
  });
});
