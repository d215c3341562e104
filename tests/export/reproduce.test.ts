import { beforeAll, describe, expect, it } from 'vitest';
import { withDefaults } from '../../src/chat/experiment-defaults.ts';
import type { ExperimentFields } from '../../src/chat/experiment-settings.ts';
import { namesOf } from '../../src/export/files.ts';
import { scriptOf } from '../../src/export/script.ts';
import { tableCsv } from '../../src/export/table-csv.ts';
import { type RunData, runsData } from '../../src/findings/runs-data.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { taskOf } from '../../src/training/tasks/index.ts';
import { train } from '../../src/training/train.ts';
import { lackOf, runPython, runScripts, skipWhere } from './python.ts';
import { fewRows, quantities, twoClasses } from './tables.ts';

/** What every number is held to; none of these runs is so near the edge of stability that a last bit decides. */
const RELATIVE = 1e-9;
const SEEDS = 2;

interface Case extends Partial<Omit<Experiment, 'wd'>> {
  readonly wd?: readonly number[];
}

const SMALL = { hidden: [6], steps: 90 };
const ADAM = { ...SMALL, lr: 0.01, momentum: 0 };

const cases: Record<string, Case> = {
  'the default, shorter': { steps: 100 },
  'plain sgd with three wds, relu': { ...SMALL, momentum: 0, wd: [0.01, 0.1, 1], activation: 'relu' },
  'nesterov along a cosine, biases spared': {
    ...SMALL,
    nesterov: true,
    schedule: 'cosine',
    decayBiases: false,
    wd: [0.1],
  },
  'sgdw with momentum, biases spared, one cycle': {
    ...SMALL,
    optimizer: 'sgdw',
    wd: [0.5],
    decayBiases: false,
    schedule: 'one-cycle',
  },
  'plain sgdw in mini-batches': { ...SMALL, optimizer: 'sgdw', momentum: 0, batch: 8, wd: [0.2] },
  'adam after a warm-up, in uneven mini-batches': { ...ADAM, optimizer: 'adam', schedule: 'warmup-cosine', batch: 7 },
  'adam with biases spared, three layers': { ...ADAM, optimizer: 'adam', hidden: [5, 4, 3], decayBiases: false },
  'adamw, biases spared': { ...ADAM, optimizer: 'adamw', wd: [0.1, 1], decayBiases: false },
  'a line with a bias, one step': { hidden: [], momentum: 0, steps: 1 },
  ridge: { task: 'ridge', hidden: [], momentum: 0, lr: 0.1, wd: [0.3, 2 / 3], steps: 200 },
  'ridge through a hidden layer, in single samples': { ...SMALL, task: 'ridge', lr: 0.005, batch: 1 },
  'ridge beyond the edge': { task: 'ridge', hidden: [], momentum: 0, lr: 3, wd: [1], steps: 1_000 },
  'a wave that diverges, by its penalty too': { ...SMALL, lr: 20, wd: [3, 900], activation: 'relu', steps: 200 },
  moons: { ...SMALL, task: 'moons', lr: 0.1 },
  wide: { task: 'wide', hidden: [], momentum: 0, lr: 0.01, wd: [3], steps: 60 },
  'a table of quantities, the target in the middle': { ...SMALL, task: 'csv', table: quantities },
  'a table in mini-batches': { ...SMALL, task: 'csv', table: quantities, batch: 5 },
  'a table of two classes': { ...SMALL, task: 'csv', table: twoClasses, batch: 4 },
};

function experimentsOf({ wd: wds, ...settings }: Case): Experiment[] {
  const usual = { ...withDefaults({ task: settings.task } as ExperimentFields), ...settings, seeds: SEEDS };
  return [0, ...(wds ?? [usual.wd])].map((wd) => ({ ...usual, wd }));
}

function trained(experiments: readonly Experiment[]): RunData[] {
  return runsData(
    experiments.map((experiment) => ({
      experiment,
      histories: Array.from({ length: experiment.seeds }, (_, index) => train(experiment, index + 1)),
    })),
  );
}

const lack = lackOf('torch');

describe('reproduce.py prints what Halflife found', () => {
  let printed: string[] = [];
  beforeAll(async () => {
    if (lack !== null) return;
    const scripts = Object.values(cases).map((settings) => scriptOf(experimentsOf(settings), '/train'));
    const tables = new Set(Object.values(cases).flatMap(({ table }) => table ?? []));
    printed = await runScripts(
      scripts,
      Array.from(tables, (table) => ({ name: namesOf(table).table, content: tableCsv(table) })),
    );
  });

  it.for(Object.entries(cases))('%s', ([name, settings], context) => {
    skipWhere(lack, context);
    agree(printed[Object.keys(cases).indexOf(name)]!, experimentsOf(settings));
  });

  it('a table of so few rows that those to train on are alike', async (context) => {
    skipWhere(lack, context);
    const experiments = experimentsOf({ ...SMALL, task: 'csv', table: fewRows, steps: 20 });
    const { training } = taskOf(experiments[0]!).draw(1);
    expect(new Set(training.targets.subarray(0, training.count))).toEqual(new Set([0]));
    const files = [
      { name: 'reproduce.py', content: scriptOf(experiments, '/train') },
      { name: namesOf(fewRows).table, content: tableCsv(fewRows) },
    ];
    const { stdout } = await runPython(['reproduce.py'], files);
    agree(stdout, experiments);
  });

  it('run by itself, and says nothing on stderr', async (context) => {
    skipWhere(lack, context);
    const experiments = experimentsOf(cases['the default, shorter']!);
    const script = { name: 'reproduce.py', content: scriptOf(experiments, '/train') };
    const { stdout, stderr } = await runPython(['reproduce.py'], [script]);
    expect(stderr).toBe('');
    expect(stdout).toBe(printed[0]);
  });

  it.each(['ridge beyond the edge', 'a wave that diverges, by its penalty too'])('%s does diverge', (name) => {
    for (const { divergedAt } of trained(experimentsOf(cases[name]!))) expect(divergedAt ?? 0).toBeGreaterThan(0);
  });
});

/** That a script printed the numbers that Halflife finds. */
function agree(printed: string, experiments: readonly Experiment[]): void {
  const theirs = linesOf(printed);
  const ours = trained(experiments);
  expect(theirs.map(({ lr, wd, optimizer, seed }) => ({ lr, wd, optimizer, seed }))).toEqual(
    ours.map(({ lr, wd, optimizer, seed }) => ({ lr, wd, optimizer, seed })),
  );
  for (const [index, run] of ours.entries()) {
    expect(Object.keys(theirs[index]!)).toEqual(KEYS);
    expect(theirs[index]!.divergedAt).toBe(run.divergedAt);
    for (const number of ['train', 'validation', 'weightLength'] as const) {
      const where = `${number} of wd ${run.wd}, seed ${run.seed}`;
      expect(apart(theirs[index]![number], run[number]), where).toBeLessThan(RELATIVE);
    }
  }
}

/** The lines of JSON that a script printed. */
function linesOf(stdout: string): Omit<RunData, 'penalty'>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const KEYS = ['lr', 'wd', 'optimizer', 'seed', 'train', 'validation', 'weightLength', 'divergedAt'];

/** Relative; none between two numbers that are both not there, all between one and none. */
function apart(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : Number.POSITIVE_INFINITY;
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}
