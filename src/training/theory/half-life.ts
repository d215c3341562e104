import type { Experiment } from '../experiment.ts';

/**
 * In how many steps decay alone, with no push from the data, halves a weight.
 *
 * - exact: sgdw, adamw, and sgd without momentum multiply w by 1 − lr·wd each step: t½ = ln 2 / −ln(1 − lr·wd).
 * - long-run: momentum repeats each pull μ, μ², … as strongly, 1/(1 − μ) in all: t½ ≈ ln 2·(1 − μ)/(lr·wd).
 * - uneven: Adam divides the L2 pull by √v, a different amount for each weight: there is no one half-life.
 * - none: nothing decays.
 * - at-once: lr·wd ≥ 1, or so strong that momentum swings the weight past zero: gone within a step or two.
 */
export type HalfLife =
  | { readonly kind: 'exact' | 'long-run'; readonly steps: number }
  | { readonly kind: 'uneven' | 'none' | 'at-once' };

/** Of the weights that decay, at the experiment's full lr. Source: the update rules in optimizers.ts. */
export function halfLife({ optimizer, momentum, lr, wd }: HalfLifeSettings): HalfLife {
  const shrinkPerStep = lr * wd;
  if (shrinkPerStep === 0) return { kind: 'none' };
  if (optimizer === 'adam') return { kind: 'uneven' };
  if (optimizer === 'sgd' && momentum > 0) {
    // w's own recursion z² − (1 + μ − lr·wd)·z + μ = 0 swings once its roots are complex.
    const swings = shrinkPerStep >= (1 - Math.sqrt(momentum)) ** 2;
    return swings ? { kind: 'at-once' } : { kind: 'long-run', steps: (Math.LN2 * (1 - momentum)) / shrinkPerStep };
  }
  if (shrinkPerStep >= 1) return { kind: 'at-once' };
  return { kind: 'exact', steps: Math.LN2 / -Math.log1p(-shrinkPerStep) };
}

export type HalfLifeSettings = Pick<Experiment, 'optimizer' | 'momentum' | 'lr' | 'wd'>;
