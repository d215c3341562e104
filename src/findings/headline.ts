import { diverged, finished } from './arm.ts';
import { change, count, figure, setting } from './figures.ts';
import { median } from './statistics.ts';
import { type Comparison, isMostlyCollapsed } from './verdict.ts';
import { changeInSeeds, divergedPhrase, inSeeds, medianFinal, moved, seeds, wdLabel } from './wording.ts';
import { medianBaseline } from './yardstick.ts';

/** The finding in a line for the chart's title, and in a few sentences for the reply. */
export interface Headline {
  /** Plain text, at most about 100 characters. */
  readonly title: string;
  /** Markdown; the verdict in bold first. */
  readonly sentences: readonly string[];
}

/** Validation and training losses of a comparison's pairs, as medians over their seeds. */
function losses({ pairs }: Comparison) {
  const [without, decayed] = [pairs.map((pair) => pair.without), pairs.map((pair) => pair.with)];
  return {
    validation: { without: medianFinal(without, 'validationLoss'), with: medianFinal(decayed, 'validationLoss') },
    training: { without: medianFinal(without, 'dataLoss'), with: medianFinal(decayed, 'dataLoss') },
  };
}

export function headlineOf(comparison: Comparison): Headline {
  return headlines[comparison.verdict](comparison);
}

const headlines: Record<Comparison['verdict'], (comparison: Comparison) => Headline> = {
  helped(comparison) {
    const { validation, training } = losses(comparison);
    const rose = training.with > training.without;
    return {
      title: `Decay helped: validation loss ${arrow(validation)}, in ${inSeeds(comparison)}`,
      sentences: [
        `**Decay helped.** Validation loss ${moved(validation.without, validation.with)} ` +
          `(${changeInSeeds(comparison, validation.without, validation.with)})` +
          `${rose ? ' although' : ', and'} training loss ${moved(training.without, training.with)}.`,
      ],
    };
  },

  hurt(comparison) {
    const { validation, training } = losses(comparison);
    const underfits = training.with > training.without;
    const why = underfits
      ? `, and training loss ${moved(training.without, training.with)} as well: the pull is too strong for the data, the network underfits.`
      : `, while training loss ${moved(training.without, training.with)}.`;
    return {
      title: `Decay hurt: validation loss ${arrow(validation)}, in ${inSeeds(comparison)}`,
      sentences: [
        `**Decay hurt.** Validation loss ${moved(validation.without, validation.with)} ` +
          `(${changeInSeeds(comparison, validation.without, validation.with)})${why}`,
      ],
    };
  },

  collapsed(comparison) {
    const { validation } = losses(comparison);
    const mean = figure(medianBaseline(comparison.yardstick));
    const than = validation.with > validation.without ? 'worse than' : 'below';
    const but = than === 'below' ? ', but only because it forgot everything it could have learnt' : '';
    return {
      title: `Collapsed: with ${wdLabel(comparison.decayed.experiment)}, no better than predicting the mean`,
      sentences: [
        `**Too much decay: the network collapsed.** Validation loss ended at ${figure(validation.with)}, ` +
          `no better than always predicting the mean (${mean}). ` +
          `That is ${than} the ${figure(validation.without)} without decay${but}: ` +
          'the pull to zero is stronger than anything the data say.',
      ],
    };
  },

  'no-difference'(comparison) {
    const { validation, training } = losses(comparison);
    return {
      title: `Decay made no difference: validation loss ${arrow(validation)}`,
      sentences: [
        `**Decay made no difference.** Validation loss is ${figure(validation.without)} without decay and ` +
          `${figure(validation.with)} with it (${change(validation.without, validation.with)}); ` +
          `training loss ${figure(training.without)} and ${figure(training.with)}.`,
      ],
    };
  },

  unclear(comparison) {
    if (comparison.pairs.length === 0) return nothingToCompare(comparison);
    const { validation } = losses(comparison);
    const both = `Validation loss was ${figure(validation.without)} without decay and ${figure(validation.with)} with it`;
    if (comparison.pairs.length === 1) {
      return {
        title: `One seed cannot tell: validation loss ${arrow(validation)}`,
        sentences: [
          `**One seed cannot tell.** ${both} (${change(validation.without, validation.with)}), ` +
            'which may be chance: repeat it with more seeds.',
        ],
      };
    }
    const ratios = comparison.logRatios.map(Math.exp);
    const lower = ratios.filter((ratio) => ratio < 1).length;
    return {
      title: `No clear difference: validation loss ${arrow(validation)}, lower in ${lower} of ${seeds(ratios.length)}`,
      sentences: [
        `**No clear difference.** ${both}, but that is inside the seeds’ spread: ` +
          `it was lower in ${lower} of ${seeds(ratios.length)}, ` +
          `single seeds changing by ${change(1, Math.min(...ratios))} to ${change(1, Math.max(...ratios))}.`,
      ],
    };
  },

  rescued({ without, decayed, yardstick }) {
    const validation = figure(medianFinal(decayed.histories, 'validationLoss'));
    const lead =
      `Without it, ${divergedPhrase(without.histories)}; with it, ` +
      `${divergedPhrase(decayed.histories)} and validation loss ended at ${validation}`;
    if (isMostlyCollapsed(decayed.histories, yardstick)) {
      const mean = figure(medianBaseline(yardstick));
      return {
        title: `Decay stopped the divergence, but the network learnt nothing: validation loss ${validation}`,
        sentences: [
          `**Decay kept the run finite, but nothing was learnt.** ${lead}, no better than always predicting the mean ` +
            `(${mean}): so strong a pull leaves no weight to learn with. Try a smaller lr instead.`,
        ],
      };
    }
    const deep = decayed.experiment.hidden.length > 0;
    return {
      title: `Decay rescued the run: without it, ${divergedPhrase(without.histories)}`,
      sentences: [
        `**Decay rescued the run.** ${lead}.`,
        deep ? 'Small weights keep a network out of the steep regions where this lr is too large a step.' : '',
      ],
    };
  },

  diverged({ without, decayed, yardstick }) {
    const { lr } = decayed.experiment;
    const title = `Diverged: with ${wdLabel(decayed.experiment)}, ${divergedPhrase(decayed.histories)}`;
    const lead =
      `**It diverged**: the loss grew beyond all bounds. With decay, ${divergedPhrase(decayed.histories)}; ` +
      `without decay, ${divergedPhrase(without.histories)}.`;
    if (yardstick.stabilityEdge === null) {
      return { title, sentences: [lead, 'The steps are too large: try a smaller lr.'] };
    }
    const [least, most] = [Math.min(...yardstick.stabilityEdge), Math.max(...yardstick.stabilityEdge)];
    const edge = figure(least) === figure(most) ? figure(least) : `${figure(least)} to ${figure(most)} (by seed)`;
    return {
      title,
      sentences: [
        lead,
        `For this linear model the largest stable lr is known: ${edge}, with decay’s own curvature counted in; ` +
          `lr was ${setting(lr)}. Decay lowers that edge: it makes the loss steeper.`,
      ],
    };
  },

  unfinished(comparison) {
    const { validation } = losses(comparison);
    const { steps } = comparison.decayed.experiment;
    const begun = median(comparison.pairs.map((pair) => pair.with.dataLoss[0]!));
    const training = medianFinal(
      comparison.pairs.map((pair) => pair.with),
      'dataLoss',
    );
    return {
      title: `Not finished learning after ${count(steps)} ${steps === 1 ? 'step' : 'steps'}: too early to judge decay`,
      sentences: [
        `**Not finished learning.** After ${count(steps)} ${steps === 1 ? 'step' : 'steps'} training loss was still falling ` +
          `(with decay it ${moved(begun, training)} so far), so it is too early to judge: validation loss is ` +
          `${figure(validation.without)} without decay and ${figure(validation.with)} with it. ` +
          'More steps, or a larger lr, would tell.',
      ],
    };
  },
};

function nothingToCompare({ without, decayed }: Comparison): Headline {
  const [before, after] = [divergedPhrase(without.histories), divergedPhrase(decayed.histories)];
  return {
    title: `Nothing to compare: without decay, ${before}`,
    sentences: [`**Nothing to compare.** Without decay, ${before}; with it, ${after}: no seed finished both ways.`],
  };
}

/** Runs that diverged, told when the verdict itself is about something else. */
export function divergenceNote({ without, decayed, verdict }: Comparison): string {
  if (verdict === 'diverged' || verdict === 'rescued') return '';
  if (diverged(without).length + diverged(decayed).length === 0) return '';
  if (finished(without).length === 0) return '';
  return `Without decay, ${divergedPhrase(without.histories)}; with it, ${divergedPhrase(decayed.histories)}.`;
}

function arrow({ without, with: after }: { without: number; with: number }): string {
  return `${figure(without)} → ${figure(after)}`;
}
