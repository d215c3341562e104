import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernel } from '../../src/training/kernel.ts';
import { HALF_MEAN_SQUARE, MEAN_SQUARE } from '../../src/training/loss.ts';
import { createNetwork } from '../../src/training/network.ts';
import { createUpdate } from '../../src/training/optimizers.ts';
import { type ReachedStep, stepNumber, type WorkedStep, workStep } from '../../src/training/step.ts';
import { pointsFor, START, type Start } from '../../src/training/step-points.ts';
import { stepTheory } from '../../src/training/step-theory.ts';
import { powersOfTen, samplesOf } from './experiments.ts';

const weight = fc.double({ min: -1000, max: 1000, noNaN: true });
const starts: fc.Arbitrary<Start> = fc.oneof(fc.tuple(weight), fc.tuple(weight, weight));
const wds = fc.oneof(fc.constant(0), powersOfTen(-4, 3));
const settings = fc.record({ start: starts, lr: powersOfTen(-5, 1), wd: wds });

function trainedBy(optimizer: 'sgd' | 'sgdw', { start, lr, wd }: { start: Start; lr: number; wd: number }, steps = 1) {
  const points = pointsFor(start.length);
  const samples = samplesOf(
    points.map(({ x }) => x),
    points.map(({ y }) => y),
  );
  const network = createNetwork([start.length, 1], 'tanh', false);
  const kernel = createKernel(network, samples.count, MEAN_SQUARE);
  const update = createUpdate({ optimizer, momentum: 0, nesterov: false, wd }, new Float64Array(start.length).fill(1));
  kernel.weights.set(start);
  const loss = kernel.lossAndGradient(samples);
  const gradient = kernel.gradient.slice();
  for (let step = 0; step < steps; step++) {
    kernel.lossAndGradient(samples);
    update(kernel.weights, kernel.gradient, lr);
  }
  return { loss, gradient, weights: [...kernel.weights], lossAfter: kernel.loss(samples) };
}

function workedOf(reached: ReachedStep): WorkedStep {
  if ('divergedAt' in reached) throw new Error(`diverged at ${reached.divergedAt}`);
  return reached.worked;
}

/** Whether they agree to so much of the largest number that either was made of. */
function isClose(a: number, b: number, scale: number, share = 1e-13) {
  expect(Math.abs(a - b), `${a} and ${b}`).toBeLessThanOrEqual(share * Math.max(scale, Number.MIN_VALUE));
}

describe('one step, worked out', () => {
  it('of the default is what one gets by hand', () => {
    const worked = workStep(pointsFor(2), START, 0.1, 0.5);
    expect(worked.points.map(({ prediction }) => prediction)).toEqual([3, 3, 0]);
    expect(worked.points.map(({ error }) => error)).toEqual([-1, -2, -2]);
    expect(worked.points.map(({ products }) => products)).toEqual([
      [-2, -1],
      [-2, 2],
      [-2, -4],
    ]);
    expect(worked.before).toEqual({ dataLoss: 3, penalty: 1.25, totalLoss: 4.25 });
    expect(worked.weights.map(({ gradient }) => gradient)).toEqual([-4, -2]);
    expect(worked.weights.map(({ nudge }) => [nudge.above, nudge.below])).toEqual([
      [1.5, 5.5],
      [2.5, 4.5],
    ]);
    expect(worked.weights.map(({ pull }) => pull)).toEqual([1, -0.5]);
    expect(worked.weights.map(({ after }) => after)).toEqual([2.3, -0.75]);
    expect(worked.weights.map(({ afterWithoutDecay }) => afterWithoutDecay)).toEqual([2.4, -0.8]);
    expect(worked.after.dataLoss).toBeCloseTo(1.755, 14);
    expect(worked.dataLossWithoutDecay).toBeCloseTo(1.56, 14);
  });

  it('is the step that sgd makes of the same gradient, to the last bit, and the gradient the one it trains by', () => {
    fc.assert(
      fc.property(settings, ({ start, lr, wd }) => {
        const worked = workStep(pointsFor(start.length), start, lr, wd);
        const trained = trainedBy('sgd', { start, lr, wd });
        const largest = Math.max(
          ...worked.points.flatMap(({ products, y }) => [...products, y]).map(Math.abs),
          ...start.map(Math.abs),
        );
        for (const [i, { gradient }] of worked.weights.entries()) isClose(gradient, trained.gradient[i]!, largest);
        isClose(worked.before.dataLoss, trained.loss, largest ** 2);

        const weights = Float64Array.from(start);
        const gradients = Float64Array.from(worked.weights, ({ gradient }) => gradient);
        const update = createUpdate(
          { optimizer: 'sgd', momentum: 0, nesterov: false, wd },
          weights.map(() => 1),
        );
        update(weights, gradients, lr);
        expect(worked.weights.map(({ after }) => after)).toEqual([...weights]);
      }),
    );
  });

  it('is the same step by sgdw, which shrinks the weights first', () => {
    fc.assert(
      fc.property(settings, ({ start, lr, wd }) => {
        const worked = workStep(pointsFor(start.length), start, lr, wd);
        const trained = trainedBy('sgdw', { start, lr, wd });
        for (const [i, { before, gradient, after, afterShrinking }] of worked.weights.entries()) {
          const largest = Math.max(...worked.points.flatMap(({ products, y }) => [...products, y]).map(Math.abs));
          const scale = Math.abs(before) * (1 + lr * wd) + lr * Math.max(Math.abs(gradient), largest);
          isClose(afterShrinking, after, scale);
          isClose(afterShrinking, trained.weights[i]!, scale);
        }
      }),
    );
  });

  it('has the slope that nudging the weights finds, and half of it where the loss has a ½', () => {
    fc.assert(
      fc.property(settings, ({ start, lr, wd }) => {
        const points = pointsFor(start.length);
        const { weights } = workStep(points, start, lr, wd);
        const samples = samplesOf(
          points.map(({ x }) => x),
          points.map(({ y }) => y),
        );
        const half = createKernel(createNetwork([start.length, 1], 'tanh', false), samples.count, HALF_MEAN_SQUARE);
        half.weights.set(start);
        half.lossAndGradient(samples);
        for (const [i, { gradient, nudge }] of weights.entries()) {
          isClose(nudge.slope, gradient, Math.max(nudge.above, nudge.below) / nudge.h, 1e-14);
          isClose(half.gradient[i]!, gradient / 2, Math.max(nudge.above, nudge.below) / nudge.h, 1e-14);
        }
      }),
    );
  });

  it('lowers loss + penalty wherever lr is below the stability edge', () => {
    fc.assert(
      fc.property(starts, wds, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (start, wd, share) => {
        const points = pointsFor(start.length);
        const lr = share * stepTheory(points, 1, wd).edge;
        const { before, after } = workStep(points, start, lr, wd);
        expect(after.totalLoss).toBeLessThanOrEqual(before.totalLoss * (1 + 1e-12));
      }),
    );
  });
});

describe('a step of many', () => {
  it('starts from where the one before it ended, to the last bit', () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 1, max: 30 }), ({ start, lr, wd }, step) => {
        const points = pointsFor(start.length);
        const [one, next] = [step, step + 1].map((number) => stepNumber(number, points, start, lr, wd));
        if ('divergedAt' in one! || 'divergedAt' in next!) return;
        expect(workedOf(next!).weights.map(({ before }) => before)).toEqual(
          workedOf(one!).weights.map(({ after }) => after),
        );
      }),
    );
  });

  it('has the weights that training by sgd has then', () => {
    const options = { start: START, lr: 0.1, wd: 0.5 };
    const { weights, after } = workedOf(stepNumber(200, pointsFor(2), START, 0.1, 0.5));
    const trained = trainedBy('sgd', options, 200);
    for (const [i, weight] of weights.entries()) isClose(weight.after, trained.weights[i]!, 1);
    isClose(after.dataLoss, trained.lossAfter, 1);
  });

  it.each([
    [START, 0.5],
    [START, 0],
    [[1] as const, 0.5],
    [[-40, 7] as const, 3],
  ])('from %j with wd %d comes to rest where theory says, where gradient and pull cancel', (start, wd) => {
    const points = pointsFor(start.length);
    const { settlesAt } = stepTheory(points, 0.1, wd);
    const { weights } = workedOf(stepNumber(1000, points, start, 0.1, wd));
    for (const [i, { after, gradient, pull }] of weights.entries()) {
      expect(after).toBeCloseTo(settlesAt[i]!, 12);
      expect(gradient + pull).toBeCloseTo(0, 12);
    }
  });

  it.each([0, 0.5, 4])('comes to rest just below the edge and diverges just beyond it, with wd %d', (wd) => {
    const points = pointsFor(2);
    const { edge, settlesAt } = stepTheory(points, 1, wd);
    const far = (lr: number) => {
      const { weights } = workedOf(stepNumber(900, points, START, lr, wd));
      return Math.hypot(...weights.map(({ after }, i) => after - settlesAt[i]!));
    };
    expect(far(0.99 * edge)).toBeLessThan(1e-5);
    expect(far(1.01 * edge)).toBeGreaterThan(1e3);
  });

  it('multiplies its distance along the steepest direction by the factor of theory', () => {
    const points = pointsFor(2);
    const { settlesAt, factor } = stepTheory(points, 0.4, 0.5);
    // H = [4 2; 2 4] is steepest along (1, 1).
    const start = [settlesAt[0]! + 1, settlesAt[1]! + 1] as const;
    const { weights } = workStep(points, start, 0.4, 0.5);
    for (const [i, { after }] of weights.entries()) expect(Math.abs(after - settlesAt[i]!)).toBeCloseTo(factor, 12);
    expect(factor).toBeCloseTo(1.6, 12);
  });

  it('tells the first step whose numbers are not all finite, whichever later one is asked for', () => {
    const points = pointsFor(2);
    const reached = stepNumber(1000, points, START, 0.4, 0.5);
    if (!('divergedAt' in reached)) throw new Error('it should have diverged');
    const { divergedAt } = reached;
    expect(stepNumber(divergedAt, points, START, 0.4, 0.5)).toEqual({ divergedAt });
    const last = workedOf(stepNumber(divergedAt - 1, points, START, 0.4, 0.5));
    expect(Number.isFinite(last.after.totalLoss)).toBe(true);
    const { weights } = last;
    const next = workStep(
      points,
      weights.map(({ after }) => after),
      0.4,
      0.5,
    );
    expect([next.after, next.before].flatMap(Object.values).every(Number.isFinite)).toBe(false);
  });
});
