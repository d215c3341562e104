import type { Experiment } from '../experiment.ts';

/**
 * Where training comes to rest, a weight's push by the data balances the pull of decay: push = restSlope·w. Sources:
 * the update rules in optimizers.ts, with w unchanged from step to step at a constant lr.
 *
 * - sgd, with momentum or without, and adam: v and m rest at zero only where g + wd·w does, so −g = wd·w.
 * - sgdw: momentum repeats each push 1/(1 − μ) times and decay pulls once a step, so −g = wd·(1 − μ)·w.
 * - adamw: lr·wd·w leaves and −lr·m̂/(√v̂ + ε) comes back: −m̂/(√v̂ + ε) = wd·w. Its push is that, not −g.
 */
export function restSlope({ optimizer, wd, momentum }: Pick<Experiment, 'optimizer' | 'wd' | 'momentum'>): number {
  return optimizer === 'sgdw' ? wd * (1 - momentum) : wd;
}

/** Whether the push is the gradient's after AdamW's division; without decay nothing but the gradient counts. */
export function pushIsDivided({ optimizer, wd }: Pick<Experiment, 'optimizer' | 'wd'>): boolean {
  return optimizer === 'adamw' && wd > 0;
}
