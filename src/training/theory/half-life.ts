import type { Experiment } from '../experiment.ts';

/**
 * In how many steps decay alone, with no push from the data, halves a weight.
 *
 * - exact: sgdw, adamw, and sgd without momentum multiply w by 1 − lr·wd each step: t½ = ln 2 / −ln(1 − lr·wd).
 * - long-run: momentum repeats each pull μ, μ², … as strongly, 1/(1 − μ) in all: t½ ≈ ln 2·(1 − μ)/(lr·wd), here
 *   within a fifth of the truth.
 * - steady: with momentum and a stronger pull that sum no longer serves; the weight settles into shrinking by the share
 *   `shrinkPerStep` of itself each step, and t½ = ln 2 / −ln(1 − shrinkPerStep).
 * - swings: stronger still, the weight swings past zero and back; each swing is smaller, and the swings halve in
 *   ln 2 / −ln √μ steps (nesterov: √(μ(1 − lr·wd))).
 * - uneven: Adam divides the L2 pull by √v, a different amount for each weight: there is no one half-life.
 * - overshoots: each step carries the weight to zero or past it at once.
 * - none: nothing decays.
 */
export type HalfLife =
  | { readonly kind: 'exact' | 'long-run' | 'swings'; readonly steps: number }
  | { readonly kind: 'steady'; readonly steps: number; readonly shrinkPerStep: number }
  | { readonly kind: 'uneven' | 'overshoots' | 'none' };

export type HalfLifeSettings = Pick<Experiment, 'optimizer' | 'momentum' | 'nesterov' | 'lr' | 'wd'>;

/** Of the weights that decay, at the experiment's full lr. Source: the update rules in optimizers.ts. */
export function halfLife({ optimizer, momentum, nesterov, lr, wd }: HalfLifeSettings): HalfLife {
  const shrinkPerStep = lr * wd;
  if (shrinkPerStep === 0) return { kind: 'none' };
  if (optimizer === 'adam') return { kind: 'uneven' };
  if (optimizer === 'sgd' && momentum > 0) return withMomentum(momentum, nesterov, shrinkPerStep);
  if (shrinkPerStep >= 1) return { kind: 'overshoots' };
  return { kind: 'exact', steps: Math.LN2 / -Math.log1p(-shrinkPerStep) };
}

/**
 * One step of (w, v) under v ← μ·v + wd·w, w ← w − lr·v (nesterov: w − lr·(wd·w + μ·v)) is a matrix. Its eigenvalues
 * are real and positive where the weight sinks to zero, complex where it swings around it.
 */
function withMomentum(momentum: number, nesterov: boolean, shrink: number): HalfLife {
  const trace = 1 + momentum - shrink * (nesterov ? 1 + momentum : 1);
  const determinant = momentum * (nesterov ? 1 - shrink : 1);
  if (determinant > 0 && trace ** 2 < 4 * determinant) {
    return { kind: 'swings', steps: Math.LN2 / -Math.log(Math.sqrt(determinant)) };
  }
  if (trace <= 0 || determinant <= 0) return { kind: 'overshoots' };
  // The larger eigenvalue is 1 − e, where e² − (2 − trace)·e + shrink = 0.
  const linear = 2 - trace;
  const shrinkPerStep = (2 * shrink) / (linear + Math.sqrt(linear ** 2 - 4 * shrink));
  const steady = Math.LN2 / -Math.log1p(-shrinkPerStep);
  const longRun = (Math.LN2 * (1 - momentum)) / shrink;
  if (Math.abs(longRun / steady - 1) > 0.2) return { kind: 'steady', steps: steady, shrinkPerStep };
  return { kind: 'long-run', steps: longRun };
}
