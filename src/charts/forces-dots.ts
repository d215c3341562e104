import type { Layer, Scales } from './marks.ts';
import { COLOUR } from './theme.ts';

/** A dot at a place in the data. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

/**
 * Dots at places in the data.
 * @param size their area, in units squared; `rim` of the ground around each tells neighbours apart.
 */
export function dotLayer(
  name: string,
  scales: Scales,
  look: { size: number; rim: number },
  dots: readonly Dot[],
): Layer {
  return {
    name,
    spec: {
      mark: { type: 'circle', size: look.size, opacity: 0.85, stroke: COLOUR.ground, strokeWidth: look.rim },
      encoding: { ...scales, color: { field: 'colour', type: 'nominal', scale: null } },
    },
    rows: dots.map((dot) => ({ ...dot })),
  };
}
