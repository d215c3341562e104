import type { Axis } from './axis.ts';
import { spread } from './label-placement.ts';
import type { Label, Stroke } from './marks.ts';
import type { MeasureText } from './text-widths.ts';
import { LINE_HEIGHT, SIZE } from './theme.ts';

/** A line's name, wanted right of the line's end. */
export interface LineLabel {
  readonly text: string;
  readonly colour: string;
  readonly bold: boolean;
  /** Where the line ends, in plot units from the top. */
  readonly y: number;
}

/** Length of the leader from a line's end to its name. */
const LEADER = 15;

export function lineLabelRoom(labels: readonly Omit<LineLabel, 'y'>[], measure: MeasureText): number {
  return Math.ceil(Math.max(40, ...labels.map(({ text, bold }) => LEADER + 5 + measure(text, SIZE.label, bold))));
}

/** Names in a column right of the plot, spread apart, each tied to its line's end by a leader. */
export function lineLabels(
  lines: readonly LineLabel[],
  plot: { readonly width: number; readonly height: number },
  /** How much of the column's top is taken. */
  taken = 0,
): { labels: Label[]; strokes: Stroke[] } {
  const inside = lines.map(({ y }) => Math.min(plot.height, Math.max(0, y)));
  const top = taken > 0 ? taken : -SLACK;
  const height = Math.min(SIZE.label * LINE_HEIGHT, (plot.height + SLACK - top) / Math.max(1, lines.length));
  const placed = spread(inside, height, top, plot.height + SLACK);
  return {
    labels: lines.map(({ text, colour, bold }, i) => ({
      text,
      x: plot.width + LEADER + 4,
      y: placed[i]!,
      size: SIZE.label,
      colour,
      bold,
    })),
    strokes: lines.map(({ colour }, i) => ({
      from: [plot.width + 1, inside[i]!],
      to: [plot.width + LEADER, placed[i]!],
      colour,
      width: 1.5,
      opacity: 0.75,
    })),
  };
}

/** How far a column of names may stand out above and below its plot. */
const SLACK = 8;

/** A label whose line has left the plot says which way: its value is not where it stands. */
export function offScale(text: string, value: number, { domain: [low, high] }: Axis): string {
  if (value > high) return `↑ ${text}`;
  return value < low ? `↓ ${text}` : text;
}
