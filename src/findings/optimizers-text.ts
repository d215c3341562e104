import type { OptimizerName } from '../training/experiment.ts';
import { NOISE_SCALES } from '../training/noise.ts';
import { diverged } from './arm.ts';
import { change, count, figure, percent, setting } from './figures.ts';
import type { OptimizerFinding, OptimizersStudy } from './optimizers.ts';
import { ENOUGH_SEEDS } from './verdict.ts';
import { divergedPhrase, seeds, stepsWord } from './wording.ts';

/** As they are called in sentences and at lines. */
export const OPTIMIZER_NAMES: Readonly<Record<OptimizerName, string>> = {
  sgd: 'SGD',
  sgdw: 'SGDW',
  adam: 'Adam',
  adamw: 'AdamW',
};

/** Lengths that differ by less than this share count as the same. */
const ALIKE = 1.05;

/** The finding for the chart's title: plain text. */
export function optimizersTitle({ findings }: OptimizersStudy): string {
  const told = findings.filter(finishedBothWays).toSorted((a, b) => kept(a) - kept(b));
  const [most, least] = [told[0], told.at(-1)];
  if (most === undefined || least === undefined) return 'Same lr and wd: no optimizer finished with and without decay';
  if (told.length === 1)
    return `Same lr and wd: only ${OPTIMIZER_NAMES[most.optimizer]} finished with and without decay`;
  if (kept(least) < ALIKE * kept(most)) {
    const who = told.length === findings.length ? 'every optimizer decays' : `the ${told.length} that finished decay`;
    return `Same lr and wd, and here ${who} alike`;
  }
  const sameWay = kept(most) < 1 === kept(least) < 1;
  const name = ({ optimizer }: OptimizerFinding) => `${OPTIMIZER_NAMES[optimizer]}’s`;
  return `Same wd: ${name(most)} weights ${shorter(most)}, ${name(least)} ${sameWay ? size(least) : shorter(least)}`;
}

/** Markdown: how much each decays, how each validates, where L2 is decay, and how uneven Adam's L2 is. */
export function optimizersText(study: OptimizersStudy): string {
  return [
    headline(study),
    study.findings.map((finding) => `- ${lineOf(finding, study)}`).join('\n'),
    whereTheSame(study),
    onNoise(study),
    caution(study),
  ].join('\n\n');
}

function caution({ experiment }: OptimizersStudy): string {
  const few =
    experiment.seeds < ENOUGH_SEEDS ? ` And ${seeds(experiment.seeds)} cannot tell a change of loss from chance.` : '';
  return (
    'One lr does not suit all four: a step of SGD goes with the gradient’s size, one of Adam is about lr whatever that is. ' +
    `So read this as a comparison of decays, not of optimizers.${few}`
  );
}

function headline({ findings }: OptimizersStudy): string {
  const told = findings.filter(finishedBothWays);
  if (told.length === 0) return '**No optimizer finished both with decay and without.** Try a smaller lr.';
  const lengths = told.map(kept);
  const areAlike = Math.max(...lengths) < ALIKE * Math.min(...lengths);
  const who = told.length === findings.length ? 'all' : `the ${told.length} that finished`;
  const alike = `With the same lr and wd, ${who} decay about alike here.`;
  const only = `Only ${nameOf(told[0]!)} finished both with decay and without, so there is nothing to compare it with.`;
  const by = told.map((finding) => `${shorter(finding)} under ${nameOf(finding)}`);
  const list = by.length < 2 ? by.join('') : `${by.slice(0, -1).join(', ')} and ${by.at(-1)}`;
  const lead = told.length === 1 ? only : areAlike ? alike : 'The same lr and wd is not the same decay.';
  return `**${lead}** Against the same runs without decay the weights ended ${list}.`;
}

function finishedBothWays({ comparison }: OptimizerFinding): boolean {
  return comparison.pairs.length > 0;
}

/** Length with decay over length without. */
function kept({ comparison: { end } }: OptimizerFinding): number {
  return end.with.weightLength / end.without.weightLength;
}

function shorter({ comparison: { end } }: OptimizerFinding): string {
  const [before, after] = [end.without.weightLength, end.with.weightLength];
  return `${percent(before, after)} ${after > before ? 'longer' : 'shorter'}`;
}

function size({ comparison: { end } }: OptimizerFinding): string {
  return percent(end.without.weightLength, end.with.weightLength);
}

function nameOf({ optimizer }: OptimizerFinding): string {
  return optimizer === 'adam' ? 'Adam with L2' : OPTIMIZER_NAMES[optimizer];
}

/** `SGD: validation loss 0.147 → 0.118 (−20 %, lower in 5 of 5 seeds); of a weight 0.38 is left …` */
function lineOf(finding: OptimizerFinding, study: OptimizersStudy): string {
  const { comparison, left } = finding;
  const { decayed, without, pairs, end, logRatios } = comparison;
  const name = OPTIMIZER_NAMES[finding.optimizer];
  const lost = diverged(decayed).length + diverged(without).length > 0;
  const divergence = `with decay ${divergedPhrase(decayed.histories)}; without, ${divergedPhrase(without.histories)}`;
  if (pairs.length === 0 || left === null) return `${name}: ${divergence}`;
  const [before, after] = [end.without.validationLoss, end.with.validationLoss];
  const lower = logRatios.filter((ratio) => ratio < 0).length;
  const first = finding === study.findings.find(finishedBothWays);
  const spread = first ? 'is left in the median, and of eight weights in ten between' : 'is left, between';
  return (
    `${name}: validation loss ${figure(before)} → ${figure(after)} (${change(before, after)}, lower in ${lower} of ${seeds(pairs.length)}); ` +
    `of a weight ${figure(left.middle)} ${spread} ${figure(left.low)} and ${figure(left.high)}` +
    `${lost ? ` (${divergence})` : ''}`
  );
}

function whereTheSame({ experiment, plainGap, momentumGap, adamGap }: OptimizersStudy): string {
  const { momentum, nesterov, steps, seeds } = experiment;
  const after = `${count(steps)} ${stepsWord(steps)}`;
  const agree = plainGap === null ? 'could not be compared, for they diverged' : `ended with weights ${same(plainGap)}`;
  const plain =
    momentum === 0
      ? `without momentum, as here, SGD and SGDW ${agree} after ${after}`
      : `trained now with momentum 0 for ${after}, SGD and SGDW ${agree}`;
  const upTo = seeds > 1 ? 'up to ' : '';
  const others = [
    momentum === 0 || momentumGap === null
      ? ''
      : `with ${nesterov ? 'Nesterov ' : ''}momentum ${setting(momentum)} they ${ending(momentumGap, upTo, ' of their length')}`,
    adamGap === null ? '' : `Adam and AdamW ${ending(adamGap, upTo)}`,
  ];
  return `**L2 is weight decay for plain SGD only**: ${[plain, ...others].filter((part) => part !== '').join('; ')}.`;
}

/** Nearer than this, weights differ by rounding alone. */
const ROUNDING = 1e-9;

/** How far apart they end, or that they do not: in a single step momentum has nothing to repeat yet. */
function ending(gap: number, upTo: string, of = ''): string {
  return gap < ROUNDING ? `end with weights ${same(gap)} too` : `end ${upTo}${apart(gap)}${of} apart`;
}

/** How closely weights agree, by their relative gap. */
function same(gap: number): string {
  if (gap === 0) return 'that are the same to the last bit';
  const digits = Math.floor(-Math.log10(gap));
  return digits < 2 ? `${apart(gap)} apart` : `the same to ${digits} digits`;
}

function apart(gap: number): string {
  return gap === 0 ? '0 %' : `${figure(100 * gap)} %`;
}

function onNoise({ noise: { experiment, adam, adamw, theory } }: OptimizersStudy): string {
  const { lr, wd, steps } = experiment;
  const list = (values: readonly number[]) => {
    const shown = values.map((value) => figure(value));
    return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
  };
  const scales = `${NOISE_SCALES.slice(0, -1).join(', ')} and ${NOISE_SCALES.at(-1)}`;
  return (
    `**Adam’s L2 decays unevenly**, for it divides the pull by √v, the size of the gradient. Weights of 1 with nothing but noise of size ` +
    `${scales} as gradients (lr ${setting(lr)}, wd ${setting(wd)}, ${count(steps)} steps) kept ${list(adam)} under Adam with L2, ` +
    `and ${list(adamw)} under AdamW, where (1 − lr·wd)^${count(steps)} = ${figure(theory)} tells it beforehand.`
  );
}
