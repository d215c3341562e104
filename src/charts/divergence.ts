import { divergedStep } from '../training/history.ts';
import type { Box } from './label-placement.ts';
import { type Label, labelBox, type Stroke } from './marks.ts';
import type { Coordinates } from './panel.ts';
import type { ChartArm } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { LINE_HEIGHT, SIZE } from './theme.ts';

/** Height of a row. */
export const ROW = SIZE.label * LINE_HEIGHT;

/** The steps at which an arm's runs diverged, earliest first. */
export function divergedSteps(arm: ChartArm): number[] {
  return arm.histories.flatMap((history) => divergedStep(history) ?? []).sort((a, b) => a - b);
}

/**
 * A row for each arm that has diverged runs: a cross at each step one did, and what that was, in words that end left of
 * `right`.
 */
export function divergenceRows(
  arms: readonly ChartArm[],
  colours: readonly string[],
  at: Coordinates,
  right: number,
  measure: MeasureText,
): { labels: Label[]; strokes: Stroke[]; boxes: Box[] } {
  const labels: Label[] = [];
  const strokes: Stroke[] = [];
  for (const [i, arm] of arms.entries()) {
    const steps = divergedSteps(arm);
    if (steps.length === 0) continue;
    const y = (labels.length + 0.5) * ROW;
    const xs = [...new Set(steps.map((step) => Math.round(at.x(step))))];
    strokes.push(...xs.flatMap((x) => cross(x, y, colours[i]!)));
    labels.push(besideCrosses(wordings(arm, steps), { y, colour: colours[i]! }, xs, right, measure));
  }
  return { labels, strokes, boxes: labels.map((label) => labelBox(label, measure)) };
}

export function cross(x: number, y: number, colour: string, reach = 6): Stroke[] {
  return [1, -1].map((way) => ({
    from: [x - reach, y - reach * way],
    to: [x + reach, y + reach * way],
    colour,
    width: 3,
  }));
}

/** From the fullest wording to the shortest. */
function wordings(arm: ChartArm, steps: readonly number[]): string[] {
  const [first, last] = [steps[0]!.toLocaleString('en'), steps.at(-1)!.toLocaleString('en')];
  const when = first === last ? `step ${first}` : `steps ${first}–${last}`;
  const many = steps.length < arm.histories.length ? `${steps.length} of ${arm.histories.length} diverged` : 'diverged';
  return [`${arm.label}: ${many} at ${when}`, `${arm.label}: ${many}, ${when}`, `${arm.label}: ${many}`, arm.label];
}

/** Right of the last cross, or left of the first, or over those between: in the fullest wording that fits. */
function besideCrosses(
  wordings: readonly string[],
  look: { y: number; colour: string },
  xs: readonly number[],
  right: number,
  measure: MeasureText,
): Label {
  const after = xs.at(-1)! + 12;
  const before = xs[0]! - 12;
  const row = { ...look, size: SIZE.label - 1, bold: true, halo: true };
  for (const text of wordings) {
    const width = measure(text, row.size, true);
    if (after + width <= right) return { ...row, text, x: after };
    if (before - width >= 0) return { ...row, text, x: before, align: 'right' };
  }
  return { ...row, text: wordings.at(-1)!, x: right, align: 'right' };
}
