import type { ChartSpec } from '../../src/charts/spec.ts';

/** A chart of nothing, for workers that look at none. */
export const chart: ChartSpec = {
  kind: 'train',
  title: '',
  subtitle: '',
  arms: [],
  noiseFloor: null,
  meanBaseline: null,
  fit: null,
};
