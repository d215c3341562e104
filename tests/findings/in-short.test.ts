import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arm } from '../../src/findings/arm.ts';
import { comparePaired } from '../../src/findings/compare-pairs.ts';
import { findingsOf } from '../../src/findings/findings.ts';
import {
  compareInShort,
  forcesInShort,
  type InShort,
  optimizersInShort,
  sweepInShort,
  trainInShort,
} from '../../src/findings/in-short.ts';
import { gridOf } from '../../src/findings/sweep/grid.ts';
import { LEAST_CELLS, sweepFindings } from '../../src/findings/sweep/sweep.ts';
import { yardstickOf } from '../../src/findings/yardstick.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import type { History } from '../../src/training/history.ts';
import { train } from '../../src/training/train.ts';
import { curve, ridge } from '../experiments.ts';
import { lost } from './facts.ts';
import { forcesOf } from './forces-runs.ts';
import { optimizersOf } from './optimizers-runs.ts';
import { study } from './runs.ts';
import { isFigure, isShare, N } from './shown-numbers.ts';

/** From next to nothing to what diverges in some seeds, or in all; small enough to train by the hundred. */
const experiment: fc.Arbitrary<Experiment> = fc
  .record({
    base: fc.constantFrom(curve, ridge),
    lr: powerOfTen(-3, 1.5),
    wd: powerOfTen(-4, 2),
    steps: fc.integer({ min: 1, max: 60 }),
    seeds: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ base, ...drawn }) => ({ ...base, hidden: base === curve ? [4] : [], ...drawn }));

function powerOfTen(least: number, most: number): fc.Arbitrary<number> {
  return fc.double({ min: least, max: most, noNaN: true }).map((power) => Number((10 ** power).toPrecision(2)));
}

function armOf(experiment: Experiment): Arm {
  const seeds = Array.from({ length: experiment.seeds }, (_, index) => index + 1);
  return { experiment, histories: seeds.map((seed) => train(experiment, seed)) };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

const ended = ({ validationLoss }: History) => validationLoss.at(-1)!;

/** Checks `validation loss 0.118` or `3 of 5 seeds diverged`. */
function checkEnd(words: string, { histories }: Arm): void {
  const diverged = /^(\d+) of (\d+) seeds diverged$/u.exec(words);
  const lostRuns = histories.filter(lost).length;
  if (diverged !== null) {
    expect([Number(diverged[1]), Number(diverged[2])]).toEqual([lostRuns, histories.length]);
    expect(lostRuns).toBeGreaterThan(histories.length / 2);
    return;
  }
  const loss = new RegExp(`^validation loss (${N})$`, 'u').exec(words);
  expect(loss, words).not.toBeNull();
  isFigure(loss![1], middle(histories.filter((history) => !lost(history)).map(ended)));
}

/** Checks the two losses of a headline: the medians over the seeds that finished both ways. */
function checkBoth(shown: readonly (string | undefined)[], a: Arm, b: Arm): void {
  const both = a.histories.flatMap((history, index) => {
    const other = b.histories[index]!;
    return lost(history) || lost(other) ? [] : [[ended(history), ended(other)] as const];
  });
  isFigure(shown[0], middle(both.map(([first]) => first)));
  isFigure(shown[1], middle(both.map(([, second]) => second)));
}

function checkForm({ verdict, headline }: InShort): void {
  expect(verdict).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
  expect(headline.length).toBeLessThanOrEqual(120);
  expect(headline).not.toMatch(/NaN|Infinity|undefined|null/u);
}

const LOSSES = new RegExp(`^validation loss (${N}) to (${N}) with wd (\\S+)$`, 'u');

describe('what is kept of an experiment is true to its runs', () => {
  it('of a /train', () => {
    fc.assert(
      fc.property(experiment, fc.boolean(), (drawn, twice) => {
        const { without, decayed, findings } = study(drawn, twice ? [drawn.wd, 2 * drawn.wd] : [drawn.wd]);
        const told = trainInShort(findings, without);
        checkForm(told);
        expect(told.verdict).toBe(findings.verdict);
        const armWith = (wd: string | undefined) => decayed.find((arm) => String(arm.experiment.wd) === wd)!;
        const losses = LOSSES.exec(told.headline);
        if (losses !== null) return checkBoth(losses.slice(1, 3), without, armWith(losses[3]));
        const [, free, rest, wd] = /^(.*) without decay, (.*) with wd (\S+)$/u.exec(told.headline)!;
        checkEnd(free!, without);
        checkEnd(rest!, armWith(wd));
      }),
      { numRuns: 60 },
    );
  });

  it('of a /train without decay', () => {
    fc.assert(
      fc.property(experiment, (drawn) => {
        const arm = armOf({ ...drawn, wd: 0 });
        const told = trainInShort(findingsOf([arm]), arm);
        expect(told.verdict).toBe('no-decay');
        checkEnd(told.headline, arm);
      }),
      { numRuns: 60 },
    );
  });

  it('of a /compare', () => {
    const both = new RegExp(`^validation loss A (${N}), B (${N})$`, 'u');
    fc.assert(
      fc.property(experiment, powerOfTen(-3, 1.5), (drawn, lr) => {
        const [a, b] = [armOf(drawn), armOf({ ...drawn, lr })];
        const comparison = comparePaired(a, b, yardstickOf(drawn));
        const told = compareInShort(comparison);
        checkForm(told);
        expect(told.verdict).toBe(comparison.verdict);
        const losses = both.exec(told.headline);
        if (losses !== null) return checkBoth(losses.slice(1), a, b);
        const [, ofA, ofB] = /^A: (.*); B: (.*)$/u.exec(told.headline)!;
        checkEnd(ofA!, a);
        checkEnd(ofB!, b);
      }),
      { numRuns: 40 },
    );
  });

  it('of a /sweep, whole or with holes', () => {
    const best = new RegExp(
      `^best of (?:(\\d+) of )?(\\d+) cells: lr (\\S+), (?:wd (\\S+)|no decay), validation loss (${N})(?:; (\\d+) diverged)?$`,
      'u',
    );
    fc.assert(
      fc.property(experiment, fc.integer({ min: LEAST_CELLS, max: 9 }), (shared, done) => {
        const [lrs, wds] = [
          [0.01, 0.1, 3],
          [0, 0.01, 0.3],
        ];
        const arms = lrs!.flatMap((lr) => wds!.map((wd) => armOf({ ...shared, lr, wd }))).slice(0, done);
        const grid = gridOf(lrs!, wds!, arms);
        const told = sweepInShort(grid, sweepFindings(grid, shared, done < 9 ? 'stopped' : null), shared.seeds);
        checkForm(told);
        const losses = arms.map(({ histories }) =>
          middle(histories.map((history) => (lost(history) ? Number.POSITIVE_INFINITY : ended(history)))),
        );
        const found = best.exec(told.headline);
        if (found === null) {
          expect(told.headline).toMatch(/every one diverged$/u);
          expect(losses.every((loss) => !Number.isFinite(loss))).toBe(true);
          return;
        }
        const [, part, all, lr, wd = '0', loss, diverged = '0'] = found;
        expect([Number(part ?? 9), Number(all)]).toEqual([done, 9]);
        const index = arms.findIndex(({ experiment: each }) => `${each.lr} ${each.wd}` === `${lr} ${wd}`);
        isFigure(loss, losses[index]!);
        // The lowest of those whose seeds all finished, where there is one.
        const whole = losses.filter((_, cell) => !arms[cell]!.histories.some(lost));
        expect(losses[index]).toBe(Math.min(...(whole.length > 0 ? whole : losses)));
        expect(Number(diverged)).toBe(losses.filter((each) => !Number.isFinite(each)).length);
      }),
      { numRuns: 15 },
    );
  });

  it('of an /optimizers', () => {
    fc.assert(
      fc.property(experiment, (drawn) => {
        const studied = optimizersOf({ ...drawn, optimizer: 'sgd' });
        const told = optimizersInShort(studied);
        checkForm(told);
        const list = /^validation loss with decay: SGD (\S+), SGDW (\S+), Adam (\S+), AdamW (\S+)$/u.exec(
          told.headline,
        )!;
        for (const [index, shown] of list.slice(1).entries()) {
          const { histories } = studied.findings[index]!.comparison.decayed;
          const finished = histories.filter((history) => !lost(history));
          if (shown === 'diverged') expect(finished.length).toBeLessThan(histories.length / 2);
          else isFigure(shown, middle(finished.map(ended)));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('of a /forces', () => {
    const form =
      /^([\d,]+) of ([\d,]+) weights grew(?:, push and pull apart by (\S+)\u00a0% of the pull)?, in seed (\d+)$/u;
    fc.assert(
      fc.property(experiment, fc.boolean(), (drawn, free) => {
        const studied = forcesOf({ ...drawn, ...(free && { wd: 0 }) });
        const told = forcesInShort(studied);
        checkForm(told);
        if (studied.shown === null) return checkEnd(told.headline, studied.arm);
        const [, grew, of, apart, seed] = form.exec(told.headline)!;
        const { firstWeights, finalWeights } = studied.arm.histories[Number(seed) - 1]!;
        const larger = [...finalWeights].filter((w, i) => Math.abs(w) > Math.abs(firstWeights[i]!));
        expect([Number(grew), Number(of)]).toEqual([larger.length, finalWeights.length]);
        if (apart !== undefined) isShare(apart.replaceAll(',', ''), studied.shown.balance.gap);
        else expect(free || !Number.isFinite(studied.shown.balance.gap)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
