import { type Arm, diverged, finished, mediansOf } from './arm.ts';
import type { PairedComparison } from './compare-pairs.ts';
import { count, figure, share } from './figures.ts';
import type { Findings } from './findings.ts';
import type { ForcesStudy } from './forces.ts';
import type { OptimizersStudy } from './optimizers.ts';
import { OPTIMIZER_NAMES } from './optimizers-text.ts';
import { directionOf, driftOf } from './sweep/basin.ts';
import { doneCells, type Grid, isDiverged } from './sweep/grid.ts';
import { named } from './sweep/named.ts';
import type { SweepFindings } from './sweep/sweep.ts';
import type { Comparison } from './verdict.ts';
import { wdLabel } from './wording.ts';

/** An experiment as it is told when it is one of many: what came of it in a word or two, and its numbers in a line. */
export interface InShort {
  /** Lower case, hyphens between the words: `no-difference`. */
  readonly verdict: string;
  /** Plain text, at most 120 characters. */
  readonly headline: string;
}

/** @param without the arm without decay, which is all there is where no decay was asked for. */
export function trainInShort({ verdict, best }: Findings, without: Arm): InShort {
  if (verdict === null || best === null) return { verdict: 'no-decay', headline: endOf(without) };
  return { verdict, headline: `${endsOf(best)} with ${wdLabel(best.decayed.experiment)}` };
}

function endsOf({ verdict, pairs, end, without, decayed }: Comparison): string {
  if (pairs.length > 0 && verdict !== 'diverged' && verdict !== 'rescued') {
    return `validation loss ${figure(end.without.validationLoss)} to ${figure(end.with.validationLoss)}`;
  }
  return `${endOf(without)} without decay, ${endOf(decayed)}`;
}

/** `validation loss 0.118`, or in how many seeds it diverged: where most did, there is no loss to speak of. */
function endOf(arm: Arm): string {
  if (mostDiverged(arm)) return `${lostOf(arm)} seeds diverged`;
  return `validation loss ${figure(mediansOf(finished(arm)).validationLoss)}`;
}

function mostDiverged(arm: Arm): boolean {
  return 2 * diverged(arm).length > arm.histories.length;
}

function lostOf(arm: Arm): string {
  return `${diverged(arm).length} of ${arm.histories.length}`;
}

export function compareInShort({ verdict, a, b, pairs, end }: PairedComparison): InShort {
  const headline =
    pairs.length > 0 && !verdict.endsWith('diverged')
      ? `validation loss A ${figure(end.a.validationLoss)}, B ${figure(end.b.validationLoss)}`
      : `A: ${endOf(a)}; B: ${endOf(b)}`;
  return { verdict, headline };
}

/** @param grid of which at least LEAST_CELLS are done. */
export function sweepInShort(grid: Grid, { best, meanBaseline }: SweepFindings, seeds: number): InShort {
  const all = grid.lrs.length * grid.wds.length;
  const cells = doneCells(grid);
  const isPartial = cells.length < all;
  const of = isPartial ? `${count(cells.length)} of ${count(all)} cells` : `${count(all)} cells`;
  if (best === null) return { verdict: 'diverged', headline: `${of}: every one diverged` };
  const { lr, wd } = best.experiment;
  const where = `lr ${named(lr)}, ${wd === 0 ? 'no decay' : `wd ${named(wd)}`}`;
  const lost = cells.filter(isDiverged).length;
  const drift = isPartial ? null : driftOf(grid, meanBaseline);
  const direction = drift === null ? 'unclear' : directionOf(drift, seeds);
  return {
    verdict: DIRECTIONS[direction],
    headline: `best of ${of}: ${where}, validation loss ${figure(best.loss)}${lost === 0 ? '' : `; ${count(lost)} diverged`}`,
  };
}

const DIRECTIONS = { product: 'best-wd-moves', stays: 'best-wd-stays', unclear: 'mapped' } as const;

export function optimizersInShort({ findings }: OptimizersStudy): InShort {
  const ends = findings.map(({ optimizer, comparison: { decayed } }) => {
    const loss = mostDiverged(decayed) ? 'diverged' : figure(mediansOf(finished(decayed)).validationLoss);
    return `${OPTIMIZER_NAMES[optimizer]} ${loss}`;
  });
  return { verdict: 'compared', headline: `validation loss with decay: ${ends.join(', ')}` };
}

export function forcesInShort({ verdict, shown, arm }: ForcesStudy): InShort {
  if (shown === null) return { verdict: 'diverged', headline: `${lostOf(arm)} seeds diverged` };
  const { grew, of, gap, seed } = shown.balance;
  const apart = Number.isFinite(gap) ? `, push and pull apart by ${share(gap)} of the pull` : '';
  return {
    verdict: BALANCES[verdict],
    headline: `${count(grew)} of ${count(of)} weights grew${apart}, in seed ${seed}`,
  };
}

const BALANCES = {
  settled: 'settled',
  nearly: 'nearly-settled',
  moving: 'still-moving',
  'no-decay': 'no-decay',
  diverged: 'diverged',
} as const;
