import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../src/chat/experiment-defaults.ts';
import type { ExperimentFields } from '../../src/chat/experiment-settings.ts';
import { coreOf, scriptOf } from '../../src/export/script.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { anyExperiments } from './arms.ts';
import { lackOf, runPython, skipWhere } from './python.ts';
import { quantities, twoClasses } from './tables.ts';

function scriptFor(options: ExperimentFields): string {
  const experiment = withDefaults(options);
  return scriptOf([{ ...experiment, wd: 0 }, experiment], '/train');
}

/** Without comments and what functions say of themselves. */
function code(script: string): string {
  return script.replace(/"""[\s\S]*?"""|#.*$/gmu, '');
}

const ofTables: Experiment[] = [quantities, twoClasses].map((table) => withDefaults({ csv: table.name, table }));

describe('reproduce.py', () => {
  it('uses whatever it defines or imports, for any experiment', () => {
    fc.assert(
      fc.property(fc.oneof(anyExperiments, fc.constantFrom(...ofTables.map((each) => [each]))), (experiments) => {
        const script = code(scriptOf(experiments, '/train')).replace(/"[^"\n]*"/gu, '');
        const defined = [
          ...script.matchAll(/^ *(?:def|class|import) (\w+)/gmu),
          ...script.matchAll(/^ *(\w+) = /gmu),
        ].map(([, name]) => name!);
        for (const name of defined.filter((each) => each !== '__init__')) {
          const uses = [...script.matchAll(new RegExp(`\\b${name}\\b`, 'gu'))].length;
          expect(uses, name).toBeGreaterThan(1);
        }
      }),
    );
  });

  it('has of optimizers, schedules, batches, losses and activations only what the experiment has', () => {
    const words = {
      'torch.optim.SGD': ({ optimizer }: Experiment) => optimizer === 'sgd' || optimizer === 'sgdw',
      'torch.optim.Adam(': ({ optimizer }: Experiment) => optimizer === 'adam',
      'torch.optim.AdamW(': ({ optimizer }: Experiment) => optimizer === 'adamw',
      weight_decay: ({ optimizer }: Experiment) => optimizer !== 'sgdw',
      LambdaLR: ({ schedule }: Experiment) => schedule !== 'constant',
      'nn.Tanh': ({ hidden, activation }: Experiment) => hidden.length > 0 && activation === 'tanh',
      'nn.ReLU': ({ hidden, activation }: Experiment) => hidden.length > 0 && activation === 'relu',
      'nn.MSELoss': ({ task }: Experiment) => task !== 'moons',
      'nn.BCEWithLogitsLoss': ({ task }: Experiment) => task === 'moons',
    };
    fc.assert(
      fc.property(anyExperiments, (experiments) => {
        const script = code(scriptOf(experiments, '/train'));
        for (const [word, has] of Object.entries(words)) expect(script.includes(word), word).toBe(has(experiments[0]!));
      }),
    );
  });

  it('stays short enough to be read: at most 130 lines for the default, 160 for anything', () => {
    const count = (script: string) => script.trimEnd().split('\n').length;
    expect(count(scriptFor({}))).toBeLessThanOrEqual(130);
    fc.assert(
      fc.property(anyExperiments, (experiments) => {
        expect(count(scriptOf(experiments, '/train'))).toBeLessThanOrEqual(160);
      }),
    );
  });

  it('has the settings at its top, as they were asked for', () => {
    const script = scriptFor({ lr: 1e-7, wd: 0.3, steps: 70, seeds: 4, batch: 6, momentum: 0.5 });
    for (const line of [
      'LR = 1e-7',
      'WDS = [0, 0.3]',
      'MOMENTUM = 0.5',
      'BATCH = 6',
      'STEPS = 70',
      'SEEDS = range(1, 5)',
    ]) {
      expect(script.split('\n\n\n')[0]).toContain(`\n${line}`);
    }
  });

  it('gives as its core lines that stand in it', () => {
    fc.assert(
      fc.property(anyExperiments, (experiments) => {
        const lines = scriptOf(experiments, '/train')
          .split('\n')
          .map((line) => line.trim());
        const core = coreOf(experiments[0]!);
        for (const line of core)
          expect(
            lines.some((each) => each.startsWith(line.trim())),
            line,
          ).toBe(true);
        expect(core.length).toBeGreaterThanOrEqual(5);
        expect(core.length).toBeLessThanOrEqual(9);
      }),
    );
  });

  it.each([
    ['a line of its own', 'x\nimport os', 'x\u2028import os', 'x\rimport os', 'x\u0085import os'],
    ['the end of a text', '"""\nimport os\n"""', "'''; import os"],
    ['an encoding', 'coding: utf-7'],
  ])('keeps what a stranger typed within a comment: %s', (_, ...typed) => {
    const experiment = withDefaults({});
    const plain = scriptOf([experiment], '');
    for (const text of typed) {
      const lines = scriptOf([experiment], text).split(/\r\n|[\n\r\u0085\u2028\u2029]/u);
      const others = lines.filter((line) => !plain.split('\n').includes(line));
      expect(others).toEqual([expect.stringMatching(/^# /u)]);
      expect(lines.indexOf(others[0]!)).toBeGreaterThan(1); // where Python looks for an encoding
    }
  });

  it('is Python', async (context) => {
    skipWhere(lackOf('python'), context);
    const experiments = [...fc.sample(anyExperiments, { numRuns: 40, seed: 1 }), ...ofTables.map((each) => [each])];
    const files = experiments.map((each, index) => ({
      name: `${index}.py`,
      content: scriptOf(each, '/train "x" \\ é'),
    }));
    await runPython(['-W', 'error', '-m', 'py_compile', ...files.map(({ name }) => name)], files);
  });
});
