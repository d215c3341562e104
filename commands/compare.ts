import { z } from 'zod';
import { altText } from '../src/charts/alt-text.ts';
import { compareSpec } from '../src/charts/compare-spec.ts';
import { checkBudget } from '../src/chat/check-budget.ts';
import { command } from '../src/chat/command.ts';
import { compareButtons, compareInvocation } from '../src/chat/compare-buttons.ts';
import { type Compared, comparedExperiments, SEEDS } from '../src/chat/compare-options.ts';
import { withDefaults } from '../src/chat/experiment-defaults.ts';
import { experimentOptions, lrOption } from '../src/chat/experiment-options.ts';
import { privateOption, withUsual } from '../src/chat/options.ts';
import { experimentData, withNote, withOwnData } from '../src/chat/own-data.ts';
import { MAX_ALT, type Reply, say } from '../src/chat/reply.ts';
import { settingWordsOption } from '../src/chat/setting-word-option.ts';
import { wdOption } from '../src/chat/setting-words.ts';
import { trainArms } from '../src/chat/train-arms.ts';
import { isTwin, twinOf } from '../src/findings/compare-explain.ts';
import { compareFindingsOf } from '../src/findings/compare-findings.ts';
import type { PairedComparison } from '../src/findings/compare-pairs.ts';
import { differencesOf } from '../src/findings/compare-words.ts';
import { compareInShort } from '../src/findings/in-short.ts';
import { runsData } from '../src/findings/runs-data.ts';
import { BUDGET, costOf } from '../src/lab/budget.ts';
import type { Experiment } from '../src/training/experiment.ts';

const options = z.object({
  a: settingWordsOption('One setting in a few words: lr 0.05 wd 0.01 adamw. Empty: the default').optional(),
  b: settingWordsOption('The other: no decay, or momentum 0 relu. What a and b leave out is as usual').optional(),
  lr: lrOption,
  wd: wdOption,
  ...experimentOptions,
  seeds: withUsual(experimentOptions.seeds, () => String(SEEDS)),
  private: privateOption.optional(),
});

export default command({
  name: 'compare',
  description: 'Compare two settings over the same seeds: which does better, and how surely',
  options,
  form: ['a', 'b', 'task', 'seeds'],
  examples: ['/compare', '/compare a:wd 0.01 b:no decay', '/compare a:lr 0.01 wd 1 adamw b:wd 0.01 sgd cosine seeds:5'],
  async run({ a: wordsA, b: wordsB, private: hidden = false, ...shared }, context) {
    const { lab, open, signal } = context;
    const { asked: both, note, files } = await withOwnData(shared, open);
    const compared: Compared = { a: wordsA, b: wordsB, both };
    const { a, b } = comparedExperiments(compared);
    const { a: ofA, b: ofB } = differencesOf(a, b);
    if (ofA.length + ofB.length === 0) return { ...sameReply(compared, a, hidden), files };
    checkBudget([a, b]);
    const [armA, armB, ...twins] = await trainArms([a, b, ...affordable(twinsOf(a, b), [a, b])], context);
    const findings = compareFindingsOf(armA!, armB!, twins);
    const chart = compareSpec(findings);
    const png = await lab.draw(chart, { signal });
    const { comparison, text } = findings;
    return {
      text: withNote(text, note),
      pictures: [{ name: 'compare.png', png, alt: altText(chart, MAX_ALT) }],
      files,
      buttons: compareButtons(compared, comparison, hidden),
      private: hidden,
      data: {
        experiment: { a: experimentData(a), b: experimentData(b) },
        verdict: comparison.verdict,
        difference: differenceData(comparison),
        runs: [
          ...runsData([armA!]).map((run) => ({ setting: 'a', ...run })),
          ...runsData([armB!]).map((run) => ({ setting: 'b', ...run })),
          ...runsData(twins).map((run) => ({ setting: 'without decay', ...run })),
        ],
      },
      finished: compareInShort(comparison),
    } satisfies Reply;
  },
});

/** Each of the two without its decay, once; not where the other is just that. */
function twinsOf(a: Experiment, b: Experiment): Experiment[] {
  const twins: Experiment[] = [];
  for (const experiment of [a, b]) {
    const there = [a, b, ...twins].some((other) => isTwin(other, experiment));
    if (experiment.wd > 0 && !there) twins.push(twinOf(experiment));
  }
  return twins;
}

/** What was asked for comes first: the twins are left out where they would be too much work. */
function affordable(twins: readonly Experiment[], asked: readonly Experiment[]): readonly Experiment[] {
  return costOf([...asked, ...twins]) <= BUDGET ? twins : [];
}

/** How b's validation loss stands to a's, seed by seed: 0.9 is 10 % lower. Null where too few seeds finished. */
function differenceData({ interval, agreement, logRatios }: PairedComparison) {
  return {
    ratio: interval === null ? null : Math.exp(interval.mean),
    low: interval === null ? null : Math.exp(interval.low),
    high: interval === null ? null : Math.exp(interval.high),
    lowerIn: logRatios.filter((ratio) => ratio < 0).length,
    of: agreement.of,
  };
}

function sameReply(compared: Compared, experiment: Experiment, hidden: boolean): Reply {
  const words = differencesOf(experiment, experiment).same.join(', ');
  const withB = (label: string, changed: Compared['b']) => ({
    label,
    sends: compareInvocation({ ...compared, b: { ...compared.a, ...changed } }, hidden),
  });
  return {
    ...say(
      `**A and B are the same experiment**: ${words}. The same seeds would give the same numbers twice, to the last ` +
        'digit; change something in one of them.',
      { private: hidden },
    ),
    buttons: [
      { label: 'Change…', sends: compareInvocation(compared, hidden), opensForm: true },
      experiment.wd > 0 ? withB('B without decay', { wd: 0 }) : withB('B with decay', { wd: usualWd(experiment) }),
      // Momentum is not every optimizer's to have.
      withB('B with another optimizer', {
        optimizer: experiment.optimizer === 'adamw' ? 'sgd' : 'adamw',
        momentum: undefined,
        nesterov: undefined,
      }),
    ],
    data: { experiment: { a: experimentData(experiment), b: experimentData(experiment) }, verdict: 'same' },
  };
}

function usualWd({ task, optimizer }: Experiment): number {
  return withDefaults({ task, optimizer }).wd;
}
