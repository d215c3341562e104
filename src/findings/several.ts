import { diverged, mediansOf } from './arm.ts';
import { baselineWords } from './baseline-words.ts';
import { change, figure, setting } from './figures.ts';
import type { Headline } from './headline.ts';
import { type Comparison, endsAtMean } from './verdict.ts';
import { divergedPhrase, seeds, wdLabel } from './wording.ts';

/** The comparison whose decayed runs validate best in the median; null if none finished both ways. */
export function bestOf(comparisons: readonly Comparison[]): Comparison | null {
  const finished = comparisons.filter(({ pairs, verdict }) => pairs.length > 0 && verdict !== 'diverged');
  return finished.toSorted((a, b) => a.end.with.validationLoss - b.end.with.validationLoss)[0] ?? null;
}

/** Several wd beside one another: which did best, then a line for each. */
export function severalHeadline(comparisons: readonly Comparison[]): Headline {
  const lines = comparisons.map((comparison) => `- ${lineOf(comparison)}`).join('\n');
  const best = bestOf(comparisons);
  if (best?.verdict !== 'helped') {
    const title = `No wd of these ${comparisons.length} clearly helped`;
    return { title, sentences: [`**${title}.**\n${lines}`] };
  }
  const losses = `${figure(best.end.without.validationLoss)} → ${figure(best.end.with.validationLoss)}`;
  const winners = comparisons.filter((comparison) => isAsGoodAs(comparison, best));
  const names = oneAfterAnother(winners.map(({ decayed }) => setting(decayed.experiment.wd)));
  const equally = winners.length > 1 ? 'did equally well' : 'did best';
  return {
    title: `Of ${comparisons.length}, wd ${names} ${equally}: validation loss ${losses}`,
    sentences: [
      `**Of these ${comparisons.length}, wd ${names} ${equally}.** Validation loss against no decay, same seeds:\n${lines}`,
    ],
  };
}

/** Whether it helped, and its validation loss is within 2 % of the best. */
function isAsGoodAs({ verdict, end }: Comparison, best: Comparison): boolean {
  return verdict === 'helped' && end.with.validationLoss <= 1.02 * best.end.with.validationLoss;
}

function oneAfterAnother(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const WORDS: Record<Comparison['verdict'], string> = {
  helped: 'helped',
  hurt: 'hurt',
  collapsed: 'collapsed, about as good as',
  'no-difference': 'no difference',
  unclear: 'no clear difference',
  rescued: 'rescued a diverging run',
  diverged: 'diverged',
  unfinished: 'not finished learning',
};

function wordsOf(comparison: Comparison): string {
  const { verdict, decayed } = comparison;
  const { short } = baselineWords(decayed.experiment);
  if (verdict === 'helped' && endsAtMean(comparison)) return `${WORDS.helped}, but only as far as ${short}`;
  return verdict === 'collapsed' ? `${WORDS.collapsed} ${short}` : WORDS[verdict];
}

function lineOf(comparison: Comparison): string {
  const { verdict, decayed, without, pairs, end, logRatios } = comparison;
  const name = `${wdLabel(decayed.experiment)}: ${wordsOf(comparison)}`;
  if (verdict === 'diverged') return `${name} (${divergedPhrase(decayed.histories)})`;
  if (verdict === 'rescued') {
    return `${name}, validation loss ${figure(mediansOf(decayed.histories).validationLoss)} (without, ${divergedPhrase(without.histories)})`;
  }
  if (pairs.length === 0) return `${name}, no seed finished both ways`;
  const [before, after] = [end.without.validationLoss, end.with.validationLoss];
  const lower = logRatios.filter((ratio) => ratio < 0).length;
  const lost = diverged(decayed).length > 0 ? `; ${divergedPhrase(decayed.histories)}` : '';
  const length = figure(end.with.weightLength);
  return (
    `${name}, ${figure(before)} → ${figure(after)} (${change(before, after)}, ` +
    `lower in ${lower} of ${seeds(logRatios.length)}), weights of length ${length}${lost}`
  );
}
