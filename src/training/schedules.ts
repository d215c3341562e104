import type { ScheduleName } from './experiment.ts';

/**
 * What lr is multiplied by at a step (0 first) of a run of so many steps. All but `constant` shrink the steps over
 * time, which is lr decay and not weight decay; decay, being lr·wd, shrinks with them.
 *
 * - cosine: (1 + cos πt/T)/2, PyTorch's CosineAnnealingLR with T_max = T and eta_min = 0.
 * - warmup-cosine: rises in a straight line over the first tenth, then cosine over the rest.
 * - one-cycle: rises from 1/25 to 1 by a half cosine over the first 30 %, then falls to 1/250,000 by another:
 *   PyTorch's OneCycleLR with its defaults, momentum left alone.
 */
export function lrFactor(schedule: ScheduleName, step: number, steps: number): number {
  switch (schedule) {
    case 'constant':
      return 1;
    case 'cosine':
      return halfCosine(1, 0, step / steps);
    case 'warmup-cosine': {
      const warmup = Math.ceil(steps / 10);
      if (step < warmup) return (step + 1) / warmup;
      return halfCosine(1, 0, (step - warmup) / Math.max(1, steps - warmup));
    }
    case 'one-cycle': {
      const top = 0.3 * steps - 1;
      if (step <= top) return halfCosine(1 / 25, 1, step / top);
      return halfCosine(1, 1 / 250_000, (step - top) / (steps - 1 - top));
    }
  }
}

/** From one value to another along half a cosine wave; `share` from 0 to 1 is how far. */
function halfCosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
