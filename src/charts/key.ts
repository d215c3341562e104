import type { Label, Stroke } from './marks.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, SIZE } from './theme.ts';

/** A sample of a stroke and what it stands for. */
export interface KeyEntry {
  readonly text: string;
  readonly stroke: Omit<Stroke, 'from' | 'to' | 'colour'>;
  /** Whether the sample is a dot, of the stroke's width. */
  readonly dot?: boolean;
}

/** Where a key's line lies, below the top of its panel. */
export const KEY_MIDDLE = 38;

/** Of a sample: three dashes of the training line and the gaps between. */
const LENGTH = 31;

/** What is what, in one line below a panel's title: no colours here, those are named at the lines. */
export function keyRow(
  entries: readonly KeyEntry[],
  left: number,
  y: number,
  measure: MeasureText,
): { labels: Label[]; strokes: Stroke[] } {
  const labels: Label[] = [];
  const strokes: Stroke[] = [];
  let x = left;
  for (const { text, stroke, dot = false } of entries) {
    const length = dot ? stroke.width : LENGTH;
    // A stroke of next to no length with round ends is a dot.
    const [from, to] = dot ? [length / 2, length / 2 + 0.01] : [0, length];
    strokes.push({ ...stroke, colour: COLOUR.text, from: [x + from, y], to: [x + to, y], round: dot });
    labels.push({ text, x: x + length + 7, y, size: SIZE.key, colour: COLOUR.text });
    x += length + 7 + measure(text, SIZE.key) + 18;
  }
  return { labels, strokes };
}
