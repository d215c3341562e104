import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import type { ForcesStudy } from '../../src/findings/forces.ts';
import { forcesText, forcesTitle } from '../../src/findings/forces-text.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { createKernel } from '../../src/training/kernel.ts';
import { networkOf } from '../../src/training/network.ts';
import { taskOf } from '../../src/training/tasks/index.ts';
import { train } from '../../src/training/train.ts';
import { curve, ridge } from '../experiments.ts';
import { anyExperiment } from '../training/experiments.ts';
import { lost, middle } from './facts.ts';
import { forcesOf } from './forces-runs.ts';
import { isCount, isFigure, N, read } from './shown-numbers.ts';

const small: Experiment = { ...curve, hidden: [6], steps: 600, seeds: 3 };

/** Works the numbers of a reply out again from plain runs: gradient, line and counts, in its own way. */
class Recount {
  readonly end: ReturnType<typeof train>;
  readonly push: readonly number[];
  readonly rest: readonly number[];
  readonly decaying: readonly number[];
  readonly experiment: Experiment;

  constructor(experiment: Experiment, seed: number) {
    this.experiment = experiment;
    this.end = train(experiment, seed);
    const network = networkOf(experiment);
    const isBias = (i: number) =>
      network.layers.some(({ biases, outputs }) => biases !== null && i >= biases && i < biases + outputs);
    this.decaying = [...this.end.finalWeights.keys()].filter((i) => experiment.decayBiases || !isBias(i));
    this.push = experiment.optimizer === 'adamw' && experiment.wd > 0 ? this.dividedPush(seed) : this.barePush(seed);
    const { optimizer, momentum, wd } = experiment;
    this.rest = [...this.end.finalWeights].map((w) => w * (optimizer === 'sgdw' ? wd - momentum * wd : wd));
  }

  barePush(seed: number): number[] {
    const task = taskOf(this.experiment);
    const { training } = task.draw(seed);
    const kernel = createKernel(networkOf(this.experiment), training.count, task.loss);
    kernel.weights.set(this.end.finalWeights);
    kernel.lossAndGradient(training);
    return [...kernel.gradient].map((g) => -g);
  }

  /** What AdamW's last update added beside the shrinking, seen from the weights before it. */
  dividedPush(seed: number): number[] {
    const { lr, wd, steps, decayBiases } = this.experiment;
    const before =
      steps === 1 ? this.end.firstWeights : train({ ...this.experiment, steps: steps - 1 }, seed).finalWeights;
    expect(decayBiases).toBe(true);
    return [...this.end.finalWeights].map((w, i) => (w - before[i]! + lr * wd * before[i]!) / lr);
  }

  get grew(): number {
    return this.decaying.filter((i) => Math.abs(this.end.finalWeights[i]!) > Math.abs(this.end.firstWeights[i]!))
      .length;
  }

  /** Squares summed, of all weights that decay. */
  sum(value: (i: number) => number): number {
    return this.decaying.reduce((sum, i) => sum + value(i) ** 2, 0);
  }

  get gap(): number {
    return Math.sqrt(this.sum((i) => this.push[i]! - this.rest[i]!) / this.sum((i) => this.rest[i]!));
  }

  get near(): number {
    const ratio = (i: number) => this.push[i]! / this.rest[i]!;
    return this.decaying.filter((i) => ratio(i) >= 0.95 && ratio(i) <= 1 / 0.95).length;
  }

  get correlation(): number {
    const n = this.decaying.length;
    const mean = (of: readonly number[]) => this.decaying.reduce((sum, i) => sum + of[i]!, 0) / n;
    const product = this.push.map((u, i) => u * this.rest[i]!);
    const spread = (of: readonly number[]) => Math.sqrt(this.sum((i) => of[i]!) / n - mean(of) ** 2);
    return (mean(product) - mean(this.push) * mean(this.rest)) / (spread(this.push) * spread(this.rest));
  }
}

function textOf(study: ForcesStudy): string {
  return forcesText(study).replaceAll('\u00a0', ' ').replaceAll('−', '-');
}

function found(text: string, pattern: RegExp): Record<string, string> {
  const match = pattern.exec(text);
  expect(match, `${pattern} in: ${text}`).not.toBeNull();
  return match!.groups ?? {};
}

describe('what /forces says is worked out again from plain runs', () => {
  it.each<[string, Experiment]>([
    ['of sgd', small],
    ['of much decay', { ...small, wd: 0.02 }],
    ['of little decay', { ...small, wd: 0.0005 }],
    ['of ridge', { ...ridge, seeds: 3 }],
    ['of sgdw', { ...small, optimizer: 'sgdw', wd: 0.1 }],
    ['of adam', { ...small, optimizer: 'adam', lr: 0.01, momentum: 0 }],
    ['of adamw', { ...small, optimizer: 'adamw', lr: 0.01, wd: 1, momentum: 0 }],
    ['of spared biases', { ...small, decayBiases: false }],
  ])('%s', (_, experiment) => {
    const study = forcesOf(experiment);
    const { seed } = study.shown!.balance;
    const text = textOf(study);
    const counts = [1, 2, 3].map((each) => new Recount(experiment, each).grew);
    const again = new Recount(experiment, seed);

    const head = found(text, new RegExp(`^\\*\\*(?<grew>${N}) of (?<of>${N}) weights grew although`));
    isCount(head['grew'], again.grew);
    isCount(head['of'], again.decaying.length);
    expect(again.grew).toBe(counts.toSorted((a, b) => a - b)[1]);
    const range = found(text, new RegExp(`seed ${seed}; in the 3 seeds, (?<least>${N})(?: to (?<most>${N}))?\\)`));
    isCount(range['least'], Math.min(...counts));
    isCount(range['most'] ?? range['least'], Math.max(...counts));

    const balance = found(
      text,
      new RegExp(
        `differ by (?<gap>less than 0.001|${N}) % of the pull; (?<near>${N}) of (?<all>${N}) weights are within 5 % ` +
          `of the line \\(correlation (?<r>-?${N})\\)`,
      ),
    );
    if (balance['gap']!.startsWith('less')) expect(again.gap).toBeLessThan(1e-5);
    else expect(Math.abs(read(balance['gap']) / (100 * again.gap) - 1)).toBeLessThan(0.051);
    isCount(balance['near'], again.near);
    isCount(balance['all'], again.decaying.length);
    expect(Math.abs(Number(balance['r']) - again.correlation)).toBeLessThan(1.1e-4);

    const size = (weights: Float64Array, i: number) => Math.abs(weights[i]!);
    const { firstWeights, finalWeights } = again.end;
    const growth = again.decaying
      .map((i) => [size(finalWeights, i) - size(firstWeights, i), i] as const)
      .sort(([a], [b]) => b - a);
    const top = growth[0]![1];
    const most = found(
      text,
      new RegExp(
        `grew most went from size (?<from>${N}) to (?<to>${N}): now the data push it (?<way>outward|inward) ` +
          `by (?<push>${N}), and (?:decay pulls it back|its pull is balanced) by (?<pull>${N})\\.`,
      ),
    );
    isFigure(most['from'], size(firstWeights, top));
    isFigure(most['to'], size(finalWeights, top));
    isFigure(most['pull'], Math.abs(again.rest[top]!));
    const outward = again.push[top]! * Math.sign(finalWeights[top]!);
    isFigure(most['push'], Math.abs(outward));
    expect(most['way']).toBe(outward < 0 ? 'inward' : 'outward');
    const last = growth.at(-1)![1];
    const least = found(text, new RegExp(`shrank most went from (?<from>${N}) to (?<to>${N})\\.`));
    isFigure(least['from'], size(firstWeights, last));
    isFigure(least['to'], size(finalWeights, last));

    const free = found(
      text,
      new RegExp(
        `Without decay (?<free>${N}) grew, with it (?<decayed>${N}) \\(.*fewer with decay in (?<fewer>\\d)\\)`,
      ),
    );
    const all = (wd: number) =>
      [1, 2, 3].map((each) => {
        const run = train({ ...experiment, wd }, each);
        return run.finalWeights.filter((w, i) => Math.abs(w) > Math.abs(run.firstWeights[i]!)).length;
      });
    const [without, withIt] = [all(0), all(experiment.wd)];
    isCount(free['free'], middle([...without]));
    isCount(free['decayed'], middle([...withIt]));
    isCount(free['fewer'], withIt.filter((grew, index) => grew < without[index]!).length);

    if (!experiment.decayBiases) {
      const spared = found(text, new RegExp(`The (?<spared>${N}) biases beside .* and (?<grew>${N}) grew\\.`));
      isCount(spared['spared'], finalWeights.length - again.decaying.length);
      isCount(spared['grew'], withIt[seed - 1]! - again.grew);
    }
  });

  it('without decay: the push that is left, and no word of a balance', () => {
    const study = forcesOf({ ...small, wd: 0 });
    const text = textOf(study);
    const again = new Recount({ ...small, wd: 0 }, study.shown!.balance.seed);
    const shown = found(text, new RegExp(`A typical push is now (?<push>${N}) \\(root mean square\\)`));
    isFigure(shown['push'], Math.sqrt(again.sum((i) => again.push[i]!) / again.decaying.length));
    expect(text).toContain(`nothing pulls back: ${again.grew} of ${again.decaying.length} weights grew`);
    expect(text).toContain('the line of rest is flat');
    expect(text).not.toContain('pull balance');
  });
});

describe('/forces tells', () => {
  it('a run that came to rest from one that has not', () => {
    expect(forcesOf({ ...ridge, seeds: 1 }).verdict).toBe('settled');
    const moving = forcesOf({ ...small, steps: 60, seeds: 1 });
    expect(moving.verdict).toBe('moving');
    expect(textOf(moving)).toContain('Training has not come to rest after 60 steps');
  });

  it.each<[string, Partial<Experiment>, RegExp]>([
    [
      'sgdw',
      { optimizer: 'sgdw', wd: 0.1 },
      /repeats each push 1\/\(1 - 0\.9\) = 10\.0 times: it rests where -g is only/,
    ],
    ['adamw', { optimizer: 'adamw', momentum: 0, lr: 0.01, wd: 1 }, /what balances wd·w there is not -g but/],
    ['adam', { optimizer: 'adam', momentum: 0, lr: 0.01 }, /hover around the line; a falling lr/],
    ['batches', { batch: 5 }, /Each step sees 5 of the 20 points only/],
    ['a schedule', { schedule: 'cosine', steps: 40 }, /Lr fell to next to nothing before/],
  ])('why and where the weights rest: %s', (_, change, sentence) => {
    expect(textOf(forcesOf({ ...small, ...change, seeds: 1 }))).toMatch(sentence);
  });

  it('where all diverged, that there is no end', () => {
    const study = forcesOf({ ...small, lr: 50, steps: 100 });
    expect(study.verdict).toBe('diverged');
    expect(textOf(study)).toMatch(/^\*\*It diverged\*\*: 3 of 3 seeds diverged, the first at step \d+\./);
  });

  it('that none grew where decay outpulls the data everywhere', () => {
    const crushed = forcesOf({ ...small, wd: 0.5, steps: 2_000 });
    expect(textOf(crushed)).toMatch(/^\*\*None of the 19 weights grew\*\*/);
    expect(forcesTitle(crushed)).toBe('None of 19 weights grew: decay outpulled the data');
    expect(textOf(crushed)).toContain('have sunk to less than a millionth of the largest');
  });

  it('that decay is not why none grew where none does without it', () => {
    const line: Experiment = { ...small, hidden: [], optimizer: 'sgdw', momentum: 0.5, wd: 0.1, batch: 2, steps: 10 };
    const study = forcesOf(line, 1);
    expect(new Recount({ ...line, wd: 0 }, 1).grew).toBe(0);
    expect(textOf(study)).toMatch(/^\*\*None of the 2 weights grew, with decay or without\*\*/);
    expect(forcesTitle(study)).toBe('None of 2 weights grew, with decay or without');
  });

  it.each<[string, Partial<Experiment>]>([
    ['batches', { batch: 2 }],
    ['a schedule', { schedule: 'cosine' }],
    ['adam', { optimizer: 'adam', momentum: 0 }],
    ['adamw', { optimizer: 'adamw', momentum: 0 }],
  ])('first of all that a step or two is too short, whatever else: %s', (_, change) => {
    for (const steps of [1, 2]) {
      const text = textOf(forcesOf({ ...small, ...change, steps, seeds: 1 }));
      expect(text).toMatch(/Training has not come to rest after \d steps?:/);
    }
  });

  it('that decay may carry a weight past zero, and so make it grow', () => {
    const text = textOf(forcesOf({ ...small, lr: 1, wd: 2.5, momentum: 0, steps: 2, seeds: 1 }));
    expect(text).toMatch(/weights grew\*\*\. Decay this strong carries a weight to zero or past it in a single step/);
    expect(text).not.toContain('A weight grows as long as the data push it harder');
  });

  it('of the seed that was asked for', () => {
    for (const seed of [1, 2, 3]) expect(forcesOf(small, seed).shown!.history.seed).toBe(seed);
  });

  it('something whole of any experiment, short enough to be shown', () => {
    fc.assert(
      fc.property(anyExperiment, fc.integer({ min: 1, max: 3 }), (experiment, seeds) => {
        const study = forcesOf({ ...experiment, seeds, steps: Math.min(60, experiment.steps) });
        const text = textOf(study);
        expect(text.length).toBeLessThanOrEqual(MAX_TEXT - 300);
        expect(text).not.toMatch(/NaN|Infinity|undefined|null/u);
        expect(text.startsWith('**')).toBe(true);
        expect(forcesTitle(study).length).toBeLessThanOrEqual(100);
        const { histories } = study.arm;
        expect(study.verdict === 'diverged').toBe(histories.every(lost));
      }),
      { numRuns: 60 },
    );
  });
});
