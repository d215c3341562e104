import type { Experiment } from '../training/experiment.ts';
import type { WeightCourse } from '../training/forces.ts';
import { type History, hasDiverged } from '../training/history.ts';
import { halfLife } from '../training/theory/half-life.ts';
import { pushIsDivided, restSlope } from '../training/theory/rest.ts';
import { grown } from './arm.ts';
import { count, figure, setting } from './figures.ts';
import { type Balance, type ForcesStudy, NEAR, type Shown } from './forces.ts';
import { whyOffTheLine } from './forces-why.ts';
import { median } from './statistics.ts';
import { ENOUGH_SEEDS } from './verdict.ts';
import { divergedPhrase, seeds } from './wording.ts';

/** The finding for the chart's title: plain text. */
export function forcesTitle({ verdict, shown }: ForcesStudy): string {
  if (shown === null) return '';
  const grew = `${count(shown.balance.grew)} of ${count(shown.balance.of)} weights grew`;
  if (shown.balance.grew === 0 && verdict !== 'no-decay') {
    const none = `None of ${count(shown.balance.of)} weights grew`;
    return shown.grewFree === 0 ? `${none}, with decay or without` : `${none}: decay outpulled the data`;
  }
  switch (verdict) {
    case 'no-decay':
      return `Without decay nothing pulls back: ${grew}`;
    case 'settled':
      return `${grew}; push and pull now balance`;
    case 'nearly':
      return `${grew}; push and pull nearly balance`;
    default:
      return `${grew}; push and pull do not balance`;
  }
}

/** Markdown: the finding, whether the forces balance and on which line, and the weights that changed most. */
export function forcesText(study: ForcesStudy): string {
  const { shown } = study;
  if (shown === null) return divergedText(study);
  const paragraphs = [
    [headline(study, shown), sparedSentence(shown.balance)],
    study.experiment.wd === 0
      ? [fadedPush(study, shown.balance)]
      : [balanceSentence(study, shown.balance), whyOffTheLine(study, shown)],
    [whichLine(study.experiment)],
    [followed(study.experiment, shown.history), withoutDecay(study)],
  ];
  return paragraphs
    .map((sentences) => sentences.filter((sentence) => sentence !== '').join(' '))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function headline(study: ForcesStudy, { balance, grewFree }: Shown): string {
  const { of, grew } = balance;
  const where = whichSeed(study, balance);
  if (study.verdict === 'no-decay') {
    return `**Without decay nothing pulls back: ${count(grew)} of ${count(of)} weights grew**, to wherever the data pushed them${where}.`;
  }
  if (grew === 0 && grewFree === 0) {
    return `**None of the ${count(of)} weights grew, with decay or without**: over the run the data themselves push none of them away from zero${where}.`;
  }
  if (grew === 0) {
    return `**None of the ${count(of)} weights grew**: wherever the data pushed one away from zero, decay pulled it back harder${where}.`;
  }
  if (halfLife(study.experiment).kind === 'overshoots') {
    return `**${count(grew)} of ${count(of)} weights grew**${where}. Decay this strong carries a weight to zero or past it in a single step, so it need not be the data that make one grow.`;
  }
  return (
    `**${count(grew)} of ${count(of)} weights ${grew === 1 ? 'grew although decay pulled it' : 'grew although decay pulled every one of them'} toward zero, ` +
    `at every step**${where}. A weight grows as long as the data push it harder than decay pulls, so it can when it has to.`
  );
}

/** ` (seed 2; in the 5 seeds 301 to 335 grew)` */
function whichSeed({ balances, arm }: ForcesStudy, { seed }: Balance): string {
  const grew = balances.map((balance) => balance.grew);
  const [least, most] = [count(Math.min(...grew)), count(Math.max(...grew))];
  const lost = arm.histories.length - balances.length;
  const which = lost > 0 ? `${seeds(balances.length)} that finished` : `${seeds(balances.length)}`;
  if (arm.histories.length === 1) return '';
  if (balances.length === 1) return ` (seed ${seed}; ${divergedPhrase(arm.histories)})`;
  return ` (seed ${seed}; in the ${which}, ${least === most ? least : `${least} to ${most}`})`;
}

function sparedSentence({ spared, sparedGrew, of }: Balance): string {
  if (spared === 0) return '';
  return `The ${count(spared)} biases beside these ${count(of)} are spared: nothing pulls them, and ${count(sparedGrew)} grew.`;
}

/** The balance as a formula: `−g = 0.01·w`. */
export function restFormula(experiment: Experiment): string {
  const { wd, momentum } = experiment;
  const push = pushIsDivided(experiment) ? '−m̂/(√v̂ + ε)' : '−g';
  if (wd === 0) return `${push} = 0`;
  const spread = restSlope(experiment) !== wd;
  return `${push} = ${setting(wd)}·${spread ? `(1 − ${setting(momentum)})·` : ''}w`;
}

function balanceSentence({ verdict, experiment }: ForcesStudy, { gap, near, sunk, of, correlation }: Balance): string {
  const line = `${restFormula(experiment)}, the dotted line`;
  const measured =
    `all weights together, the two differ by ${share(gap)} of the pull; ` +
    (sunk > of / 2
      ? `${count(sunk)} of ${count(of)} weights have sunk to less than a millionth of the largest, and what is left stands against the pull`
      : `${count(near)} of ${count(of)} weights are within ${share(NEAR)} of the line`) +
    `${Number.isFinite(correlation) ? ` (correlation ${correlationFigure(correlation)})` : ''}.`;
  switch (verdict) {
    case 'settled':
      return `**At the end push and pull balance**, ${line}: ${measured} Decay still pulls as hard as ever; the weights rest because the data push back as hard.`;
    case 'nearly':
      return `**At the end push and pull nearly balance**, ${line}: ${measured}`;
    default:
      return `**Push and pull do not balance**; they would at ${line}: ${measured}`;
  }
}

/** A share in per cent, in two digits where it is small: 1.6 %, 0.052 %, 1,360 %. */
function share(value: number): string {
  const percent = 100 * value;
  if (percent < 0.001) return 'less than 0.001 %';
  const digits = percent >= 100 ? count(Math.round(percent)) : String(Number(percent.toPrecision(2)));
  return percent >= 1e6 ? `${figure(percent)} %` : `${digits} %`;
}

/** Rounded toward zero, so that only exactly 1 is said to be 1. */
function correlationFigure(value: number): string {
  const cut = Math.trunc(value * 1e4 + 1e-6) / 1e4;
  return cut < 0 ? `−${setting(-cut)}` : setting(cut);
}

/** Which line it is, for the optimizers that change what push or pull is. */
function whichLine(experiment: Experiment): string {
  const { optimizer, momentum, wd } = experiment;
  if (wd === 0) return '';
  const mu = setting(momentum);
  if (optimizer === 'sgdw' && momentum > 0) {
    return `SGDW shrinks the weights itself, once a step, while momentum repeats each push 1/(1 − ${mu}) = ${figure(1 / (1 - momentum))} times: it rests where −g is only (1 − ${mu}) times wd·w.`;
  }
  if (optimizer === 'adamw') {
    return 'AdamW shrinks the weights itself and divides the gradient by its own size: what balances wd·w there is not −g but −m̂/(√v̂ + ε), the data’s part of a step, and that is the push shown.';
  }
  if (optimizer === 'adam') {
    return 'Adam with L2 divides push and pull by the same √v̂, so its line of rest is SGD’s, whatever way it takes there.';
  }
  return '';
}

function fadedPush({ experiment }: ForcesStudy, { push }: Balance): string {
  const faded =
    `With wd 0 the line of rest is flat: training ends where the data push no more, −g = 0. ` +
    `A typical push is now ${figure(push)} (root mean square).`;
  return `${faded} Give it \`wd\` to see a pull for it to balance${experiment.task === 'ridge' ? '' : ', which also keeps weights from growing only to follow noise'}.`;
}

/** The weight that grew most and the one that shrank most. */
function followed(experiment: Experiment, { forces }: History): string {
  const grew = forces!.courses.find((course) => growth(course) > 0);
  const shrank = forces!.courses.find((course) => growth(course) < 0);
  const slope = restSlope(experiment);
  const sentences = [];
  if (grew !== undefined) {
    const w = grew.values.at(-1)!;
    const push = grew.push.at(-1)! * Math.sign(w);
    const pull = slope === experiment.wd ? 'decay pulls it back by' : 'its pull is balanced by';
    const now = `: now the data push it ${push < 0 ? 'inward' : 'outward'} by ${figure(Math.abs(push))}, and ${pull} ${figure(slope * Math.abs(w))}`;
    sentences.push(`The weight that grew most went from size ${fromTo(grew)}${slope === 0 ? '' : now}.`);
  }
  if (shrank !== undefined) sentences.push(`The one that shrank most went from ${fromTo(shrank)}.`);
  return sentences.join(' ');
}

function growth({ values }: WeightCourse): number {
  return Math.abs(values.at(-1)!) - Math.abs(values[0]!);
}

function fromTo({ values }: WeightCourse): string {
  return `${figure(Math.abs(values[0]!))} to ${figure(Math.abs(values.at(-1)!))}`;
}

/** How many grow where nothing pulls: medians of the seeds that finished both ways. */
function withoutDecay({ without, arm }: ForcesStudy): string {
  if (without === null) return '';
  const pairs = arm.histories
    .map((decayed, index) => [decayed, without.histories[index]!] as const)
    .filter((pair) => !pair.some(hasDiverged));
  if (pairs.length === 0) return `Without decay, ${divergedPhrase(without.histories)}.`;
  const [decayed, free] = [0, 1].map((side) => median(pairs.map((pair) => grown(pair[side]!))));
  const fewer = pairs.filter(([a, b]) => grown(a) < grown(b)).length;
  const all = arm.experiment.decayBiases ? '' : ', spared biases counted in';
  const who = pairs.length < ENOUGH_SEEDS ? `in ${seeds(pairs.length)}` : `in the median of ${seeds(pairs.length)}`;
  return `Without decay ${count(Math.round(free!))} grew, with it ${count(Math.round(decayed!))} (${who}${all}; fewer with decay in ${fewer}).`;
}

function divergedText(study: ForcesStudy): string {
  const { arm, balances, asked } = study;
  const { lr } = arm.experiment;
  if (asked && balances.length > 0) {
    return (
      `**That seed diverged**, so its weights have no end at which push and pull could balance: ${divergedPhrase(arm.histories)}. ` +
      'Leave `seed` out, and one that finished is shown.'
    );
  }
  return (
    `**It diverged**: ${divergedPhrase(arm.histories)}. There is no end at which push and pull could balance: ` +
    `with lr ${setting(lr)} each step leaps so far past the point where they would that the next one must leap further. Try a smaller lr.`
  );
}
