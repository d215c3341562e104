import { scheme } from 'vega';
import type { SweepChart } from './spec.ts';

/**
 * The colours of a map of losses: viridis by the logarithm of the loss, the lowest brightest. It rises evenly in
 * lightness, so that it reads the same in greys and for every kind of colour blindness.
 */
export interface LossScale {
  readonly low: number;
  readonly high: number;
  /** Whether some losses lie beyond: they are drawn as the end of the scale, which says so. */
  readonly clipped: { readonly low: boolean; readonly high: boolean };
  colour(loss: number): string;
  /** Whether dark letters are read better on it than light ones. */
  isBright(loss: number): boolean;
  /** Where on the scale it lies: 0 lowest, 1 highest. */
  share(loss: number): number;
}

/** Losses far above predict-the-mean's say only that nothing was learnt: they share one colour. */
const BEYOND_BASELINE = 1.25;
/** Nor may a loss next to nothing take the whole scale. */
const DEPTH = 1e4;
/** So that a map of equal losses has a scale still. */
const LEAST = 1.1;

export function lossScale({ cells, baseline }: Pick<SweepChart, 'cells' | 'baseline'>): LossScale {
  const losses = cells.flatMap(({ loss }) => (loss === null ? [] : [clamp(loss, 1e-300, 1e300)]));
  const [least, most] = losses.length === 0 ? [0.1, 1] : [Math.min(...losses), Math.max(...losses)];
  const bound = baseline !== null && baseline.loss > 0 ? BEYOND_BASELINE * baseline.loss : most;
  const wanted = Math.max(least * LEAST, Math.min(most, Math.max(bound, 2 * least)));
  const high = Math.min(1e300, wanted);
  const low = Math.min(Math.max(least, high / DEPTH), high / LEAST);
  const share = (loss: number) => clamp(Math.log(loss / low) / Math.log(high / low), 0, 1);
  const viridis: (share: number) => string = scheme('viridis');
  return {
    low,
    high,
    clipped: { low: least < low * 0.9999, high: most > high * 1.0001 },
    share,
    colour: (loss) => viridis(1 - share(loss)),
    isBright: (loss) => share(loss) < 0.55,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
