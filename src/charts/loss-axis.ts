import { type Axis, logAxis } from './axis.ts';
import type { Curve } from './spec.ts';

/** The numbers a loss axis has to do justice to. */
export interface LossRange {
  /** Loss lines of arms that did not diverge, validation and training. */
  readonly settled: readonly Curve[];
  /** Their validation lines alone: what the story is about. */
  readonly validation: readonly Curve[];
  /** Loss lines of arms that diverged. */
  readonly diverged: readonly Curve[];
  /** Lower and upper edges of the bands. */
  readonly bands: readonly Curve[];
  /** Noise floor and baseline, where known. */
  readonly references: readonly number[];
}

/** How far above the start (or the lowest ceiling any arm keeps under) a line is followed. */
const EXPLODED = 20;
/** How far below the best validation loss a vanishing training loss is followed, and how far a reference counts. */
const VANISHED = 1e-2;
/** Shares of the steps after which a line, and the seeds' spread, are no longer settling in. */
const SETTLING = { line: 0.02, band: 0.5 } as const;

/**
 * A log axis that keeps the story readable: losses that explode leave through the top, losses that vanish run along the
 * bottom, a spike of the first few steps is cut off, and none squeezes the rest into a stripe. Always of positive,
 * finite, distinct ends.
 */
export function lossAxis(range: LossRange, lastStep: number, ticks: number): Axis {
  const after = (share: number) => (line: Curve) =>
    line.y.filter((v, i) => v > 0 && Number.isFinite(v) && (i === 0 || line.x[i]! >= share * lastStep));
  const lines = (which: readonly Curve[]) => which.map(after(SETTLING.line)).filter((line) => line.length > 0);
  const bands = range.bands.flatMap((edge) => after(SETTLING.band)(edge).slice(1));
  const references = range.references.filter((v) => v > 0 && Number.isFinite(v));

  const settled = lines(range.settled);
  const all = [...settled, ...lines(range.diverged)];
  const starts = all.map((line) => line[0]!);
  const calmest = settled.length > 0 ? Math.min(...settled.map((line) => Math.max(...line))) : 0;
  const ordinary = Math.max(calmest, ...references, starts.length > 0 ? Math.min(...starts) : 0) || 1;
  const wanted = Math.max(ordinary, ...bands, ...all.flat());
  // Where everything diverged the explosion is the story: on a log scale, a straight line up.
  const high = settled.length > 0 ? Math.min(ordinary * EXPLODED, wanted) : wanted;

  const validated = Math.min(high, ...lines(range.validation).flat());
  const best = Math.min(validated, ...references.filter((v) => v >= validated * VANISHED));
  const lowest = Math.min(best, ...all.flat(), ...bands);
  // An explosion begins where the losses did, however far below its top that is.
  const low = settled.length > 0 ? Math.max(best * VANISHED, lowest) : lowest;

  // A run that never moves still gets a plot with an up and a down: a factor of three at the least.
  const stretch = Math.max(1.12, Math.sqrt((3 * low) / high));
  return logAxis(Math.max(1e-300, low / stretch), Math.min(1e300, Math.max(high, 1e-299) * stretch), ticks);
}
