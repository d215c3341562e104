import { expect } from 'vitest';
import type { Arm } from '../../src/findings/arm.ts';
import { final } from '../../src/training/history.ts';
import { taskOf } from '../../src/training/tasks/index.ts';
import { accuracyOf, commonerClass, type Facts, lost, middle, settledShrink, trueAccuracy } from './facts.ts';
import { CHANGE, evaluate, isChange, isCount, isFigure, isNear, isPercent, isShare, N, read } from './shown-numbers.ts';

/** `fell from 0.169 to 0.118`, or `stayed at 0.118`. */
function moves(groups: Record<string, string>, name: string, from: number, to: number): void {
  const [way, before, after] = [groups[`${name}Way`], groups[`${name}From`], groups[`${name}To`]];
  isFigure(after, to);
  isFigure(way === 'stayed at' ? after : before, from);
  if (way !== 'stayed at') expect(way).toBe(to > from ? 'rose from' : 'fell from');
}

function moving(name: string): string {
  return `(?<${name}Way>stayed at|(?:rose|fell) from)(?: (?<${name}From>${N}) to)? (?<${name}To>${N})`;
}

/** `4 of 5 seeds diverged, the first at step 261`, of an arm. */
function divergence(name: string): string {
  return (
    `(?<${name}Lost>none|\\d+) of (?<${name}All>\\d+) seeds? diverged` +
    `(?:, (?:at|the first at) step (?<${name}Step>${N})|(?<${name}Finite>, the loss ending more than 1,000 times its start))?`
  );
}

function divergenceIs(groups: Record<string, string>, name: string, { histories }: Arm): void {
  const gone = histories.filter(lost);
  isCount(groups[`${name}All`], histories.length);
  expect(groups[`${name}Lost`]).toBe(gone.length === 0 ? 'none' : String(gone.length));
  const steps = gone.flatMap(({ divergedAt }) => divergedAt ?? []);
  if (steps.length > 0) isCount(groups[`${name}Step`], Math.min(...steps));
  else expect(groups[`${name}Finite`] !== undefined).toBe(gone.length > 0);
}

const SEEDS = String.raw`(?<count>\d+) of (?<of>\d+) seeds?(?<part> that finished both ways)?`;

export interface Sentence {
  readonly says: RegExp;
  readonly check: (groups: Record<string, string>, facts: Facts) => void;
}

function sentence(says: string, check: Sentence['check']): Sentence {
  return { says: new RegExp(says, 'gu'), check };
}

/** How predict-the-mean is called, of a quantity and of classes. */
const BASELINE = "(?<baseline>always predicting the mean|always guessing the classes' shares)";

function isNamed(groups: Record<string, string>, { decayed }: Facts): void {
  const hasClasses = taskOf(decayed.experiment).loss.kind === 'cross-entropy';
  expect(groups['baseline']!.includes('classes')).toBe(hasClasses);
}

/** `hardly better than` where it is shown below the mean's loss, `no better than` where not. */
function isBesideMean(groups: Record<string, string>, loss: number, facts: Facts): void {
  isFigure(groups['mean'], facts.meanBaseline);
  isNamed(groups, facts);
  expect(groups['beside']).toBe(
    Number(loss.toPrecision(3)) < Number(facts.meanBaseline.toPrecision(3)) ? 'hardly' : 'no',
  );
}

function agreeing(groups: Record<string, string>, { ratios, without }: Facts): void {
  const down = middle([...ratios]) < 1;
  isCount(groups['of'], ratios.length);
  isCount(groups['count'], ratios.filter((ratio) => (down ? ratio < 1 : ratio > 1)).length);
  if ('part' in groups) expect(groups['part'] !== undefined).toBe(ratios.length < without.histories.length);
}

/** Every sentence that holds a number, and how each of its numbers follows from the runs. */
export const SENTENCES: readonly Sentence[] = [
  sentence(
    `\\*\\*Decay (?<verdict>helped|hurt)(?:(?<only>, but only as far as the mean)|(?<beaten>, but always predicting the mean beats both))?\\.\\*\\* Against the same runs without it, validation loss ${moving('validation')} \\((?<change>${CHANGE}), in ${SEEDS}\\)` +
      `(?:, and| although|, while) training loss ${moving('training')}(?<well> as well: [^.]*)?\\.` +
      `(?: That is (?<beside>hardly|no) better than ${BASELINE} \\((?<mean>${N})\\): no training at all does as well\\.)?`,
    (groups, facts) => {
      const [before, after] = [facts.end(0, 'validationLoss'), facts.end(1, 'validationLoss')];
      moves(groups, 'validation', before, after);
      moves(groups, 'training', facts.end(0, 'dataLoss'), facts.end(1, 'dataLoss'));
      isChange(groups['change'], after / before);
      agreeing(groups, facts);
      expect(after < before).toBe(groups['verdict'] === 'helped');
      expect(facts.ratios.length).toBeGreaterThanOrEqual(3);
      if (groups['well'] !== undefined)
        expect(facts.end(1, 'dataLoss')).toBeGreaterThan(1.2 * facts.end(0, 'dataLoss'));
      // No difference inside the spread of the seeds is called one.
      expect(read(groups['count'])).toBeGreaterThanOrEqual(0.8 * facts.ratios.length);
      expect(Math.abs(Math.log(middle(facts.ratios)))).toBeGreaterThanOrEqual(Math.log(1.02));
      if (groups['beaten'] !== undefined) expect(after).toBeGreaterThan(facts.meanBaseline);
      // Both halves of the same remark, or neither.
      expect(groups['only'] === undefined).toBe(groups['mean'] === undefined);
      if (groups['mean'] === undefined) return;
      isBesideMean(groups, after, facts);
      const apart = middle(
        facts.pairs.map(([, run]) => Math.abs(Math.log(final(run.validationLoss) / facts.meanOf(run.seed)))),
      );
      expect(apart).toBeLessThan(0.5);
    },
  ),
  sentence(
    `Validation loss ended at (?<with>${N}), (?<beside>hardly|no) better than ${BASELINE} \\((?<mean>${N})\\)\\. ` +
      `That is (?<than>worse than|below) the (?<without>${N}) without decay`,
    (groups, facts) => {
      const [before, after] = [facts.end(0, 'validationLoss'), facts.end(1, 'validationLoss')];
      isFigure(groups['with'], after);
      isFigure(groups['without'], before);
      isBesideMean(groups, after, facts);
      expect(groups['than']).toBe(after > before ? 'worse than' : 'below');
      // Four seeds in five, and of no fewer than three.
      const atMean = facts.pairs.filter(
        ([, history]) => final(history.validationLoss) >= 0.95 * facts.meanOf(history.seed),
      );
      expect(atMean.length).toBeGreaterThanOrEqual(0.8 * facts.pairs.length);
      expect(facts.pairs.length).toBeGreaterThanOrEqual(3);
    },
  ),
  sentence(
    `\\*\\*Decay made no difference\\.\\*\\* Validation loss is (?<without>${N}) without decay and (?<with>${N}) with it ` +
      `\\((?<change>${CHANGE})\\); training loss (?<trainWithout>${N}) and (?<trainWith>${N})\\. (?:Single seeds changed by (?<least>${CHANGE}) to (?!\\k<least>\\.)|Each seed changed by )(?<most>${CHANGE})\\.`,
    (groups, facts) => {
      isFigure(groups['without'], facts.end(0, 'validationLoss'));
      isFigure(groups['with'], facts.end(1, 'validationLoss'));
      isFigure(groups['trainWithout'], facts.end(0, 'dataLoss'));
      isFigure(groups['trainWith'], facts.end(1, 'dataLoss'));
      isChange(groups['change'], facts.end(1, 'validationLoss') / facts.end(0, 'validationLoss'));
      isChange(groups['least'] ?? groups['most'], Math.min(...facts.ratios));
      isChange(groups['most'], Math.max(...facts.ratios));
      const steady = facts.ratios.filter((ratio) => Math.abs(Math.log(ratio)) < Math.log(1.05));
      expect(steady.length).toBeGreaterThanOrEqual(0.8 * facts.ratios.length);
    },
  ),
  sentence(
    `Validation loss was (?<without>${N}) without decay and (?<with>${N}) with it(?: \\((?<change>${CHANGE})\\), which)?`,
    (groups, facts) => {
      isFigure(groups['without'], facts.end(0, 'validationLoss'));
      isFigure(groups['with'], facts.end(1, 'validationLoss'));
      if (groups['change'] === undefined) return;
      isChange(groups['change'], facts.end(1, 'validationLoss') / facts.end(0, 'validationLoss'));
      expect(facts.without.histories.length).toBeLessThan(3);
    },
  ),
  sentence(
    `it was lower in (?<count>\\d+) of (?<of>\\d+) seeds?, single seeds changing by (?<least>${CHANGE}) to (?<most>${CHANGE})\\.`,
    (groups, { ratios }) => {
      isCount(groups['count'], ratios.filter((ratio) => ratio < 1).length);
      isCount(groups['of'], ratios.length);
      isChange(groups['least'], Math.min(...ratios));
      isChange(groups['most'], Math.max(...ratios));
    },
  ),
  sentence(
    `training loss was still falling(?: \\((?<side>with|without) decay it fell from (?<from>${N}) to (?<to>${N}) since the start\\))?, so it is too early to judge: ` +
      `validation loss is (?<without>${N}) without decay and (?<with>${N}) with it\\.`,
    (groups, facts) => {
      isFigure(groups['without'], facts.end(0, 'validationLoss'));
      isFigure(groups['with'], facts.end(1, 'validationLoss'));
      if (groups['side'] === undefined) return;
      const side = groups['side'] === 'with' ? 1 : 0;
      const [begun, ended] = [middle(facts.pairs.map((pair) => pair[side].dataLoss[0]!)), facts.end(side, 'dataLoss')];
      isFigure(groups['from'], begun);
      isFigure(groups['to'], ended);
      expect(ended).toBeLessThan(begun);
    },
  ),
  sentence(`\\*\\* After (?<steps>${N}) steps? `, ({ steps }, facts) => isCount(steps, facts.decayed.experiment.steps)),
  sentence(
    `Without it, ${divergence('a')}; with it, ${divergence('b')} and validation loss ended at (?<with>${N})(?:, (?<beside>hardly|no) better than ${BASELINE} \\((?<mean>${N})\\)[^.]*)?\\.`,
    (groups, facts) => {
      const end = middle(facts.decayed.histories.map(({ validationLoss }) => final(validationLoss)));
      if (groups['mean'] !== undefined) isBesideMean(groups, end, facts);
      expect(facts.without.histories.length).toBeGreaterThanOrEqual(3);
      divergenceIs(groups, 'a', facts.without);
      divergenceIs(groups, 'b', facts.decayed);
      isFigure(groups['with'], middle(facts.decayed.histories.map(({ validationLoss }) => final(validationLoss))));
    },
  ),
  sentence(`With decay, ${divergence('b')}; without decay, ${divergence('a')}\\.`, (groups, facts) => {
    divergenceIs(groups, 'a', facts.without);
    divergenceIs(groups, 'b', facts.decayed);
  }),
  sentence(`Without decay, ${divergence('a')}; with it, ${divergence('b')}[.:]`, (groups, facts) => {
    divergenceIs(groups, 'a', facts.without);
    divergenceIs(groups, 'b', facts.decayed);
  }),
  sentence(
    `[Tt]he weights ended (?:as long as|(?<percent>${N}) % (?<way>shorter|longer) than) without decay ` +
      `\\(length (?<from>${N}) → (?<to>${N})\\); ` +
      `(?:(?<grew>${N}) of (?<all>${N}) still grew(?<pushed>, where the data push harder than decay pulls)?|none of the (?<size>${N}) grew)\\.`,
    (groups, facts) => {
      const [from, to] = [facts.end(0, 'weightLength'), facts.end(1, 'weightLength')];
      isFigure(groups['from'], from);
      isFigure(groups['to'], to);
      if (groups['percent'] !== undefined) {
        isPercent(read(groups['percent']), 100 * Math.abs(to / from - 1));
        expect(groups['way']).toBe(to < from ? 'shorter' : 'longer');
      }
      const grown = facts.pairs.map(([, { firstWeights, finalWeights }]) => {
        let sum = 0;
        for (const [index, weight] of finalWeights.entries()) {
          if (Math.abs(weight) > Math.abs(firstWeights[index]!)) sum += 1;
        }
        return sum;
      });
      if (groups['pushed'] !== undefined) expect(facts.decayed.experiment.decayBiases).toBe(true);
      isCount(groups['grew'] ?? '0', Math.round(middle(grown)));
      isCount(groups['all'] ?? groups['size'], facts.decayed.histories[0]!.finalWeights.length);
    },
  ),
  sentence(
    `halves a weight (?:about )?every (?:(?<steps>${N}) )?steps?: (?<formula>[^:;,]+?)(?:, (?<times>${N}) times as long as this run)?\\.(?= |\\n|$)`,
    (groups, facts) => {
      const steps = groups['steps'] === undefined ? 1 : read(groups['steps']);
      const value = evaluate(groups['formula']!);
      expect(Math.abs(steps / value - 1), groups['formula']).toBeLessThanOrEqual(0.0111);
      // As far from the formula as the steps may be, and then rounded.
      const times = groups['times'] === undefined ? null : read(groups['times']);
      if (times !== null) expect(Math.abs((times * facts.decayed.experiment.steps) / value - 1)).toBeLessThan(0.0163);
      const { lr, wd } = facts.decayed.experiment;
      expect(groups['formula']).toContain(`${lr}·${wd}`);
    },
  ),
  sentence(
    `halves a weight about every (?:(?<steps>${N}) )?steps?: momentum makes it (?<shrink>${N}) of the weight a step, so (?<formula>.*?)\\.(?= |\\n|$)`,
    ({ steps, shrink, formula }, { decayed: { experiment } }) => {
      isNear(steps === undefined ? 1 : read(steps), evaluate(formula!));
      isFigure(shrink, settledShrink(experiment));
      expect(formula).toContain(shrink);
    },
  ),
  sentence(
    `decay(?: at its full lr)? takes (?<percent>${N}) % off a weight at every step: lr·wd = (?<lr>\\S+)·(?<wd2>\\S+)\\.(?= |\\n|$)`,
    ({ percent, lr, wd2 }) => isPercent(read(percent), 100 * Number(lr) * Number(wd2)),
  ),
  sentence(`lr·wd = (?<lr>\\S+)·(?<wd2>\\S+) is too strong a pull`, ({ lr, wd2 }, { decayed: { experiment } }) => {
    expect([Number(lr), Number(wd2)]).toEqual([experiment.lr, experiment.wd]);
  }),
  sentence(
    `noise of its (?<points>\\d+) points \\(its training loss ends far below that noise, (?<noise>${N})\\)`,
    ({ points, noise }, facts) => {
      const task = taskOf(facts.decayed.experiment);
      isCount(points, task.trainingCount);
      isCount(noise, task.noiseFloor!);
      expect(facts.end(0, 'dataLoss')).toBeLessThan(task.noiseFloor! / 2);
      expect(facts.end(1, 'dataLoss')).toBeGreaterThan(facts.end(0, 'dataLoss'));
    },
  ),
  sentence(
    `around the (?<wrong>\\d+) wrong labels of its (?<points>\\d+) points \\(its training loss ends far below what such labels cost, (?<noise>${N})\\)`,
    ({ wrong, points, noise }, facts) => {
      const { trainingCount } = taskOf(facts.decayed.experiment);
      expect(facts.decayed.experiment.task).toBe('moons');
      isCount(points, trainingCount);
      isCount(wrong, trainingCount / 10);
      const entropy = -0.1 * Math.log(0.1) - 0.9 * Math.log(0.9);
      isFigure(noise, entropy);
      expect(facts.end(0, 'dataLoss')).toBeLessThan(entropy / 2);
    },
  ),
  sentence(
    `learns much of its (?<rows>${N}) rows by heart \\(on new rows its loss is (?<times>${N}) times as large\\)`,
    ({ rows, times }, facts) => {
      isCount(rows, taskOf(facts.decayed.experiment).trainingCount);
      isFigure(times, facts.end(0, 'validationLoss') / facts.end(0, 'dataLoss'));
      expect(facts.end(1, 'dataLoss')).toBeGreaterThan(facts.end(0, 'dataLoss'));
      expect(facts.decayed.experiment.task).toBe('csv');
    },
  ),
  sentence(
    `Its (?<points>${N}) points can fix at most (?<fixed>${N}) of the (?<all>${N}) directions`,
    ({ points, fixed, all }, { without, decayed: { experiment } }) => {
      isCount(points, taskOf(experiment).trainingCount);
      isCount(fixed, taskOf(experiment).trainingCount);
      isCount(all, without.histories[0]!.finalWeights.length);
      expect(read(all)).toBeGreaterThan(read(points));
      expect(experiment.optimizer).toMatch(/^sgdw?$/u);
      expect(experiment.hidden).toEqual([]);
    },
  ),
  sentence(
    `It named the class of new points rightly for (?:(?<same>${N}) % with decay and without|(?<with>${N}) % with decay, (?<without>${N}) % without|(?<solo>${N}) %)` +
      `(?:; (?<wrong>${N}) % of the labels are wrong on purpose, so (?<most>${N}) % is all there is to reach|; always naming the commoner class is right for (?<commoner>${N}) %)\\.`,
    (groups, facts) => {
      const { experiment } = facts.decayed;
      const of = (side: 0 | 1) => middle(facts.pairs.map((pair) => accuracyOf(pair[side])));
      isShare(groups['with'] ?? groups['same'] ?? groups['solo'], of(1));
      isShare(groups['without'] ?? groups['same'] ?? groups['solo'], of(0));
      if (groups['most'] !== undefined) {
        isShare(groups['wrong'], 1 - trueAccuracy(experiment));
        isShare(groups['most'], trueAccuracy(experiment));
      } else {
        const seeds = Array.from({ length: experiment.seeds }, (_, index) => index + 1);
        isShare(groups['commoner'], middle(seeds.map((seed) => commonerClass(experiment, seed))));
      }
    },
  ),
  sentence(`the swings halve every (?:(?<steps>${N}) )?steps?: (?<formula>.*?)\\.(?= |\\n|$)`, (groups) => {
    const steps = groups['steps'] === undefined ? 1 : read(groups['steps']);
    isNear(steps, evaluate(groups['formula']!));
  }),
  sentence(
    `decay this strong(?: at its full lr)? \\(lr·wd = (?<lr>\\S+)·(?<wd2>\\S+) = (?<product>${N})\\)`,
    (groups) => {
      isFigure(groups['product'], Number(groups['lr']) * Number(groups['wd2']));
    },
  ),
  sentence(
    `in (?<steps>${N}) steps? decay alone takes (?<most>at most )?(?<percent>${N}) % off a weight`,
    ({ steps, percent, most }, { decayed: { experiment } }) => {
      isCount(steps, experiment.steps);
      if (experiment.schedule !== 'constant') expect(most).toBeDefined();
      const { lr, wd, momentum, optimizer } = experiment;
      const slow = optimizer === 'sgd' ? (lr * wd) / (1 - momentum) : lr * wd;
      // Nearly: momentum's long run and the exact power differ by far less than the tenth shown.
      expect(Math.abs(read(percent) - 100 * (1 - (1 - slow) ** experiment.steps))).toBeLessThan(1);
    },
  ),
  sentence(
    `For scale: (?:${BASELINE} scores (?<mean>${N})(?<beats>, which beats (?:both|the network with decay|even the best of them|even the best with decay))?)?(?:; )?(?:the noise alone is (?<noise>${N}))?\\.`,
    (groups, facts) => {
      if (groups['mean'] !== undefined) isFigure(groups['mean'], facts.meanBaseline);
      if (groups['mean'] !== undefined) isNamed(groups, facts);
      const { noiseFloor } = taskOf(facts.decayed.experiment);
      expect(groups['noise'] === undefined).toBe(noiseFloor === null);
      if (noiseFloor !== null) isFigure(groups['noise'], noiseFloor);
      if (groups['beats'] === undefined) return;
      expect(facts.end(1, 'validationLoss').toPrecision(3)).not.toBe(facts.meanBaseline.toPrecision(3));
      expect(facts.end(1, 'validationLoss')).toBeGreaterThan(facts.meanBaseline);
      if (/both|of them/u.test(groups['beats']))
        expect(facts.end(0, 'validationLoss')).toBeGreaterThan(facts.meanBaseline);
    },
  ),
  sentence(`medians over (?<seeds>\\d+) seeds`, ({ seeds }, { pairs }) => isCount(seeds, pairs.length)),
  sentence(`once converged, is (?<best>${N})(?:; this was (?<was>\\S+))?\\.`, ({ best, was }, facts) => {
    const { optimizer, momentum, wd } = facts.decayed.experiment;
    expect(optimizer).not.toBe('adamw');
    isNear(read(best), 20 / 30 / (optimizer === 'sgdw' ? 1 - momentum : 1));
    if (was !== undefined) expect(Number(was)).toBe(wd);
  }),
  sentence(
    `model the largest stable lr is known: (?<least>${N})(?: to (?<most>${N}) \\(by seed\\))?, .*?lr was (?<lr>\\S+)\\.`,
    (groups, facts) => {
      expect(Number(groups['lr'])).toBe(facts.decayed.experiment.lr);
      expect(read(groups['least'])).toBeLessThanOrEqual(read(groups['most'] ?? groups['least']));
      // What it is exactly is held to the runs themselves in the laws of training.
      expect(read(groups['least'])).toBeLessThan(facts.decayed.experiment.lr * 1.05);
    },
  ),
  sentence(
    `- wd (?<wd>\\S+): [a-z, -]+, (?<from>${N}) → (?<to>${N}) \\((?<change>${CHANGE}), lower in (?<count>\\d+) of (?<of>\\d+) seeds?\\), ` +
      `weights of length (?<length>${N})(?:; ${divergence('b')})?`,
    (groups, facts) => {
      const [from, to] = [facts.end(0, 'validationLoss'), facts.end(1, 'validationLoss')];
      isFigure(groups['from'], from);
      isFigure(groups['to'], to);
      isChange(groups['change'], to / from);
      isFigure(groups['length'], facts.end(1, 'weightLength'));
      isCount(groups['count'], facts.ratios.filter((ratio) => ratio < 1).length);
      isCount(groups['of'], facts.ratios.length);
      if (groups['bAll'] !== undefined) divergenceIs(groups, 'b', facts.decayed);
    },
  ),
  sentence(`- wd (?<wd>\\S+): diverged \\(${divergence('b')}\\)`, (groups, { decayed }) =>
    divergenceIs(groups, 'b', decayed),
  ),
  sentence(
    `- wd (?<wd>\\S+): rescued a diverging run, validation loss (?<with>${N}) \\(without, ${divergence('a')}\\)`,
    (groups, facts) => {
      divergenceIs(groups, 'a', facts.without);
      isFigure(groups['with'], middle(facts.decayed.histories.map(({ validationLoss }) => final(validationLoss))));
    },
  ),
  sentence('- wd (?<wd>\\S+): [a-z ]+, no seed finished both ways', (_, { pairs }) => expect(pairs).toHaveLength(0)),
  sentence(
    `Of these (?<all>\\d+), wd (?<wds>[^*]*?) did (?<equally>best|equally well)\\.`,
    ({ all, wds, equally }, facts) => {
      isCount(all, facts.all.length);
      const named = wds!.split(/, | and /u);
      expect(named).toContain(String(facts.decayed.experiment.wd));
      expect(named.length > 1).toBe(equally === 'equally well');
    },
  ),
  sentence('No wd of these (?<all>\\d+) clearly helped', ({ all }, facts) => isCount(all, facts.all.length)),
  sentence('\\nWith wd (?<wd>[^,]+), ', () => undefined),
];
