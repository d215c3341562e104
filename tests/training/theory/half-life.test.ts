import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUpdate } from '../../../src/training/optimizers.ts';
import { type HalfLifeSettings, halfLife } from '../../../src/training/theory/half-life.ts';
import { powersOfTen } from '../experiments.ts';

const plain: HalfLifeSettings = { optimizer: 'sgd', momentum: 0, nesterov: false, lr: 0.1, wd: 0.01 };

/** A weight of 1 after each of so many steps in which the data does not push. */
function decayAlone(settings: HalfLifeSettings, steps: number): number[] {
  const update = createUpdate(settings, Float64Array.of(1));
  const weights = Float64Array.of(1);
  return Array.from({ length: steps }, () => {
    update(weights, Float64Array.of(0), settings.lr);
    return weights[0]!;
  });
}

/** The steps until it is first at ½, between two of them by the logarithm. */
function measured(settings: HalfLifeSettings, atMost: number): number {
  const weights = [1, ...decayAlone(settings, atMost)];
  const after = weights.findIndex((w) => w <= 1 / 2);
  const [above, below] = [weights[after - 1]!, weights[after]!];
  return after - 1 + Math.log(2 * above) / Math.log(above / below);
}

function shrinkOf({ lr, wd }: HalfLifeSettings): number {
  return lr * wd;
}

const exactOptimizers = fc.constantFrom<Partial<HalfLifeSettings>>(
  { optimizer: 'sgd' },
  { optimizer: 'sgd', nesterov: true },
  { optimizer: 'sgdw' },
  { optimizer: 'sgdw', momentum: 0.9 },
  { optimizer: 'sgdw', momentum: 0.9, nesterov: true },
  { optimizer: 'adamw' },
  { optimizer: 'adamw', momentum: 0.9 },
);

describe('the half-life', () => {
  it('of plain SGD, SGDW and AdamW is what decay alone takes, exactly', () => {
    fc.assert(
      fc.property(exactOptimizers, powersOfTen(-4, -0.01), powersOfTen(-3, 0), (change, shrink, lr) => {
        const settings = { ...plain, ...change, lr, wd: shrink / lr };
        const life = halfLife(settings);
        if (life.kind !== 'exact') throw new Error(`${life.kind} is not exact`);
        expect(measured(settings, Math.ceil(life.steps) + 1) / life.steps).toBeCloseTo(1, 12);
      }),
      { numRuns: 60 },
    );
  });

  it('with momentum is what decay alone settles into, within a fifth by the simple formula, else exactly', () => {
    const shares = fc.double({ min: 0.01, max: 0.95, noNaN: true });
    const momenta = fc.double({ min: 0.3, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(momenta, fc.boolean(), shares, (momentum, nesterov, share) => {
        const shrink = share * (1 - Math.sqrt(momentum)) ** 2;
        const settings = { ...plain, momentum, nesterov, wd: shrink / plain.lr };
        const life = halfLife(settings);
        if (life.kind !== 'long-run' && life.kind !== 'steady') throw new Error(`${life.kind} does not settle`);
        // Once the start is forgotten, each step shrinks the weight by the same share.
        const weights = decayAlone(settings, Math.ceil(60 / (1 - Math.sqrt(momentum))));
        const settled = Math.LN2 / Math.log(weights.at(-2)! / weights.at(-1)!);
        const ratio = life.steps / settled;
        if (life.kind === 'steady') expect(ratio).toBeCloseTo(1, 3);
        else expect(Math.abs(ratio - 1)).toBeLessThan(0.201);
        if (life.kind === 'long-run') expect(life.steps).toBe((Math.LN2 * (1 - momentum)) / shrinkOf(settings));
      }),
      { numRuns: 100 },
    );
  });

  it('says that momentum shortens it by 1/(1 − μ): ten times at 0.9', () => {
    const without = halfLife({ ...plain, wd: 0.001 });
    const withMomentum = halfLife({ ...plain, wd: 0.001, momentum: 0.9 });
    if (without.kind !== 'exact' || withMomentum.kind !== 'long-run') throw new Error('other kinds');
    expect(without.steps / withMomentum.steps).toBeCloseTo(10, 2);
  });

  it('is told by the default of curve, and by a strong pull', () => {
    expect(halfLife({ ...plain, lr: 0.05, wd: 0.01, momentum: 0.9 })).toEqual({
      kind: 'long-run',
      steps: expect.closeTo(138.6, 1),
    });
    expect(halfLife({ ...plain, wd: 5 })).toEqual({ kind: 'exact', steps: expect.closeTo(1, 14) });
  });

  it('where momentum makes the weight swing, is how long its swings take to halve', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 0.95, noNaN: true }),
        fc.double({ min: 1.5, max: 100, noNaN: true }),
        fc.boolean(),
        (momentum, times, nesterov) => {
          // Beyond where the swinging starts, nesterov's start too, and well short of where a step overshoots.
          const shrink = Math.min(times * (1 - Math.sqrt(momentum)) ** 2, 0.5);
          const settings = { ...plain, momentum, nesterov, wd: shrink / plain.lr };
          const life = halfLife(settings);
          if (life.kind !== 'swings') throw new Error(`${life.kind} does not swing`);
          const weights = decayAlone(settings, 200);
          expect(weights.some((w) => w < 0)).toBe(true);
          // A swing that shrinks by ρ a step shrinks w₊w₋ − w² by ρ² a step, whatever its phase.
          const [first, second] = [10, 20].map((step) => weights[step + 1]! * weights[step - 1]! - weights[step]! ** 2);
          const shrunk = (second! / first!) ** (1 / 20);
          expect(life.steps / (Math.LN2 / -Math.log(shrunk))).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is none without decay, and uneven under Adam with L2', () => {
    expect(halfLife({ ...plain, wd: 0 })).toEqual({ kind: 'none' });
    expect(halfLife({ ...plain, optimizer: 'adam' })).toEqual({ kind: 'uneven' });
  });

  it('is no time at all where a step carries the weight to zero or past it', () => {
    for (const wd of [10, 15, 1000]) {
      for (const optimizer of ['sgd', 'sgdw', 'adamw'] as const) {
        const settings = { ...plain, optimizer, wd };
        expect(halfLife(settings)).toEqual({ kind: 'overshoots' });
        expect(decayAlone(settings, 1)[0]).toBeLessThanOrEqual(0);
      }
    }
  });
});
