import { expect } from 'vitest';
import { readSettingWords } from '../../src/chat/setting-words.ts';
import type { Arm } from '../../src/findings/arm.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { final } from '../../src/training/history.ts';
import { taskOf } from '../../src/training/tasks/index.ts';
import { accuracyOf, Facts, lost, middle } from './facts.ts';
import { isCount, isFigure, isPercent, isShare, N, read } from './shown-numbers.ts';

/** What a comparison may say, worked out from the runs alone. */
interface Compared {
  readonly a: Arm;
  readonly b: Arm;
  readonly twins: readonly Arm[];
  readonly facts: Facts;
}

type Groups = Record<string, string | undefined>;

interface Sentence {
  readonly says: RegExp;
  readonly check: (groups: Groups, compared: Compared) => void;
}

const DIFFERENCE = `more than a million times as high|${N} times as high|(?:less than )?${N} % (?:lower|higher)`;

/** `12 % lower`, `3.2 times as high`. */
function isDifference(shown: string | undefined, ratio: number): void {
  const number = shown!.split(' ')[0];
  if (shown!.startsWith('more')) {
    expect(ratio).toBeGreaterThan(1e6);
  } else if (shown!.startsWith('less than 0.1 %')) {
    expect(Math.abs(ratio - 1)).toBeLessThan(0.001);
    expect(shown!.endsWith('lower')).toBe(ratio < 1);
  } else if (shown!.endsWith('times as high')) {
    expect(ratio).toBeGreaterThanOrEqual(2);
    isFigure(number, ratio);
  } else {
    isPercent(read(number) * (shown!.endsWith('lower') ? -1 : 1), 100 * (ratio - 1));
  }
}

/** The mean of the log ratios and its 95 % interval, as ratios. */
function intervalOf({ ratios }: Facts) {
  const logs = ratios.map(Math.log);
  const n = logs.length;
  const mean = logs.reduce((sum, log) => sum + log / n, 0);
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (n - 1));
  const half = (studentQuantile(n - 1) * deviation) / Math.sqrt(n);
  return { mean: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
}

/**
 * Student's t with 95 % between −t and t, by integrating its density (1 + x²/ν)^(−(ν+1)/2) outwards from zero: in
 * x = √ν·tan θ that is cos θ to the power ν − 1, for θ up to π/2.
 */
export function studentQuantile(freedom: number): number {
  const slices = 100_000;
  const width = Math.PI / 2 / slices;
  const parts = Float64Array.from({ length: slices }, (_, i) => Math.cos((i + 0.5) * width) ** (freedom - 1));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  let sum = 0;
  const at = parts.findIndex((part) => {
    sum += part;
    return sum >= 0.95 * whole;
  });
  return Math.sqrt(freedom) * Math.tan((at + 0.5) * width);
}

/** `between 5 % and 18 % lower`, `about 5 % lower`, `between 30 % higher and 3.4 times as high`. */
function isInterval(shown: string, { low, high }: { low: number; high: number }): void {
  const unit = / (?:lower|higher|times as high)$/u.exec(shown)![0];
  const [first, second = first] = shown.replace(/^(?:about|between) /u, '').split(' and ');
  const [one, other] = [first!, second!].map((part) => (/(?:lower|higher|high)$/u.test(part) ? part : part + unit));
  // The smaller change stands first.
  const [least, most] = high <= 1 ? [high, low] : [low, high];
  isDifference(other, most);
  isDifference(one, least);
}

function divergence(name: string): string {
  return (
    `(?<${name}Lost>none|\\d+) of (?<${name}All>\\d+) seeds? diverged` +
    `(?:, (?:at|the first at) step (?<${name}Step>${N})|, the loss ending more than 1,000 times its start)?`
  );
}

function divergenceIs(groups: Groups, name: string, { histories }: Arm): void {
  const gone = histories.filter(lost);
  isCount(groups[`${name}All`], histories.length);
  expect(groups[`${name}Lost`]).toBe(gone.length === 0 ? 'none' : String(gone.length));
  if (groups[`${name}Step`] !== undefined) {
    isCount(groups[`${name}Step`], Math.min(...gone.flatMap(({ divergedAt }) => divergedAt ?? [])));
  }
}

function lower({ ratios }: Facts): number {
  return ratios.filter((ratio) => ratio < 1).length;
}

/** Of A and B those that predicting the mean does better than. */
function beaten(facts: Facts): string {
  const worse = (side: 0 | 1) => {
    const [loss, mean] = [facts.end(side, 'validationLoss'), facts.meanBaseline];
    return loss > mean && loss.toPrecision(3) !== mean.toPrecision(3);
  };
  return `${worse(0) ? 'A' : ''}${worse(1) ? 'B' : ''}`;
}

function sentence(says: string, check: Sentence['check']): Sentence {
  return { says: new RegExp(says, 'gu'), check };
}

const SENTENCES: readonly Sentence[] = [
  sentence(`\\*\\*(?<lead>[^*]*)\\*\\*`, ({ lead }, { a, b, facts }) => {
    for (const [letter, { experiment }] of [
      ['A', a],
      ['B', b],
    ] as const) {
      const before = new RegExp(`([^()]*) \\(${letter}\\)`, 'u').exec(lead!)![1]!;
      isAbout(before.replace(/^.*\b(?:between|tell|than|and|from|diverged,) /u, ''), experiment);
    }
    const better = / \((?<winner>[AB])\) validates better/u.exec(lead!)?.groups?.['winner'];
    if (better !== undefined) {
      expect(facts.end(1, 'validationLoss') < facts.end(0, 'validationLoss')).toBe(better === 'B');
    }
    const few = /^(\d+) seeds? cannot tell/u.exec(lead!)?.[1];
    if (few !== undefined) isCount(few, a.histories.length);
  }),
  sentence(`Validation loss ended at (?<a>${N}) with A and (?<b>${N}) with B`, (groups, { facts }) => {
    isFigure(groups['a'], facts.end(0, 'validationLoss'));
    isFigure(groups['b'], facts.end(1, 'validationLoss'));
  }),
  sentence(`; seed by seed, B's is (?<mean>${DIFFERENCE})`, ({ mean }, { facts }) =>
    isDifference(mean, Math.exp(facts.ratios.reduce((sum, ratio) => sum + Math.log(ratio) / facts.ratios.length, 0))),
  ),
  sentence(` on average, and (?<way>lower|higher) in (?<count>\\d+) of (?<of>\\d+) seeds`, (groups, { facts }) => {
    const down = lower(facts);
    isCount(groups['of'], facts.ratios.length);
    isCount(groups['count'], groups['way'] === 'lower' ? down : facts.ratios.filter((ratio) => ratio > 1).length);
  }),
  sentence(
    `B's is probably (?<range>(?:between|about|less) .*?) \\(95 % interval of the mean\\)\\.`,
    ({ range }, { facts }) => isInterval(range!, intervalOf(facts)),
  ),
  sentence('The interval leaves out zero', (_, { facts }) => {
    const { low, high } = intervalOf(facts);
    expect(low > 1 || high < 1).toBe(true);
  }),
  sentence('The interval holds zero(?: as well: these (?<of>\\d+) seeds cannot tell)?', ({ of }, { facts }) => {
    const { low, high } = intervalOf(facts);
    expect(low <= 1 && high >= 1).toBe(true);
    if (of !== undefined) isCount(of, facts.ratios.length);
  }),
  sentence(', though (?<count>\\d+) of (?<of>\\d+) seeds agree', (groups, { facts }) => {
    isCount(groups['count'], Math.max(lower(facts), facts.ratios.length - lower(facts)));
    isCount(groups['of'], facts.ratios.length);
  }),
  sentence(', but (?<count>\\d+) of (?<of>\\d+) seeds go the other way', (groups, { facts }) => {
    const down = middle([...facts.ratios]) < 1;
    isCount(groups['count'], facts.ratios.filter((ratio) => (down ? ratio >= 1 : ratio <= 1)).length);
    isCount(groups['of'], facts.ratios.length);
  }),
  sentence(
    `Seed (?<seed>\\d+) stands far out \\(B's loss is (?<there>${DIFFERENCE}) there\\) and sways the mean; the median of the differences is (?<median>${DIFFERENCE})\\.`,
    (groups, { facts }) => {
      const at = facts.pairs.findIndex(([{ seed }]) => String(seed) === groups['seed']);
      isDifference(groups['there'], facts.ratios[at]!);
      isDifference(groups['median'], Math.exp(middle(facts.ratios.map(Math.log))));
    },
  ),
  sentence(
    `(?:In the (?<few>${N}) seeds? that finished both ways, training|Training) loss ended at (?<a>${N}) with A, (?<b>${N}) with B; the weights at length (?<lengthA>${N}) and (?<lengthB>${N})\\.`,
    (groups, { facts }) => {
      if (groups['few'] !== undefined) isCount(groups['few'], facts.pairs.length);
      isFigure(groups['a'], facts.end(0, 'dataLoss'));
      isFigure(groups['b'], facts.end(1, 'dataLoss'));
      isFigure(groups['lengthA'], facts.end(0, 'weightLength'));
      isFigure(groups['lengthB'], facts.end(1, 'weightLength'));
    },
  ),
  sentence(`rightly for (?<a>${N}) % with A, (?<b>${N}) % with B`, (groups, { facts }) => {
    isShare(groups['a'], middle(facts.pairs.map(([run]) => accuracyOf(run))));
    isShare(groups['b'], middle(facts.pairs.map(([, run]) => accuracyOf(run))));
  }),
  sentence(
    `(?<=without decay: |; )(?<letter>[AB]) (?<from>${N}) → (?<to>${N}), lower in (?<count>\\d+) of (?<of>\\d+) seeds?`,
    (groups, { a, b, twins }) => {
      const arm = groups['letter'] === 'A' ? a : b;
      const { wd: _, decayBiases: __, ...rest } = arm.experiment;
      const twin = twins.find(({ experiment: { wd, decayBiases: _biases, ...other } }) => {
        return wd === 0 && JSON.stringify(other) === JSON.stringify(rest);
      });
      const facts = new Facts(twin!, arm, []);
      isFigure(groups['from'], facts.end(0, 'validationLoss'));
      isFigure(groups['to'], facts.end(1, 'validationLoss'));
      isCount(groups['count'], lower(facts));
      isCount(groups['of'], facts.pairs.length);
    },
  ),
  sentence(`scores (?<mean>${N})(?:, which beats (?<beats>A|B))?[.;]`, ({ mean, beats }, { facts }) => {
    isFigure(mean, facts.meanBaseline);
    expect(beats ?? '').toBe(beaten(facts));
  }),
  sentence(`But always [^()]* \\((?<mean>${N})\\) beats both(?<learnt>: neither has learnt)?`, (groups, { facts }) => {
    isFigure(groups['mean'], facts.meanBaseline);
    expect(groups['learnt'] !== undefined).toBe(facts.pairs.length >= 3);
    expect(beaten(facts)).toBe('AB');
  }),
  sentence(`the noise alone is (?<noise>${N})\\.`, ({ noise }, { a }) => {
    isFigure(noise, taskOf(a.experiment).noiseFloor!);
  }),
  sentence('medians over (?<seeds>\\d+) seeds', ({ seeds }, { facts }) => isCount(seeds, facts.pairs.length)),
  sentence(`With A, ${divergence('a')}; with B, ${divergence('b')}\\.`, (groups, { a, b }) => {
    divergenceIs(groups, 'a', a);
    divergenceIs(groups, 'b', b);
  }),
  sentence('Only the (?<seeds>\\d+) seeds? that finished', ({ seeds }, { facts }) =>
    isCount(seeds, facts.pairs.length),
  ),
  sentence(`in no seed more than (?<most>${N}) % apart`, ({ most }, { facts }) => {
    const apart = Math.max(...facts.ratios.map((ratio) => Math.abs(ratio - 1)));
    // Next to rounding a ratio itself is only right to a few units of its last digit.
    if (apart > 1e-12) isFigure(most, 100 * apart);
    else expect(read(most)).toBeLessThan(1e-9);
  }),
  sentence(`Validation loss of (?<letter>[AB]) ended at (?<loss>${N})\\.`, ({ letter, loss }, { a, b }) => {
    const { histories } = letter === 'A' ? a : b;
    isFigure(loss, middle(histories.map(({ validationLoss }) => final(validationLoss))));
  }),
  sentence('An interval needs 3 seeds', (_, { facts }) => expect(facts.pairs.length).toBeLessThan(3)),
];

/** Whether words such as `sgd, momentum 0.9, lr 0.05` are true of an experiment; read as a person's would be. */
function isAbout(words: string, experiment: Experiment): void {
  const plain = words
    .replaceAll(/(?<=\d),(?=\d{3})/gu, '')
    .replace('constant lr', 'constant')
    .replace('biases decay too', 'decay-biases yes')
    .replace('biases spared', 'no decay-biases');
  if (plain.trim() === '') return;
  const said = readSettingWords(plain);
  if ('wrong' in said) expect.unreachable(`${words}: ${said.wrong}`);
  const { 'decay-biases': decayBiases, ...fields } = said.value;
  expect(experiment).toMatchObject({ ...fields, ...(decayBiases !== undefined && { decayBiases }) });
}

/** Reads a comparison as a doubting reader would: takes out every sentence it knows, and then no digit may be left. */
export function recountComparison(text: string, a: Arm, b: Arm, twins: readonly Arm[]): void {
  const compared: Compared = { a, b, twins, facts: new Facts(a, b, []) };
  let rest = text.replaceAll('\u00a0', ' ').replaceAll('’', "'");
  for (const { says, check } of SENTENCES) {
    rest = rest.replace(says, (...found: unknown[]) => {
      check((found.at(-1) as Groups) ?? {}, compared);
      return '';
    });
  }
  expect(rest, `of: ${text}`).not.toMatch(/\d/u);
}
