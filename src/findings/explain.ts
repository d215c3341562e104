import type { Experiment } from '../training/experiment.ts';
import { final } from '../training/history.ts';
import { networkOf } from '../training/network.ts';
import { taskOf } from '../training/tasks/index.ts';
import { halfLife } from '../training/theory/half-life.ts';
import { grown } from './arm.ts';
import { baselineWords } from './baseline-words.ts';
import { count, figure, percent, setting } from './figures.ts';
import { median } from './statistics.ts';
import { areCollapsed, type Comparison, unsettled } from './verdict.ts';
import { stepsWord } from './wording.ts';

/** What decay did to the weights: how much shorter they ended, and how many grew all the same. */
export function weightsSentence({ pairs, end }: Comparison): string {
  if (pairs.length === 0) return '';
  const decayed = pairs.map((pair) => pair.with);
  const [before, after] = [end.without.weightLength, end.with.weightLength];
  const lengths = `(length ${figure(before)} → ${figure(after)})`;
  const grew = Math.round(median(decayed.map(grown)));
  const all = count(decayed[0]!.finalWeights.length);
  // Biases that are spared grow without any pull to overcome.
  const why = decayed[0]!.experiment.decayBiases ? ', where the data push harder than decay pulls' : '';
  const growth = grew === 0 ? `none of the ${all} grew` : `${count(grew)} of ${all} still grew${why}`;
  if (figure(before) === figure(after)) return `The weights ended as long as without decay ${lengths}; ${growth}.`;
  return `The weights ended ${percent(before, after)} ${after < before ? 'shorter' : 'longer'} than without decay ${lengths}; ${growth}.`;
}

/** What decay alone would do, by the optimizer's own rule, with the numbers put in. */
export function halfLifeSentence(experiment: Experiment): string {
  const { lr, wd, momentum, nesterov, steps, schedule } = experiment;
  const life = halfLife(experiment);
  const product = `${setting(lr)}·${setting(wd)}`;
  const atFullLr = schedule === 'constant' ? '' : ' at its full lr';
  switch (life.kind) {
    case 'none':
      return '';
    case 'uneven':
      return 'There is no one half-life with Adam’s L2: it divides the pull by √v, a different amount for each weight (AdamW shrinks all alike).';
    case 'overshoots':
      return `Left alone, decay this strong${atFullLr} (lr·wd = ${product} = ${figure(lr * wd)}) would carry a weight to zero or past it in a single step.`;
    case 'swings': {
      const root = nesterov ? `√(${setting(momentum)}·(1 − ${product}))` : `√${setting(momentum)}`;
      return `Left alone, decay this strong${atFullLr} would swing a weight past zero and back, since momentum keeps it going; the swings halve every ${stepCount(life.steps)}: ln 2/−ln ${root}.`;
    }
    case 'exact': {
      if (life.steps < 2)
        return `Left alone, decay${atFullLr} takes ${percent(1, 1 - lr * wd)} off a weight at every step: lr·wd = ${product}.`;
      const formula = lr * wd < 0.01 ? `0.693/(${product})` : `ln 2/−ln(1 − ${product})`;
      return `Left alone, decay${atFullLr} halves a weight every ${stepCount(life.steps)}: ${formula}${far(life.steps, steps)}.`;
    }
    case 'steady': {
      const shrink = `momentum makes it ${figure(life.shrinkPerStep)} of the weight a step, so ln 2/−ln(1 − ${figure(life.shrinkPerStep)})`;
      return `Left alone, decay${atFullLr} halves a weight about every ${stepCount(life.steps)}: ${shrink}.`;
    }
    case 'long-run': {
      const formula = `0.693·(1 − ${setting(momentum)})/(${product})`;
      return `Left alone, decay${atFullLr} halves a weight about every ${stepCount(life.steps)}: ${formula}${far(life.steps, steps)}.`;
    }
  }
}

function far(halfLife: number, steps: number): string {
  return halfLife >= steps ? `, ${figure(halfLife / steps)} times as long as this run` : '';
}

function stepCount(steps: number): string {
  const small = steps < 100 ? setting(Number(figure(steps))) : count(Math.round(steps));
  const number = steps < 1e6 ? small : figure(steps);
  return number === '1' ? 'step' : `${number} steps`;
}

/** Why decay changed nothing, where the runs or the arithmetic tell. */
export function whyNoDifference({ verdict, decayed, pairs, yardstick }: Comparison): string {
  if (verdict !== 'no-difference') return '';
  const life = halfLife(decayed.experiment);
  if ('steps' in life && life.kind !== 'swings') {
    const shrink = 1 - 2 ** (-decayed.experiment.steps / life.steps);
    if (shrink < 0.2) {
      // A falling lr, and momentum that has yet to gather, take less than the full lr's half-life says.
      const most = life.kind === 'exact' && decayed.experiment.schedule === 'constant' ? '' : 'at most ';
      return `There was too little of it: in ${count(decayed.experiment.steps)} ${stepsWord(decayed.experiment.steps)} decay alone takes ${most}${percent(1, 1 - shrink)} off a weight. Make lr·wd·steps larger.`;
    }
  }
  if (
    areCollapsed(
      pairs.map(({ without }) => without),
      yardstick,
    )
  ) {
    const why =
      decayed.experiment.task === 'curve' && decayed.experiment.hidden.length === 0
        ? ': a straight line cannot follow a wave'
        : '';
    return `With or without decay, it learnt hardly more than ${baselineWords(decayed.experiment).noun}${why}.`;
  }
  const ends = median(pairs.map(({ without }) => final(without.validationLoss) / Math.min(...without.validationLoss)));
  return ends < 1.05 ? 'There was nothing to overfit: without decay, validation loss ended near its lowest.' : '';
}

/** Why decay helped: without it the network had learnt the noise of its own points, or stayed where it started. */
export function whyHelped(comparison: Comparison): string {
  const { verdict, end, decayed } = comparison;
  if (verdict !== 'helped') return '';
  const { noiseFloor, trainingCount, flippedShare } = taskOf(decayed.experiment);
  if (startIsLeft(decayed.experiment)) return whyErased(decayed.experiment);
  if (noiseFloor === null) return whyLearntByHeart(comparison);
  const followsNoise = end.without.dataLoss < noiseFloor / 2 && end.with.dataLoss > end.without.dataLoss;
  if (!followsNoise) return '';
  if (flippedShare !== undefined) {
    return (
      `Without decay it bends its boundary around the ${Math.round(flippedShare * trainingCount)} wrong labels of its ` +
      `${trainingCount} points (its training loss ends far below what such labels cost, ${figure(noiseFloor)}), and is ` +
      'sure of itself there, where new points differ; decay makes bending so sharply too expensive.'
    );
  }
  return (
    `Without decay it follows the noise of its ${trainingCount} points (its training loss ends far below that noise, ` +
    `${setting(noiseFloor)}), which new points do not share; decay makes following it so closely too expensive.`
  );
}

/** Where nobody knows the noise, a training loss far below the validation loss tells the same. */
function whyLearntByHeart({ end, decayed }: Comparison): string {
  const { trainingCount } = taskOf(decayed.experiment);
  const [training, validation] = [end.without.dataLoss, end.without.validationLoss];
  if (!(training > 0 && validation > 2 * training && end.with.dataLoss > training)) return '';
  return (
    `Without decay it learns much of its ${count(trainingCount)} rows by heart (on new rows its loss is ` +
    `${figure(validation / training)} times as large), which is of no use on others; decay makes following them so closely too expensive.`
  );
}

/** Whether a linear model has so few points that they say nothing about most of what its weights can do. */
function startIsLeft(experiment: Experiment): boolean {
  const { trainingCount, loss } = taskOf(experiment);
  const throughData = experiment.optimizer === 'sgd' || experiment.optimizer === 'sgdw';
  const isLinear = experiment.hidden.length === 0 && loss.kind === 'squared';
  return isLinear && throughData && networkOf(experiment).size > trainingCount;
}

/** Gradients lie in the span of the points, so steps along them never leave it: the rest of the start stays. */
function whyErased(experiment: Experiment): string {
  const { trainingCount } = taskOf(experiment);
  return (
    `Its ${count(trainingCount)} points can fix at most ${count(trainingCount)} of the ${count(networkOf(experiment).size)} ` +
    'directions in which its weights can point. Along the others, without decay, the weights stay where they randomly ' +
    'started, and that counts as error on new points; decay erases it. Weights that start at zero have nothing to erase.'
  );
}

/** Said of runs that ended worse than they began without blowing up. */
export function unsettledNote(comparison: Comparison): string {
  // Why a run diverged is told by the headline: it may have been the decay.
  if (comparison.verdict === 'diverged') return '';
  const { without, decayed } = unsettled(comparison);
  if (!without && !decayed) return '';
  const which =
    without && decayed
      ? 'With decay and without, training'
      : without
        ? 'Without decay, training'
        : 'With decay, training';
  const { experiment } = comparison.decayed;
  const isBatched = experiment.batch !== 'all' && experiment.batch < taskOf(experiment).trainingCount;
  const larger = isBatched ? ', or larger batches' : '';
  return `${which} loss ended far above its start: the steps are too large to settle. Try a smaller lr${larger}.`;
}
