import type { Experiment } from '../training/experiment.ts';
import { diverged, mediansOf } from './arm.ts';
import { baselineWords } from './baseline-words.ts';
import { figure, setting } from './figures.ts';
import type { Headline } from './headline.ts';
import { areCollapsed, type Comparison, ENOUGH_SEEDS } from './verdict.ts';
import { besideMean, divergedPhrase, wdLabel } from './wording.ts';
import { medianBaseline, stabilityEdges } from './yardstick.ts';

/** Headlines about runs that blew up: with decay, without it, or too many of both to compare losses. */

export function rescuedHeadline({ without, decayed, yardstick }: Comparison): Headline {
  const { validationLoss } = mediansOf(decayed.histories);
  const lead =
    `Without it, ${divergedPhrase(without.histories)}; with it, ` +
    `${divergedPhrase(decayed.histories)} and validation loss ended at ${figure(validationLoss)}`;
  if (areCollapsed(decayed.histories, yardstick)) {
    const mean = medianBaseline(yardstick);
    return {
      title: 'Decay stopped the divergence, but next to nothing was learnt',
      sentences: [
        `**Decay kept the run finite, but next to nothing was learnt.** ${lead}, ` +
          `${besideMean(validationLoss, mean)} ${baselineWords(decayed.experiment).always} (${figure(mean)}): ` +
          'so strong a pull leaves no weight to learn with. Try a smaller lr instead.',
      ],
    };
  }
  const deep = decayed.experiment.hidden.length > 0;
  return {
    title: `Decay rescued the run: without it, ${divergedPhrase(without.histories)}`,
    sentences: [
      `**Decay rescued the run.** ${lead}.`,
      deep ? 'Small weights keep a network out of the sharply curved regions where this lr is too large a step.' : '',
    ],
  };
}

export function divergedHeadline({ without, decayed }: Comparison): Headline {
  const { experiment } = decayed;
  const title = `Diverged: with ${wdLabel(experiment)}, ${divergedPhrase(decayed.histories)}`;
  const lead =
    `**It diverged**: the loss grew beyond all bounds. With decay, ${divergedPhrase(decayed.histories)}; ` +
    `without decay, ${divergedPhrase(without.histories)}.`;
  const edges = stabilityEdges(experiment);
  if (edges === null) {
    return { title, sentences: [lead, divergedAdvice(experiment, diverged(without).length === 0)] };
  }
  const [least, most] = [figure(Math.min(...edges)), figure(Math.max(...edges))];
  const edge = least === most ? least : `${least} to ${most} (by seed)`;
  return {
    title,
    sentences: [
      lead,
      `For this linear model the largest stable lr is known: ${edge}, with decay’s own curvature counted in; ` +
        `lr was ${setting(experiment.lr)}. Decay lowers that edge, for its penalty curves the loss more.`,
    ],
  };
}

function divergedAdvice({ lr, wd, optimizer }: Experiment, byDecay: boolean): string {
  if (!byDecay) return 'The steps are too large: try a smaller lr.';
  // Adam divides its L2 by √v: lr·wd says nothing of how strong it is.
  const why = optimizer === 'adam' ? '' : `: lr·wd = ${setting(lr)}·${setting(wd)} is too strong a pull a step`;
  return `It was the decay${why}. Try less decay.`;
}

/** Whether so many runs diverged that losses cannot be compared. */
export function tooFewFinished({ pairs, decayed, without }: Comparison): boolean {
  const seeds = decayed.histories.length;
  return pairs.length < Math.min(ENOUGH_SEEDS, seeds) || diverged(without).length > seeds / 2;
}

export function fewFinishedHeadline({ without, decayed }: Comparison): Headline {
  const [before, after] = [diverged(without).length, diverged(decayed).length];
  const fewer = after < before ? 'Fewer' : after > before ? 'More' : 'As many';
  return {
    title: `${fewer} seeds diverged with decay: ${after} of ${decayed.histories.length}, against ${before} without`,
    sentences: [
      `**${fewer} seeds diverged with decay.** Without decay, ${divergedPhrase(without.histories)}; ` +
        `with it, ${divergedPhrase(decayed.histories)}: too few finished both ways to compare losses. ` +
        'Try a smaller lr.',
    ],
  };
}

/** Runs that diverged, told when the headline itself is about something else. */
export function divergenceNote(comparison: Comparison): string {
  const { without, decayed, verdict } = comparison;
  if (verdict === 'diverged' || verdict === 'rescued' || tooFewFinished(comparison)) return '';
  if (diverged(without).length + diverged(decayed).length === 0) return '';
  return `Without decay, ${divergedPhrase(without.histories)}; with it, ${divergedPhrase(decayed.histories)}.`;
}
