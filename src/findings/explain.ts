import type { Experiment } from '../training/experiment.ts';
import { final } from '../training/history.ts';
import { tasks } from '../training/tasks/index.ts';
import { halfLife } from '../training/theory/half-life.ts';
import { RIDGE_BEST_WD } from '../training/theory/ridge.ts';
import { grown } from './arm.ts';
import { count, figure, percent, setting } from './figures.ts';
import { median } from './statistics.ts';
import type { Comparison } from './verdict.ts';
import { medianFinal } from './wording.ts';
import { medianBaseline } from './yardstick.ts';

/** What decay did to the weights: how much shorter they ended, and how many grew all the same. */
export function weightsSentence({ pairs }: Comparison): string {
  if (pairs.length === 0) return '';
  const [without, decayed] = [pairs.map((pair) => pair.without), pairs.map((pair) => pair.with)];
  const [before, after] = [medianFinal(without, 'weightLength'), medianFinal(decayed, 'weightLength')];
  const lengths = `(length ${figure(before)} → ${figure(after)})`;
  const grew = Math.round(median(decayed.map(grown)));
  const all = count(decayed[0]!.finalWeights.length);
  const growth = grew === 0 ? `none of the ${all} grew` : `${count(grew)} of ${all} still grew from where they started`;
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
      return `Left alone, decay this strong (lr·wd = ${product} = ${figure(lr * wd)}) would carry a weight to zero or past it in a single step.`;
    case 'swings': {
      const root = nesterov ? `√(${setting(momentum)}·(1 − ${product}))` : `√${setting(momentum)}`;
      return `Left alone, decay this strong would swing a weight past zero and back, since momentum keeps it going; the swings halve every ${stepCount(life.steps)}: ln 2/−ln ${root}.`;
    }
    case 'exact': {
      const formula = lr * wd < 0.01 ? `0.693/(${product})` : `ln 2/−ln(1 − ${product})`;
      return `Left alone, decay${atFullLr} halves a weight every ${stepCount(life.steps)}: ${formula}${far(life.steps, steps)}.`;
    }
    case 'long-run': {
      const formula = `0.693·(1 − ${setting(momentum)})/(${product})`;
      return `Left alone, decay${atFullLr} halves a weight about every ${stepCount(life.steps)}: ${formula}${far(life.steps, steps)}.`;
    }
  }
}

function far(halfLife: number, steps: number): string {
  return halfLife >= 3 * steps ? `, ${figure(halfLife / steps)} times as long as this run` : '';
}

function stepCount(steps: number): string {
  const number = steps >= 100 && steps < 1e6 ? count(Math.round(steps)) : setting(Number(figure(steps)));
  return number === '1' ? 'step' : `${number} steps`;
}

/** Why decay changed nothing, where the runs or the arithmetic tell. */
export function whyNoDifference({ verdict, decayed, pairs }: Comparison): string {
  if (verdict !== 'no-difference') return '';
  const life = halfLife(decayed.experiment);
  if (life.kind === 'exact' || life.kind === 'long-run') {
    const shrink = 1 - 2 ** (-decayed.experiment.steps / life.steps);
    if (shrink < 0.2) {
      return `There was too little of it: in ${count(decayed.experiment.steps)} steps decay alone takes ${percent(1, 1 - shrink)} off a weight. Make lr·wd·steps larger.`;
    }
  }
  const ends = median(pairs.map(({ without }) => final(without.validationLoss) / Math.min(...without.validationLoss)));
  return ends < 1.05 ? 'There was nothing to overfit: without decay, validation loss ended near its lowest.' : '';
}

/** What the losses are held against: predicting the mean, the noise, and theory's best wd where it is known. */
export function yardstickSentence({ yardstick, decayed, pairs, verdict }: Comparison): string {
  const { task, hidden, wd } = decayed.experiment;
  const mean = medianBaseline(yardstick);
  const worse =
    pairs.length > 0 &&
    medianFinal(
      pairs.map((pair) => pair.with),
      'validationLoss',
    ) > mean;
  const caution = worse && verdict !== 'collapsed' ? ', which beats the network with decay' : '';
  const noise = setting(tasks[task].noiseFloor);
  const runs = decayed.histories.length;
  const over = pairs.length === runs ? `${runs} seeds` : 'the seeds that finished';
  const medians = runs > 1 ? ` Losses and lengths are medians over ${over}.` : '';
  const known = `For scale: always predicting the mean scores ${figure(mean)}${caution}; the noise alone is ${noise}.${medians}`;
  if (task !== 'ridge' || hidden.length > 0) return known;
  return `${known} Theory’s best wd here, once converged, is ${figure(RIDGE_BEST_WD)}; this was ${setting(wd)}.`;
}
