import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sweepAltText } from '../../src/charts/sweep-alt-text.ts';
import { sweepSpec } from '../../src/charts/sweep-spec.ts';
import { MAX_ALT, MAX_TEXT } from '../../src/chat/reply.ts';
import type { Arm } from '../../src/findings/arm.ts';
import { directionOf, driftOf } from '../../src/findings/sweep/basin.ts';
import { gridOf } from '../../src/findings/sweep/grid.ts';
import { sweepFindings } from '../../src/findings/sweep/sweep.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import type { History } from '../../src/training/history.ts';
import { train } from '../../src/training/train.ts';
import { curve, moons, ridge } from '../experiments.ts';
import { recountSweep, SweepFacts } from './sweep-sentences.ts';

interface Map_ {
  readonly shared: Experiment;
  readonly lrs: readonly number[];
  readonly wds: readonly number[];
}

function armsOf({ shared, lrs, wds }: Map_): Arm[] {
  return lrs.flatMap((lr) =>
    wds.map((wd): Arm => {
      const experiment = { ...shared, lr, wd };
      const seeds = Array.from({ length: shared.seeds }, (_, index) => index + 1);
      return { experiment, histories: seeds.map((seed) => train(experiment, seed, { records: 8 })) };
    }),
  );
}

function study(map: Map_, arms = armsOf(map)) {
  const grid = gridOf(map.lrs, map.wds, arms);
  const findings = sweepFindings(grid, map.shared, arms.length < map.lrs.length * map.wds.length ? 'stopped' : null);
  return { arms, grid, findings, facts: new SweepFacts(arms, map.lrs.length * map.wds.length) };
}

const values = (least: number, most: number, count: number) =>
  fc
    .uniqueArray(
      fc.double({ min: least, max: most, noNaN: true }).map((power) => Number((10 ** power).toPrecision(2))),
      { minLength: 1, maxLength: count },
    )
    .map((all) => all.toSorted((a, b) => a - b));

const map = fc
  .record({
    shared: fc.record({
      task: fc.constantFrom('curve', 'ridge', 'moons'),
      optimizer: fc.constantFrom('sgd', 'sgdw', 'adam', 'adamw'),
      hidden: fc.constantFrom([], [4]),
      steps: fc.integer({ min: 1, max: 60 }),
      seeds: fc.integer({ min: 1, max: 4 }),
    }),
    lrs: values(-3, 2, 5),
    wds: values(-4, 2, 5),
    done: fc.double({ min: 0.2, max: 1.4, noNaN: true }),
  })
  .map(({ shared, lrs, wds, done }) => {
    const base = shared.task === 'ridge' ? ridge : shared.task === 'moons' ? moons : curve;
    return { shared: { ...base, ...shared, momentum: 0 } as Experiment, lrs, wds: [0, ...wds], done };
  });

test('every number said of a map can be worked out again from its histories, whatever the map', () => {
  fc.assert(
    fc.property(map, ({ done, ...drawn }) => {
      const all = armsOf(drawn);
      const arms = all.slice(0, Math.max(2, Math.round(done * all.length)));
      const { findings, facts, grid } = study(drawn, arms);
      recountSweep(findings.text, facts);
      expect(findings.text).not.toMatch(/NaN|Infinity|undefined|null/u);
      expect(findings.text.length).toBeLessThanOrEqual(MAX_TEXT);
      expect(findings.title.length).toBeLessThanOrEqual(120);
      const alt = sweepAltText(sweepSpec(grid, drawn.shared, findings), MAX_ALT);
      expect(alt.length).toBeLessThanOrEqual(MAX_ALT);
      expect(alt).toContain(findings.title);
    }),
    { numRuns: 60 },
  );
});

const spaced = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => Number((from * (to / from) ** (i / (count - 1))).toPrecision(2)));

describe('ridge, trained until it has converged', () => {
  const shared = { ...ridge, seeds: 3 };
  const drawn = { shared, lrs: spaced(0.03, 0.15, 4), wds: [0, ...spaced(0.05, 20, 7)] };
  const { findings, facts, grid } = study(drawn);

  test('its best wd stays put as lr changes, and lies where theory says within the grid', () => {
    const drift = driftOf(grid, findings.meanBaseline)!;
    expect(directionOf(drift, 3)).toBe('stays');
    expect(Math.abs(drift.slope)).toBeLessThan(0.1);
    expect(findings.text).toContain('**The best wd stays put as lr changes**');
    // The place of a basin need not be a cell, the lowest least of all.
    expect(findings.text).toMatch(/ten times the lr goes with [\d.]+ times the wd in its middle/u);
    expect(findings.theoryWd).toBeCloseTo(2 / 3);
    for (const { wd } of drift.basins) expect(Math.abs(Math.log(wd / findings.theoryWd!))).toBeLessThan(Math.log(2.7));
    recountSweep(findings.text, facts);
  });

  test('a wrong number in the text would be noticed', () => {
    const loss = /Validation loss is ([\d.]+)/u.exec(findings.text)![1]!;
    expect(() => recountSweep(findings.text.replace(loss, '0.123'), facts)).toThrow();
    expect(() => recountSweep(`${findings.text} And 3 more.`, facts)).toThrow();
  });

  test('a map with a hole claims nothing of where its basin runs', () => {
    const { findings: partial } = study(drawn, facts.arms.slice(0, -1));
    expect(partial.text).toContain('The map has holes');
    expect(partial.text).not.toMatch(/stays put|moves with lr/u);
    expect(partial.text).toMatch(/^\*\*Best so far: .*\*\* \(stopped at 31 of 32 cells\)\./u);
  });
});

describe('which way a basin runs', () => {
  /** A bowl in ln wd around `middle(lr)`, the same in every seed but for a little. */
  function bowl(middle: (lr: number, seed: number) => number, seeds = 3) {
    const shared = { ...curve, seeds };
    const [lrs, wds] = [spaced(0.001, 0.1, 7), [0, ...spaced(1e-4, 10, 16)]];
    const arms = lrs.flatMap((lr) =>
      wds.map((wd): Arm => {
        const experiment = { ...shared, lr, wd };
        const histories = Array.from({ length: seeds }, (_, index) => {
          const away = wd === 0 ? 9 : Math.log10(wd / middle(lr, index + 1));
          return madeUp(experiment, index + 1, 0.1 * Math.exp(Math.min(1.7, away ** 2)));
        });
        return { experiment, histories };
      }),
    );
    const grid = gridOf(lrs, wds, arms);
    const drift = driftOf(grid, 0.6);
    return drift === null ? null : directionOf(drift, seeds);
  }

  test('is told of one that stands upright, and of one that keeps lr·wd', () => {
    expect(bowl(() => 0.03)).toBe('stays');
    expect(bowl((lr) => 0.0003 / lr)).toBe('product');
    expect(bowl((lr) => 0.003 / Math.sqrt(lr))).toBe('unclear');
  });

  test('is not told of fewer than three seeds, nor of seeds that go different ways', () => {
    expect(bowl(() => 0.03, 2)).toBe('unclear');
    expect(bowl((lr, seed) => (seed === 1 ? 0.0003 / lr : 0.03))).toBe('unclear');
  });

  test('nor of basins that the map cuts off', () => {
    expect(bowl(() => 30)).toBe(null);
  });
});

function madeUp(experiment: Experiment, seed: number, loss: number): History {
  const steps = [0, 2_200, 3_000];
  return {
    experiment,
    seed,
    steps,
    dataLoss: [0.6, 0.05, 0.05],
    penalty: [0, 0, 0],
    validationLoss: [0.6, loss, loss],
    weightLength: [1, 1, 1],
    accuracy: null,
    firstWeights: Float64Array.of(1),
    finalWeights: Float64Array.of(1),
    divergedAt: null,
  };
}

describe('where cells diverged', () => {
  const shared = { ...curve, seeds: 3 };
  const [lrs, wds] = [
    [0.1, 0.2, 0.4],
    [0, 0.01, 0.1],
  ];
  const arms = lrs.flatMap((lr) =>
    wds.map((wd): Arm => {
      const experiment = { ...shared, lr, wd };
      const divergedAt = lr === 0.4 || (lr === 0.2 && wd === 0.01) ? 80 : null;
      return { experiment, histories: [1, 2, 3].map((seed) => ({ ...madeUp(experiment, seed, 0.2), divergedAt })) };
    }),
  );

  test('the lr from which all did is told once, not again of no decay', () => {
    expect(study({ shared, lrs, wds }, arms).findings.text).toContain(
      '4 of 9 cells diverged (grey), the first at lr 0.2; from lr 0.4 on all of them.',
    );
  });

  test('not all of a row are said to have where some were not done', () => {
    const { text } = study({ shared, lrs, wds }, arms.slice(0, -1)).findings;
    expect(text).toContain('3 of 8 cells diverged (grey), the first at lr 0.2; without decay from lr 0.4 on.');
  });
});

describe('before there are two cells', () => {
  test('nothing is said but how far it came', () => {
    const drawn = { shared: { ...curve, steps: 5, hidden: [2], seeds: 1 }, lrs: [0.1], wds: [0, 0.1] };
    const arms = armsOf(drawn);
    const none = sweepFindings(gridOf(drawn.lrs, drawn.wds, []), drawn.shared, 'stopped');
    expect(none.text).toMatch(/^\*\*Stopped before the first cell was done\*\*/u);
    const one = sweepFindings(gridOf(drawn.lrs, drawn.wds, arms.slice(0, 1)), drawn.shared, 'late');
    expect(one.text).toMatch(/^\*\*Time ran out with one of 2 cells done\*\*/u);
  });
});
