import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { optimizersText, optimizersTitle } from '../../src/findings/optimizers-text.ts';
import { type Experiment, OPTIMIZERS, type OptimizerName } from '../../src/training/experiment.ts';
import { randomStream } from '../../src/training/random.ts';
import { train } from '../../src/training/train.ts';
import { curve, ridge, wide } from '../experiments.ts';
import { anyExperiment } from '../training/experiments.ts';
import { middle } from './facts.ts';
import { NOISE, optimizersOf } from './optimizers-runs.ts';
import { CHANGE, isChange, isCount, isFigure, isPercent, N, read } from './shown-numbers.ts';

const small: Experiment = { ...curve, hidden: [6], steps: 500, seeds: 3, lr: 0.02 };
const NAMES: Record<OptimizerName, string> = { sgd: 'SGD', sgdw: 'SGDW', adam: 'Adam', adamw: 'AdamW' };

function plainText(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** The runs of one optimizer with decay and without, trained for the test alone. */
function again(experiment: Experiment, optimizer: OptimizerName, change: Partial<Experiment> = {}) {
  const momentum = optimizer.startsWith('sgd') ? experiment.momentum : 0;
  const seeds = Array.from({ length: experiment.seeds }, (_, index) => index + 1);
  const run = (wd: number) => seeds.map((seed) => train({ ...experiment, momentum, optimizer, wd, ...change }, seed));
  return { decayed: run(experiment.wd), free: run(0) };
}

function apart(a: Float64Array, b: Float64Array): number {
  const square = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(square(a.map((w, i) => w - b[i]!)) / square(b));
}

function largest(values: readonly number[]): number {
  return Math.max(...values);
}

describe('what /optimizers says is worked out again from plain runs', () => {
  it.each<[string, Experiment]>([
    ['of a network', small],
    ['of ridge, without momentum', { ...ridge, seeds: 3, lr: 0.03 }],
  ])('%s', (_, experiment) => {
    const text = plainText(optimizersText(optimizersOf(experiment)));
    for (const optimizer of OPTIMIZERS) {
      const { decayed, free } = again(experiment, optimizer);
      const end = (runs: typeof decayed, series: 'validationLoss' | 'weightLength') =>
        middle(runs.map((run) => run[series].at(-1)!));
      const name = optimizer === 'adam' ? 'Adam with L2' : NAMES[optimizer];
      const [size, way] = new RegExp(`(${N}) % (shorter|longer) under ${name}(?=,| and|\\.)`).exec(text)!.slice(1);
      const change = end(decayed, 'weightLength') / end(free, 'weightLength') - 1;
      isPercent(read(size), 100 * Math.abs(change));
      expect(way).toBe(change > 0 ? 'longer' : 'shorter');

      const line = new RegExp(
        `- ${NAMES[optimizer]}: validation loss (?<from>${N}) → (?<to>${N}) \\((?<change>${CHANGE}), lower in (?<lower>\\d) of 3 seeds\\); ` +
          `of a weight (?<middle>${N}) is left.* between (?<low>${N}) and (?<high>${N})`,
      ).exec(text)!.groups!;
      isFigure(line['from'], end(free, 'validationLoss'));
      isFigure(line['to'], end(decayed, 'validationLoss'));
      isChange(line['change'], end(decayed, 'validationLoss') / end(free, 'validationLoss'));
      const lower = decayed.filter((run, i) => run.validationLoss.at(-1)! < free[i]!.validationLoss.at(-1)!);
      isCount(line['lower'], lower.length);
      const left = decayed.flatMap((run, i) =>
        [...run.finalWeights].map((w, k) => Math.abs(w) / Math.abs(free[i]!.finalWeights[k]!)),
      );
      isFigure(line['middle'], middle([...left]));
      const share = (bound: string) => left.filter((value) => value <= read(bound) * 1.00501).length / left.length;
      expect(Math.abs(share(line['low']!) - 0.1)).toBeLessThan(0.06);
      expect(Math.abs(share(line['high']!) - 0.9)).toBeLessThan(0.06);
    }
    const pair = (a: OptimizerName, b: OptimizerName, change: Partial<Experiment> = {}) => {
      const [one, other] = [again(experiment, a, change).decayed, again(experiment, b, change).decayed];
      return one.map((run, i) => apart(run.finalWeights, other[i]!.finalWeights));
    };
    const digits = Number(/the same to (\d+) digits/u.exec(text)![1]);
    const plain = pair('sgd', 'sgdw', { momentum: 0 });
    const gap = experiment.momentum === 0 ? largest(plain) : plain[0]!;
    expect(gap).toBeLessThanOrEqual(10 ** -digits);
    expect(gap).toBeGreaterThan(10 ** -(digits + 1));
    expect(digits).toBeGreaterThanOrEqual(12);
    isFigure(new RegExp(`AdamW (?:end )?(?:up to )?(${N}) %`).exec(text)![1], 100 * largest(pair('adam', 'adamw')));
    if (experiment.momentum > 0) {
      const shown = new RegExp(`with momentum 0\\.9 they end (?:up to )?(${N}) % of their length apart`).exec(text)![1];
      isFigure(shown, 100 * largest(pair('sgd', 'sgdw')));
    }
  });

  it('of noise alone, as each rule written out tells', () => {
    const text = plainText(optimizersText(optimizersOf({ ...ridge, seeds: 1, steps: 5 })));
    const list = `(${N}), (${N}) and (${N})`;
    const shown = new RegExp(`kept ${list} under Adam with L2, and ${list} under AdamW, where .* = (${N}) tells`).exec(
      text,
    )!;
    const { normal } = randomStream(1, 'data');
    const { normal: sameNormal } = randomStream(1, 'data');
    const left = (decoupled: boolean, draw: () => number) =>
      [0.1, 1, 10].map((scale) => {
        const weights = Array.from({ length: 60 }, () => ({ w: 1, m: 0, v: 0 }));
        for (let step = 1; step <= 3_000; step++) {
          for (const weight of weights) {
            let g = scale * draw();
            if (decoupled) weight.w *= 1 - 0.001 * 0.1;
            else g += 0.1 * weight.w;
            weight.m = 0.9 * weight.m + 0.1 * g;
            weight.v = 0.999 * weight.v + 0.001 * g * g;
            const [mean, root] = [weight.m / (1 - 0.9 ** step), Math.sqrt(weight.v / (1 - 0.999 ** step))];
            weight.w -= (0.001 * mean) / (root + 1e-8);
          }
        }
        return weights.reduce((sum, { w }) => sum + w, 0) / 60;
      });
    for (const [i, value] of left(false, normal).entries()) isFigure(shown[1 + i], value);
    for (const [i, value] of left(true, sameNormal).entries()) isFigure(shown[4 + i], value);
    isFigure(shown[7], 0.9999 ** 3_000);
    // The science's own figures: .07, .74 and .97 against .74 for all.
    expect(NOISE.adam[0]).toBeLessThan(0.1);
    expect(NOISE.adam[1]).toBeCloseTo(0.74, 1);
    expect(NOISE.adam[2]).toBeGreaterThan(0.95);
    for (const value of NOISE.adamw) expect(Math.abs(value - 0.741)).toBeLessThan(0.02);
  });
});

describe('/optimizers', () => {
  it('names in its title who decays most and least', () => {
    const study = optimizersOf(small);
    const kept = study.findings.map(({ optimizer, comparison: { end } }) => ({
      optimizer,
      kept: end.with.weightLength / end.without.weightLength,
    }));
    const [most, , , least] = kept.toSorted((a, b) => a.kept - b.kept);
    const title = optimizersTitle(study);
    expect(title).toMatch(new RegExp(`^Same wd: ${NAMES[most!.optimizer]}’s weights .* ${NAMES[least!.optimizer]}’s `));
  });

  it('claims no difference where all decay alike', () => {
    const next = optimizersOf({ ...small, wd: 1e-7, steps: 50 });
    expect(optimizersText(next)).toContain('**With the same lr and wd, all decay about alike here.**');
  });

  it('tells optimizers that diverged from those that did not', () => {
    const text = optimizersText(optimizersOf({ ...ridge, lr: 5, seeds: 3, steps: 200 }));
    expect(text).toMatch(/- SGD: with decay 3 of 3 seeds diverged/u);
    expect(text).toMatch(/- Adam: validation loss/u);
    expect(text).toContain('could not be compared, for they diverged');
  });

  it('says alike only of those that finished, and nothing of one alone', () => {
    const two = optimizersOf({ ...wide, lr: 0.3, wd: 0.01, momentum: 0.5, steps: 10, seeds: 1 });
    expect(optimizersText(two)).toContain('**With the same lr and wd, the 2 that finished decay about alike here.**');
    expect(optimizersTitle(two)).toBe('Same lr and wd, and here the 2 that finished decay alike');
    const one = optimizersOf({
      ...wide,
      hidden: [4],
      decayBiases: false,
      lr: 1,
      wd: 5,
      momentum: 0,
      steps: 10,
      seeds: 2,
    });
    expect(optimizersText(one)).toMatch(/^\*\*Only Adam with L2 finished both with decay and without/u);
    expect(optimizersTitle(one)).toBe('Same lr and wd: only Adam finished with and without decay');
  });

  it('calls rounding no difference: in one step momentum repeats nothing', () => {
    const text = optimizersText(optimizersOf({ ...small, steps: 1 }));
    expect(text).toMatch(
      /with momentum 0\.9 they end with weights (?:the same to 1\d digits|that are the same to the last bit) too;/u,
    );
  });

  it('says that few seeds cannot tell', () => {
    expect(optimizersText(optimizersOf({ ...small, seeds: 2, steps: 20 }))).toContain('2 seeds cannot tell');
    expect(optimizersText(optimizersOf({ ...small, steps: 20 }))).not.toContain('cannot tell');
  });

  it('says something whole of any experiment, short enough to be shown', () => {
    fc.assert(
      fc.property(anyExperiment, fc.integer({ min: 1, max: 3 }), (drawn, seeds) => {
        fc.pre(drawn.wd > 0);
        const nesterov = drawn.nesterov && drawn.momentum > 0;
        const steps = Math.min(40, drawn.steps);
        const study = optimizersOf({ ...drawn, optimizer: 'sgd', nesterov, seeds, steps });
        const text = optimizersText(study);
        expect(text.length).toBeLessThanOrEqual(MAX_TEXT - 100);
        expect(text).not.toMatch(/NaN|Infinity|undefined|null/u);
        expect(text.startsWith('**')).toBe(true);
        expect(optimizersTitle(study).length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 40 },
    );
  });
});
