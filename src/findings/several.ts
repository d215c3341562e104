import { diverged } from './arm.ts';
import { change, figure } from './figures.ts';
import type { Headline } from './headline.ts';
import type { Comparison } from './verdict.ts';
import { divergedPhrase, medianFinal, seeds, wdLabel } from './wording.ts';

/** The comparison whose decayed runs validate best in the median; null if none finished both ways. */
export function bestOf(comparisons: readonly Comparison[]): Comparison | null {
  const finished = comparisons.filter(({ pairs, verdict }) => pairs.length > 0 && verdict !== 'diverged');
  return finished.toSorted((a, b) => validation(a) - validation(b))[0] ?? null;
}

function validation({ pairs }: Comparison): number {
  return medianFinal(
    pairs.map((pair) => pair.with),
    'validationLoss',
  );
}

function validationWithout({ pairs }: Comparison): number {
  return medianFinal(
    pairs.map((pair) => pair.without),
    'validationLoss',
  );
}

/** Several wd beside one another: which did best, then a line for each. */
export function severalHeadline(comparisons: readonly Comparison[]): Headline {
  const lines = comparisons.map((comparison) => `- ${lineOf(comparison)}`).join('\n');
  const best = bestOf(comparisons);
  if (best?.verdict !== 'helped') {
    const title = `No wd of these ${comparisons.length} clearly helped`;
    return { title, sentences: [`**${title}.**\n${lines}`] };
  }
  const wd = wdLabel(best.decayed.experiment);
  const losses = `${figure(validationWithout(best))} → ${figure(validation(best))}`;
  return {
    title: `Of ${comparisons.length}, ${wd} did best: validation loss ${losses}`,
    sentences: [
      `**Of these ${comparisons.length}, ${wd} did best.** Validation loss against no decay, same seeds:\n${lines}`,
    ],
  };
}

const WORDS: Record<Comparison['verdict'], string> = {
  helped: 'helped',
  hurt: 'hurt',
  collapsed: 'collapsed to predicting the mean',
  'no-difference': 'no difference',
  unclear: 'no clear difference',
  rescued: 'rescued a diverging run',
  diverged: 'diverged',
  unfinished: 'not finished learning',
};

function lineOf(comparison: Comparison): string {
  const { verdict, decayed, without, pairs, logRatios } = comparison;
  const name = `${wdLabel(decayed.experiment)}: ${WORDS[verdict]}`;
  if (verdict === 'diverged') return `${name} (${divergedPhrase(decayed.histories)})`;
  if (verdict === 'rescued') {
    return `${name}, validation loss ${figure(medianFinal(decayed.histories, 'validationLoss'))} (without, ${divergedPhrase(without.histories)})`;
  }
  if (pairs.length === 0) return `${name}, no seed finished both ways`;
  const [before, after] = [validationWithout(comparison), validation(comparison)];
  const lower = logRatios.filter((ratio) => ratio < 0).length;
  const lost = diverged(decayed).length > 0 ? `; ${divergedPhrase(decayed.histories)}` : '';
  const length = figure(
    medianFinal(
      pairs.map((pair) => pair.with),
      'weightLength',
    ),
  );
  return (
    `${name}, ${figure(before)} → ${figure(after)} (${change(before, after)}, ` +
    `lower in ${lower} of ${seeds(logRatios.length)}), weights of length ${length}${lost}`
  );
}
