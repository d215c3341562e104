import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { ACTIVATIONS, type Experiment, OPTIMIZERS, SCHEDULES, usesMomentum } from '../../src/training/experiment.ts';
import { curve, moons, ridge, wide } from '../experiments.ts';
import { madeUpTable } from '../tables.ts';
import { lost } from './facts.ts';
import { recount } from './recount.ts';
import { study } from './runs.ts';

/** Small enough to train by the hundred; settings from next to nothing to far too much. */
const experiment: fc.Arbitrary<Experiment> = fc
  .record({
    task: fc.constantFrom('curve', 'ridge', 'moons', 'wide', 'csv'),
    table: fc
      .record({
        rows: fc.integer({ min: 4, max: 60 }),
        features: fc.integer({ min: 1, max: 12 }),
        kind: fc.constantFrom('quantity', 'classes'),
        seed: fc.nat(100),
      })
      .map(madeUpTable),
    hidden: fc.constantFrom([], [], [4], [6, 5], [16]),
    activation: fc.constantFrom(...ACTIVATIONS),
    optimizer: fc.constantFrom(...OPTIMIZERS),
    momentum: fc.constantFrom(0, 0, 0.5, 0.9, 0.99),
    nesterov: fc.boolean(),
    lr: powerOfTen(-5, 2),
    wd: powerOfTen(-6, 2.5),
    decayBiases: fc.boolean(),
    schedule: fc.constantFrom(...SCHEDULES),
    batch: fc.constantFrom('all', 1, 7),
    steps: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 400 })),
    seeds: fc.integer({ min: 1, max: 6 }),
  })
  .map((drawn) => ({ ...drawn, momentum: usesMomentum(drawn.optimizer) ? drawn.momentum : 0 }) as Experiment)
  .map(({ table, ...drawn }) => ({ ...drawn, ...(drawn.task === 'csv' && { table: table! }) }))
  .map((drawn) => ({ ...drawn, nesterov: drawn.nesterov && drawn.momentum > 0 }));

/** Spread evenly over the decades, in two digits as people type them. */
function powerOfTen(least: number, most: number): fc.Arbitrary<number> {
  return fc.double({ min: least, max: most, noNaN: true }).map((power) => Number((10 ** power).toPrecision(2)));
}

describe('every number of a reply can be worked out again from the histories', () => {
  it('for any experiment', () => {
    fc.assert(
      fc.property(experiment, (drawn) => {
        const { without, decayed, findings } = study(drawn);
        recount(findings.text, without, decayed);
        expect(findings.text).not.toMatch(/NaN|Infinity|undefined|null/u);
        expect(findings.text.length).toBeLessThanOrEqual(MAX_TEXT);
        expect(findings.title.length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 100 },
    );
  });

  it('for lists of wd', () => {
    const wds = fc.uniqueArray(powerOfTen(-4, 2), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(experiment, wds, (drawn, list) => {
        const { without, decayed, findings } = study({ ...drawn, steps: Math.min(drawn.steps, 150) }, list);
        recount(findings.text, without, decayed);
        expect(findings.text.length).toBeLessThanOrEqual(MAX_TEXT);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['the default, shortened', curve],
    ['ridge', ridge],
    ['moons', moons],
    ['wide', wide],
  ])('for %s', (_, chosen) => {
    const { without, decayed, findings } = study({ ...chosen, steps: Math.min(chosen.steps, 1_000) });
    recount(findings.text, without, decayed);
    expect(findings.verdict).toBe('helped');
  });
});

it('would notice a wrong number, and one it does not know', () => {
  const { without, decayed, findings } = study(ridge);
  expect(() => recount(findings.text.replace('0.706', '0.806'), without, decayed)).toThrow();
  expect(() => recount(`${findings.text} And 3 more.`, without, decayed)).toThrow();
});

describe('a claim is only made where the runs bear it out', () => {
  it('whatever the experiment', () => {
    fc.assert(
      fc.property(experiment, (drawn) => {
        const { without, decayed, findings } = study({ ...drawn, steps: Math.min(drawn.steps, 200) });
        const ends = without.histories.map((history, index) => {
          const other = decayed[0]!.histories[index]!;
          const finished = !lost(history) && !lost(other);
          return finished ? other.validationLoss.at(-1)! - history.validationLoss.at(-1)! : null;
        });
        const better = ends.filter((end) => end !== null && end < 0).length;
        const worse = ends.filter((end) => end !== null && end > 0).length;
        if (findings.verdict === 'helped') expect(better).toBeGreaterThan(Math.max(2, 3 * worse));
        if (findings.verdict === 'hurt') expect(worse).toBeGreaterThan(Math.max(2, 3 * better));
        const few = ['unclear', 'unfinished', 'diverged'];
        if (drawn.seeds < 3) expect(few).toContain(findings.verdict);
      }),
      { numRuns: 100 },
    );
  });
});
