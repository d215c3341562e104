import { taskOf } from '../training/tasks/index.ts';
import { accuracySentence } from './accuracy.ts';
import { baselineWords } from './baseline-words.ts';
import { divergedHeadline, fewFinishedHeadline, rescuedHeadline, tooFewFinished } from './divergence.ts';
import { change, count, figure } from './figures.ts';
import { median } from './statistics.ts';
import { type Comparison, ENOUGH_SEEDS, endsAtMean, unsettled, type Verdict } from './verdict.ts';
import {
  besideMean,
  changeInSeeds,
  inSeedsBriefly,
  isShownAbove,
  moved,
  seeds,
  stepsWord,
  wdLabel,
} from './wording.ts';
import { medianBaseline } from './yardstick.ts';

/** The finding in a line for the chart's title, and in a few sentences for the reply. */
export interface Headline {
  /** Plain text, at most about 100 characters. */
  readonly title: string;
  /** Markdown; the verdict in bold first. */
  readonly sentences: readonly string[];
}

export function headlineOf(comparison: Comparison): Headline {
  return headlines[comparison.verdict](comparison);
}

/** Training loss that rose by this much tells of a network kept from fitting. */
const UNDERFITS = 1.2;

const headlines: Record<Verdict, (comparison: Comparison) => Headline> = {
  helped(comparison) {
    const { without, with: decayed } = comparison.end;
    const rose = decayed.dataLoss > without.dataLoss;
    const { short, noun, always } = baselineWords(comparison.decayed.experiment);
    const only = endsAtMean(comparison);
    const mean = medianBaseline(comparison.yardstick);
    const [title, lead] = only
      ? [`but only as far as ${short}`, `but only as far as ${noun}`]
      : meanBeats(comparison)
        ? [`but ${noun} beats both`, `but ${always} beats both`]
        : ['', ''];
    const helped = (but: string) => (but === '' ? 'Decay helped' : `Decay helped, ${but}`);
    return {
      title: `${helped(title)}: validation loss ${arrow(comparison)}, in ${inSeedsBriefly(comparison)}`,
      sentences: [
        `**${helped(lead)}.** Against the same runs without it, validation loss ${moved(without.validationLoss, decayed.validationLoss)} ` +
          `(${changeInSeeds(comparison)})` +
          `${rose ? ' although' : ', and'} training loss ${moved(without.dataLoss, decayed.dataLoss)}.`,
        only
          ? `That is ${besideMean(decayed.validationLoss, mean)} ${always} (${figure(mean)}): ` +
            'no training at all does as well.'
          : '',
        accuracySentence(comparison),
      ],
    };
  },

  hurt(comparison) {
    const { without, with: decayed } = comparison.end;
    const training = `training loss ${moved(without.dataLoss, decayed.dataLoss)}`;
    // Steps too large to settle have another reason, which unsettledNote tells.
    const underfits = decayed.dataLoss > UNDERFITS * without.dataLoss && !unsettled(comparison).decayed;
    const why = underfits
      ? `, and ${training} as well: so strong a pull keeps the network from fitting the data (it underfits).`
      : `, while ${training}.`;
    return {
      title: `Decay hurt: validation loss ${arrow(comparison)}, in ${inSeedsBriefly(comparison)}`,
      sentences: [
        `**Decay hurt.** Against the same runs without it, validation loss ${moved(without.validationLoss, decayed.validationLoss)} ` +
          `(${changeInSeeds(comparison)})${why}`,
        accuracySentence(comparison),
      ],
    };
  },

  collapsed(comparison) {
    const { end, decayed, yardstick } = comparison;
    const { short, always } = baselineWords(decayed.experiment);
    const [before, after] = [end.without.validationLoss, end.with.validationLoss];
    const mean = medianBaseline(yardstick);
    const compared =
      after > before
        ? `That is worse than the ${figure(before)} without decay`
        : `That is below the ${figure(before)} without decay, but only because next to nothing was learnt`;
    return {
      title: `Collapsed: with ${wdLabel(decayed.experiment)}, ${besideMean(after, mean)} ${short}`,
      sentences: [
        `**Too much decay: the network collapsed.** Validation loss ended at ${figure(after)}, ` +
          `${besideMean(after, mean)} ${always} (${figure(mean)}). ` +
          `${compared}: the pull to zero is stronger than what the data say.`,
        accuracySentence(comparison),
      ],
    };
  },

  'no-difference'(comparison) {
    const { without, with: decayed } = comparison.end;
    const [least, most] = [Math.min, Math.max].map((end) => change(1, Math.exp(end(...comparison.logRatios))));
    return {
      title: `Decay made no difference: validation loss ${arrow(comparison)}`,
      sentences: [
        `**Decay made no difference.** Validation loss is ${figure(without.validationLoss)} without decay and ` +
          `${figure(decayed.validationLoss)} with it (${change(without.validationLoss, decayed.validationLoss)}); ` +
          `training loss ${figure(without.dataLoss)} and ${figure(decayed.dataLoss)}. ` +
          `${least === most ? `Each seed changed by ${most}.` : `Single seeds changed by ${least} to ${most}.`}`,
        accuracySentence(comparison),
      ],
    };
  },

  unclear(comparison) {
    if (tooFewFinished(comparison)) return fewFinishedHeadline(comparison);
    const { end, decayed, logRatios } = comparison;
    const [before, after] = [end.without.validationLoss, end.with.validationLoss];
    const both = `Validation loss was ${figure(before)} without decay and ${figure(after)} with it`;
    if (decayed.histories.length < ENOUGH_SEEDS) {
      const few = decayed.histories.length === 1 ? 'One seed' : 'Two seeds';
      return {
        title: `${few} cannot tell: validation loss ${arrow(comparison)}`,
        sentences: [
          `**${few} cannot tell.** ${both} (${change(before, after)}), which may be chance: repeat it with more seeds.`,
          accuracySentence(comparison),
        ],
      };
    }
    const ratios = logRatios.map(Math.exp);
    const oneWay = ratios.every((ratio) => ratio < 1) || ratios.every((ratio) => ratio > 1);
    const why = oneWay ? 'the seeds are too few for changes so far apart' : 'that is inside the seeds’ spread';
    const lower = `lower in ${ratios.filter((ratio) => ratio < 1).length} of ${seeds(ratios.length)}`;
    return {
      title: `No clear difference: validation loss ${arrow(comparison)}, ${lower}`,
      sentences: [
        `**No clear difference.** ${both}, but ${why}: it was ${lower}, ` +
          `single seeds changing by ${change(1, Math.min(...ratios))} to ${change(1, Math.max(...ratios))}.`,
        accuracySentence(comparison),
      ],
    };
  },

  rescued: rescuedHeadline,
  diverged: divergedHeadline,

  unfinished({ end, pairs, decayed }) {
    const { steps } = decayed.experiment;
    // Told of a side that has shown it: a strong decay may raise training loss while the other run still learns.
    const fell = (['with', 'without'] as const).flatMap((side) => {
      const begun = median(pairs.map((pair) => pair[side].dataLoss[0]!));
      return isShownAbove(begun, end[side].dataLoss) ? [`${side} decay it ${moved(begun, end[side].dataLoss)}`] : [];
    });
    const since = fell.length === 0 ? '' : ` (${fell[0]} since the start)`;
    return {
      title: `Not finished learning after ${count(steps)} ${stepsWord(steps)}: too early to judge decay`,
      sentences: [
        `**Not finished learning.** After ${count(steps)} ${stepsWord(steps)} training loss was still falling${since}, ` +
          `so it is too early to judge: validation loss is ` +
          `${figure(end.without.validationLoss)} without decay and ${figure(end.with.validationLoss)} with it. ` +
          'More steps, or a larger lr, would tell.',
      ],
    };
  },
};

/** Of what decay made better, whether it is still worse than no training at all. Not asked of classes: see endsAtMean. */
function meanBeats({ end, yardstick, decayed }: Comparison): boolean {
  return (
    taskOf(decayed.experiment).loss.kind === 'squared' &&
    isShownAbove(end.with.validationLoss, medianBaseline(yardstick))
  );
}

function arrow({ end }: Comparison): string {
  return `${figure(end.without.validationLoss)} → ${figure(end.with.validationLoss)}`;
}
