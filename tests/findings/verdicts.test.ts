import { describe, expect, it } from 'vitest';
import type { Arm } from '../../src/findings/arm.ts';
import { findingsOf } from '../../src/findings/findings.ts';
import type { Verdict } from '../../src/findings/verdict.ts';
import { besideMean } from '../../src/findings/wording.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import type { Table } from '../../src/training/table.ts';
import { curve, moons, ridge, wide } from '../experiments.ts';
import { madeUpTable } from '../tables.ts';
import { study } from './runs.ts';

const reached: readonly [Verdict, string, Experiment, RegExp][] = [
  [
    'helped',
    'the default, half as long',
    { ...curve, steps: 1_500 },
    /^\*\*Decay helped\.\*\* .* in 5 of 5 seeds\) although training loss rose/u,
  ],
  [
    'helped',
    'ridge at theory’s best wd',
    ridge,
    /best wd here, on average over data sets and once converged, is 0\.667\./u,
  ],
  [
    'hurt',
    'too much decay for a small network',
    { ...curve, hidden: [32], wd: 0.04, steps: 2_000 },
    /^\*\*Decay hurt\.\*\* .* training loss rose .* as well: .* underfits/u,
  ],
  [
    'collapsed',
    'far too much decay',
    { ...curve, wd: 0.1, steps: 500 },
    /(?:no|hardly) better than always predicting the mean/u,
  ],
  [
    'no-difference',
    'too little decay to matter',
    { ...curve, wd: 1e-6, steps: 500 },
    /There was too little of it: in 500 steps decay alone takes/u,
  ],
  [
    'no-difference',
    'a line learns nothing of a wave',
    { ...curve, hidden: [], steps: 300 },
    /a straight line cannot follow a wave/u,
  ],
  ['unclear', 'a single seed', { ...curve, steps: 1_500, seeds: 1 }, /^\*\*One seed cannot tell\.\*\*/u],
  [
    'unclear',
    'seeds that disagree',
    { ...curve, hidden: [16], wd: 0.03, steps: 1_000 },
    /inside the seeds’ spread: it was lower in 1 of 5 seeds/u,
  ],
  [
    'rescued',
    'an lr too large for long weights',
    { ...curve, lr: 0.1, momentum: 0.8, wd: 0.03, steps: 1_000 },
    /Without it, 5 of 5 seeds diverged, the first at step \d+; with it, none of 5 seeds diverged .* Small weights/u,
  ],
  [
    'rescued',
    'only by leaving nothing to learn with',
    { ...curve, lr: 0.1, wd: 0.05, steps: 500 },
    /kept the run finite, but next to nothing was learnt\.\*\* Without it, 4 of 5 seeds diverged, .* (?:no|hardly) better than/u,
  ],
  ['diverged', 'lr beyond the edge', { ...ridge, lr: 1 }, /largest stable lr is known: 0\.\d+ to 0\.\d+ \(by seed\)/u],
  ['diverged', 'lr beyond any edge', { ...curve, lr: 2, steps: 300 }, /try a smaller lr/u],
  ['diverged', 'a loss that explodes but stays finite', { ...ridge, lr: 0.7, steps: 100 }, /1,000 times its start/u],
  ['unfinished', 'twenty steps', { ...curve, steps: 20 }, /training loss was still falling/u],
  [
    'unclear',
    'fewer seeds that diverge',
    { ...curve, lr: 0.1, wd: 0.02, steps: 500 },
    /^\*\*Fewer seeds diverged with decay\.\*\* Without decay, 4 of 5 seeds .* with it, 2 of 5 seeds/u,
  ],
  [
    'unclear',
    'two seeds, though both agree',
    { ...curve, steps: 1_000, seeds: 2 },
    /^\*\*Two seeds cannot tell\.\*\*/u,
  ],
  [
    'unclear',
    'a rescue of one seed',
    { ...curve, lr: 0.1, momentum: 0.8, wd: 0.03, steps: 500, seeds: 1 },
    /Fewer seeds diverged/u,
  ],
  ['unfinished', 'too few steps to collapse', { ...curve, wd: 0.1, steps: 10 }, /too early to judge/u],
  [
    'diverged',
    'decay alone too strong',
    { ...curve, optimizer: 'sgdw', momentum: 0, wd: 50, steps: 300 },
    /It was the decay: lr·wd = 0\.05·50/u,
  ],
  [
    'helped',
    'SGDW at its own best wd',
    { ...ridge, optimizer: 'sgdw', momentum: 0.9, wd: 6.67 },
    /once converged, is 6\.67\./u,
  ],
  [
    'helped',
    'two classes, some labels wrong',
    moons,
    /It named the class of new points rightly for [\d.]+\u00a0% with decay, [\d.]+\u00a0% without; .*bends its boundary around the 6 wrong labels/su,
  ],
  [
    'helped',
    'the textbook’s 200 features: no further than the mean',
    wide,
    /but only as far as the mean\.\*\* .* That is hardly better than always predicting the mean .*Weights that start at zero have nothing to erase/su,
  ],
  [
    'helped',
    'too little decay to come down to the mean',
    { ...wide, wd: 0.1 },
    /^\*\*Decay helped, but always predicting the mean beats both\.\*\* .* scores 0\.0101, which beats both;/su,
  ],
  [
    'collapsed',
    'classes under far too much decay',
    { ...moons, wd: 0.3, steps: 500 },
    /better than always guessing the classes’ shares/u,
  ],
  ['unfinished', 'an lr of next to nothing', { ...curve, lr: 1e-6, steps: 100 }, /too early to judge/u],
];

describe('every verdict is reached by a real experiment', () => {
  it.each(reached)('%s: %s', (verdict, _, experiment, words) => {
    const { findings } = study(experiment);
    expect(findings.verdict, findings.text).toBe(verdict);
    expect(findings.text).toMatch(words);
  });
});

it('never asks for a larger lr and a smaller one in the same breath', () => {
  const { findings } = study({ ...curve, optimizer: 'sgdw', batch: 4, wd: 0.02, steps: 700 });
  expect(findings.text).toMatch(/Without decay, training loss ended far above its start: .* Try a smaller lr/u);
  expect(findings.text).not.toMatch(/larger lr/u);
});

it('blames the decay alone where only decayed runs diverge', () => {
  const { findings } = study({ ...moons, hidden: [], lr: 3, wd: 20, nesterov: true, steps: 2, seeds: 4 });
  expect(findings.verdict).toBe('diverged');
  expect(findings.text).toMatch(/It was the decay: lr·wd = 3·20 is too strong a pull a step\. Try less decay\./u);
  expect(findings.text).not.toMatch(/smaller lr|larger batches/u);
});

it('does not blame a lack of seeds where most runs diverged without decay, and some with it', () => {
  const { without, decayed } = study({ ...curve, hidden: [4], steps: 60, seeds: 9, wd: 0.1 });
  const losing = (arm: Arm, lost: number): Arm => ({
    ...arm,
    histories: arm.histories.map((history, seed) => ({ ...history, divergedAt: seed < lost ? 60 : null })),
  });
  const { text } = findingsOf([losing(without, 5), losing(decayed[0]!, 1)]);
  expect(text).toMatch(
    /^\*\*Fewer seeds diverged with decay\.\*\* Without decay, 5 of 9 seeds diverged.*; with it, 1 of 9/u,
  );
});

it('says larger batches only where there are batches', () => {
  const wild = { ...curve, hidden: [1], lr: 3, steps: 2, seeds: 1 };
  expect(study(wild).findings.text).toMatch(/too large to settle\. Try a smaller lr\.(?= |\n)/u);
  expect(study({ ...wild, batch: 2 }).findings.text).toMatch(/Try a smaller lr, or larger batches\./u);
});

it('says in the title that the mean beats both, in so few words that long numbers fit beside', () => {
  const { title } = study({ ...wide, wd: 0.1 }).findings;
  expect(title).toMatch(/^Decay helped, but the mean beats both: validation loss 0\.0205 → 0\.\d+, in 5 of 5 seeds$/u);
});

it('does not say twice how a seed changed where all changed alike', () => {
  const table = madeUpTable({ rows: 2 });
  const { findings } = study({ ...curve, task: 'csv', table, hidden: [4], steps: 300, seeds: 3 });
  expect(findings.text).toMatch(/Each seed changed by ±0\u00a0%\./u);
});

it('tells how many times larger a loss is on new rows', () => {
  const table = madeUpTable({ rows: 40, features: 6 });
  const { findings } = study({ ...curve, task: 'csv', table, hidden: [16], steps: 1_500, seeds: 5 });
  expect(findings.text).toMatch(/by heart \(on new rows its loss is [\d.e]+ times as large\)/u);
});

it.each([
  [0.58, 'hardly better than'],
  [0.5999, 'no better than'],
  [0.62, 'no better than'],
])('calls a loss of %d, beside a mean of 0.6001, by the figures shown', (loss, words) => {
  expect(besideMean(loss, 0.6001)).toBe(words);
});

it('does not call steps too large to settle a pull too strong to fit', () => {
  const wild = { ...wide, hidden: [4], optimizer: 'adam' as const, lr: 1, wd: 1, batch: 1, steps: 1, seeds: 4 };
  const { findings } = study({ ...wild, decayBiases: false });
  expect(findings.verdict).toBe('hurt');
  expect(findings.text).toMatch(/[Ww]ith(?:out)?\b.*training loss ended far above its start/u);
  expect(findings.text).not.toContain('underfits');
});

it('lets two equal figures beat neither', () => {
  // Both runs and the mean score 0.600.
  const { findings } = study({ ...curve, hidden: [], optimizer: 'sgdw', momentum: 0, wd: 0.1, steps: 600, seeds: 3 });
  expect(findings.text).toMatch(/always predicting the mean scores 0\.600;/u);
});

it('gives several wd a line each and names the one that validates best', () => {
  const { findings } = study({ ...curve, steps: 1_000 }, [0.001, 0.01, 0.1]);
  expect(findings.verdict).toBe('helped');
  expect(findings.title).toMatch(/^Of 3, wd 0\.01 did best: validation loss 0\.\d+ → 0\.\d+$/u);
  expect(findings.text).toMatch(
    /- wd 0\.001: helped, .*\n- wd 0\.01: helped, .*\n- wd 0\.1: collapsed, about as good as predicting the mean/u,
  );
});

it('judges a run asked for without decay by itself', () => {
  const { findings } = study({ ...curve, wd: 0, steps: 1_000 });
  expect(findings.verdict).toBeNull();
  expect(findings.text).toMatch(
    /^\*\*Without decay\*\*, validation loss ended at .* it overfitted: training loss went on down/u,
  );
});

it('does not call a list of wds better than they are: the textbook’s stop at the mean', () => {
  const { findings } = study(wide, [1, 3]);
  expect(findings.text).toMatch(
    /- wd 1: helped, but only as far as predicting the mean, .*\n- wd 3: helped, but only/u,
  );
  expect(findings.text).toMatch(/For scale: always predicting the mean scores/u);
});

it('calls two runs both, and no more than two', () => {
  expect(study(wide, [0.01, 0.03, 0.1]).findings.text).toContain(' scores 0.0101, which beats even the best of them;');
});

it('judges a table of one’s own in units of its target, and its classes by how common they are', () => {
  const csv = (table: Table) => ({ ...curve, task: 'csv' as const, table, hidden: [8], steps: 1_500 });
  const quantity = study(csv(madeUpTable({ rows: 60 }))).findings;
  expect(quantity.text).toMatch(/Losses are in units of the target’s variance\./u);
  expect(quantity.meanBaseline).toBeGreaterThan(0.7);
  expect(quantity.meanBaseline).toBeLessThan(1.5);
  const classes = study(csv(madeUpTable({ rows: 60, kind: 'classes' }))).findings;
  expect(classes.text).toMatch(/; always naming the commoner class is right for [\d.]+\u00a0%\./u);
  expect(classes.text).not.toMatch(/noise/u);
});
