import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import type { Arm } from '../../src/findings/arm.ts';
import { differenceInWords, intervalInWords } from '../../src/findings/compare-difference.ts';
import { twinOf } from '../../src/findings/compare-explain.ts';
import { compareFindingsOf } from '../../src/findings/compare-findings.ts';
import { differencesOf } from '../../src/findings/compare-words.ts';
import { ACTIVATIONS, type Experiment, OPTIMIZERS, SCHEDULES, usesMomentum } from '../../src/training/experiment.ts';
import type { History } from '../../src/training/history.ts';
import { train } from '../../src/training/train.ts';
import { curve, moons, ridge } from '../experiments.ts';
import { madeUpTable } from '../tables.ts';
import { recountComparison, studentQuantile } from './compare-recount.ts';

function runsOf(experiment: Experiment): Arm {
  const seeds = Array.from({ length: experiment.seeds }, (_, index) => index + 1);
  return { experiment, histories: seeds.map((seed) => train(experiment, seed)) };
}

function compared(a: Experiment, b: Experiment, withTwins = false) {
  const twins = withTwins ? [twinOf(a), twinOf(b)].map(runsOf) : [];
  const [armA, armB] = [runsOf(a), runsOf(b)];
  return { a: armA, b: armB, twins, findings: compareFindingsOf(armA, armB, twins) };
}

function powerOfTen(least: number, most: number): fc.Arbitrary<number> {
  return fc.double({ min: least, max: most, noNaN: true }).map((power) => Number((10 ** power).toPrecision(2)));
}

/** Small enough to train by the hundred. */
const settings = fc
  .record({
    hidden: fc.constantFrom([], [4], [6, 5]),
    activation: fc.constantFrom(...ACTIVATIONS),
    optimizer: fc.constantFrom(...OPTIMIZERS),
    momentum: fc.constantFrom(0, 0.9),
    nesterov: fc.boolean(),
    lr: powerOfTen(-4, 1.5),
    wd: fc.oneof(fc.constant(0), powerOfTen(-5, 2)),
    decayBiases: fc.boolean(),
    schedule: fc.constantFrom(...SCHEDULES),
    batch: fc.constantFrom('all', 1, 7),
    steps: fc.integer({ min: 1, max: 100 }),
  })
  .map((drawn) => ({ ...drawn, momentum: usesMomentum(drawn.optimizer) ? drawn.momentum : 0 }))
  .map((drawn) => ({ ...drawn, nesterov: drawn.nesterov && drawn.momentum > 0 }));

/** Two experiments on the same data; sometimes they differ in one setting alone. */
const pair = fc
  .record({
    task: fc.constantFrom('curve', 'ridge', 'moons'),
    seeds: fc.integer({ min: 1, max: 8 }),
    a: settings,
    b: settings,
    only: fc.option(fc.constantFrom('lr', 'wd', 'optimizer', 'schedule', 'hidden', 'decayBiases'), { nil: undefined }),
  })
  .map(({ task, seeds, a, b, only }) => {
    const other = only === undefined ? b : { ...a, [only]: b[only] };
    const momentum = usesMomentum(other.optimizer) ? other.momentum : 0;
    const both = { task, seeds };
    return [
      { ...both, ...a },
      { ...both, ...other, momentum, nesterov: other.nesterov && momentum > 0 },
    ] as [Experiment, Experiment];
  })
  .filter(([a, b]) => differencesOf(a, b).a.length > 0);

const twoSteps = {
  activation: 'relu',
  optimizer: 'adam',
  momentum: 0,
  nesterov: false,
  lr: 1,
  wd: 1,
  steps: 2,
} as const;
const oneByOne = { task: 'curve', seeds: 5, decayBiases: true, schedule: 'constant', batch: 1 } as const;
/** So wide an interval that the fourth digit of Student's t shows in its ends. */
const WIDE_INTERVAL: [Experiment, Experiment] = [
  { ...twoSteps, ...oneByOne, hidden: [] },
  { ...twoSteps, ...oneByOne, hidden: [6, 5] },
];

describe('every number of a comparison can be worked out again from the histories', () => {
  it('for any two settings, within a message', () => {
    fc.assert(
      fc.property(pair, fc.boolean(), ([first, second], withTwins) => {
        const { a, b, twins, findings } = compared(first, second, withTwins);
        recountComparison(findings.text, a, b, twins);
        expect(findings.text).not.toMatch(/NaN|Infinity|undefined|null/u);
        expect(findings.text.length).toBeLessThanOrEqual(MAX_TEXT - 500); // room for what is said of own data
        expect(findings.title.length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 80, examples: [[WIDE_INTERVAL, false]] },
    );
  });

  it.each([
    ['decay', { ...curve, wd: 0.01 }, { ...curve, wd: 0 }],
    ['optimizers', ridge, { ...ridge, optimizer: 'adamw', lr: 0.03 }],
    ['networks', moons, { ...moons, hidden: [4] }],
  ] as const)('for %s', (_, first, second) => {
    const few = { steps: 400, seeds: 5 };
    const { a, b, twins, findings } = compared({ ...first, ...few }, { ...second, ...few }, true);
    recountComparison(findings.text, a, b, twins);
    expect(findings.text).toContain('interval of the mean');
  });

  it('would notice a wrong number, a wrong setting, and one it does not know', () => {
    const { a, b, findings } = compared({ ...ridge, wd: 0 }, ridge);
    const { text } = findings;
    recountComparison(text, a, b, []);
    expect(() => recountComparison(text.replace(/0\.6\d\d/u, '0.123'), a, b, [])).toThrow();
    expect(() => recountComparison(text.replace('wd 0.667', 'wd 0.766'), a, b, [])).toThrow();
    expect(() => recountComparison(text.replace(/between \d+/u, 'between 1'), a, b, [])).toThrow();
    expect(() => recountComparison(`${text} And 3 more.`, a, b, [])).toThrow();
  });

  it('by Student’s t as tables have it', () => {
    expect([2, 9, 19].map((freedom) => studentQuantile(freedom).toFixed(3))).toEqual(['4.303', '2.262', '2.093']);
  });
});

/** Arms of runs that end at these validation losses; NaN is a run that diverged. */
function ending(a: readonly number[], b: readonly number[]) {
  const arm = (wd: number, losses: readonly number[]): Arm => {
    const experiment = { ...curve, wd, seeds: losses.length };
    return { experiment, histories: losses.map((loss, index) => endingAt(experiment, index + 1, loss)) };
  };
  return compareFindingsOf(arm(0.01, a), arm(0.1, b));
}

function endingAt(experiment: Experiment, seed: number, loss: number): History {
  const diverged = Number.isNaN(loss);
  return {
    ...train({ ...experiment, steps: 1, hidden: [2] }, 1),
    experiment,
    seed,
    steps: diverged ? [0] : [0, 3_000],
    dataLoss: diverged ? [1] : [1, 1],
    validationLoss: diverged ? [1] : [1, loss],
    weightLength: diverged ? [1] : [1, 1],
    penalty: diverged ? [0] : [0, 0],
    divergedAt: diverged ? 85 : null,
  };
}

describe('a direction is claimed', () => {
  const of = (a: readonly number[], b: readonly number[]) => ending(a, b).comparison.verdict;

  it('where the interval leaves out zero and the seeds agree', () => {
    expect(of([0.2, 0.21, 0.19, 0.2, 0.22], [0.1, 0.11, 0.1, 0.1, 0.12])).toBe('b-better');
    expect(of([0.1, 0.11, 0.1, 0.1, 0.12], [0.2, 0.21, 0.19, 0.2, 0.22])).toBe('a-better');
  });

  it('not where they scatter both ways', () => {
    const { comparison, text } = ending([0.1, 0.2, 0.1, 0.2, 0.15], [0.2, 0.1, 0.2, 0.1, 0.15]);
    expect(comparison.verdict).toBe('unclear');
    expect(text).toMatch(/^\*\*No clear difference between wd 0\.01 \(A\) and wd 0\.1 \(B\)\.\*\*/u);
    expect(text).toContain(
      'The interval holds zero as well: these 5 seeds cannot tell the two apart. More seeds would tell more.',
    );
  });

  it('not where one wild seed stretches the interval over zero, though all agree; its median is told', () => {
    const a = [0.2, 0.2, 0.2, 0.2, 0.2, 0.2];
    const { comparison, text } = ending(a, [0.19, 0.191, 0.189, 0.19, 0.192, 0.01]);
    expect(comparison.agreement.count).toBe(6);
    expect(comparison.verdict).toBe('unclear');
    expect(text).toContain('The interval holds zero, though 6 of 6 seeds agree: it stays open.');
    expect(text).toMatch(
      /Seed 6 stands far out \(B’s loss is 95\s% lower there\) and sways the mean; the median of the differences is 5\s% lower\./u,
    );
  });

  it('not where the interval leaves out zero, but too many seeds go the other way', () => {
    const a = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    const { comparison, text } = ending(a, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1.01, 1.01, 1.01]);
    expect(comparison.verdict).toBe('unclear');
    expect(text).toContain(
      'The interval leaves out zero, but 3 of 10 seeds go the other way, too many to rule out luck',
    );
  });

  it('never of fewer than three seeds, and an interval neither: it says why', () => {
    const { comparison, text, title } = ending([0.2, 0.2], [0.1, 0.1]);
    expect(comparison).toMatchObject({ verdict: 'few-seeds', interval: null });
    expect(title).toMatch(/^2 seeds cannot tell/u);
    expect(text).toContain('An interval needs 3 seeds that finish both ways');
    expect(text).not.toContain('95');
  });

  it('not of what is the same to a thousandth', () => {
    expect(of([0.2, 0.2, 0.2], [0.20001, 0.19999, 0.2])).toBe('alike');
    expect(of([0.2, 0.2, 0.2], [0.2, 0.2, 0.2])).toBe('alike');
  });
});

describe('runs that diverged', () => {
  const nan = Number.NaN;

  it('are told, and left out of what is compared', () => {
    const { comparison, text } = ending([0.2, 0.2, 0.21, 0.2, nan], [0.1, 0.1, 0.11, 0.1, 0.1]);
    expect(comparison.pairs).toHaveLength(4);
    expect(text).toContain(
      'With A, 1 of 5 seeds diverged, at step 85; with B, none of 5 seeds diverged. Only the 4 seeds that finished both ways are compared.',
    );
    expect(text).toContain('medians over the seeds that finished both ways');
  });

  it('are the finding where they are most, of one or of both', () => {
    expect(ending([nan, nan, nan, 0.1, nan], [0.1, 0.1, 0.1, 0.1, 0.1]).text).toMatch(
      /^\*\*wd 0\.01 \(A\) diverged, wd 0\.1 \(B\) did not\.\*\* With A, 4 of 5 seeds diverged/u,
    );
    expect(ending([nan, nan, nan, 0.1, nan], [0.1, 0.1, 0.1, 0.1, 0.1]).text).toContain(
      'In the 1 seed that finished both ways, training loss ended at',
    );
    expect(ending([0.1, 0.1], [nan, nan]).comparison.verdict).toBe('b-diverged');
    expect(ending([nan, nan, nan], [nan, nan, nan]).text).toMatch(
      /^\*\*wd 0\.01 \(A\) and wd 0\.1 \(B\) both diverged\*\*/u,
    );
  });
});

describe('what else a comparison says', () => {
  it('starts are the same where the networks are, and differ where they do', () => {
    const few = { ...curve, steps: 5, seeds: 3 };
    expect(compared(few, { ...few, lr: 0.01 }).findings.text).toContain('start from the same weights');
    expect(compared(few, { ...few, hidden: [4] }).findings.text).toContain('their starts differ, as their networks do');
  });

  it('that it had not come to rest', () => {
    const early = { ...ridge, steps: 40, seeds: 3, lr: 0.01 };
    expect(compared(early, { ...early, lr: 0.005 }).findings.text).toContain(
      'With both, training loss was still falling at the last step',
    );
  });

  it('plain SGD’s two ways to decay are one', () => {
    const { findings } = compared(ridge, { ...ridge, optimizer: 'sgdw' });
    expect(findings.comparison.verdict).toBe('alike');
    expect(findings.text).toMatch(/^\*\*sgd \(A\) and sgdw \(B\) come to the same\.\*\*/u);
  });
});

it('speaks of a table’s splits, not of other rows, and in its target’s units', () => {
  const table = madeUpTable({ rows: 40 });
  const own: Experiment = { ...curve, task: 'csv', table, hidden: [4], steps: 60 };
  const { findings } = compared({ ...own, lr: 0.02 }, { ...own, lr: 0.001 });
  expect(findings.text).toMatch(/Over all splits of these rows, B’s is probably/u);
  expect(findings.text).toContain('unlikely to be luck of the split.');
  expect(findings.text).toContain('Losses are in units of the target’s variance.');
});

it('calls no difference 0 %', () => {
  expect(differenceInWords(0.9999)).toBe('less than 0.1\u00a0% lower');
  expect(differenceInWords(1.0001)).toBe('less than 0.1\u00a0% higher');
  expect(intervalInWords({ mean: 1e-5, low: 1e-6, high: 2e-5 })).toBe('less than 0.1\u00a0% higher');
  expect(intervalInWords({ mean: 0.01, low: 1e-6, high: 0.02 })).toBe(
    'between less than 0.1\u00a0% and 2\u00a0% higher',
  );
});
