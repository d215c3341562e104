import { median } from './statistics.ts';
import type { Comparison } from './verdict.ts';

/** The seed whose change by decay is nearest the median change: neither the best story nor the worst. */
export function typicalSeed({ pairs, logRatios }: Comparison): number {
  const middle = median(logRatios);
  const nearest = pairs
    .map(({ seed }, index) => ({ seed, distance: Math.abs(logRatios[index]! - middle) }))
    .toSorted((a, b) => a.distance - b.distance)[0];
  return nearest?.seed ?? 1;
}
