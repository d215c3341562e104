import { figure } from '../findings/figures.ts';
import { logAxis } from './axis.ts';
import { spread } from './label-placement.ts';
import { type Label, type Layer, labelLayers, type Stroke, strokeLayer } from './marks.ts';
import { round } from './numbers.ts';
import type { SweepChart } from './spec.ts';
import { cross, LOOK, type Patch, patchLayer } from './sweep-cells.ts';
import { PRODUCT } from './sweep-contours.ts';
import type { LossScale } from './sweep-scale.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, SIZE } from './theme.ts';

/** What the map's colours and marks stand for, in a column at its right. */

export const KEY_WIDTH = 186;
const BAR = { width: 24, slices: 64 } as const;
const TITLE_ROOM = 34;
const ROW = 27;
const SWATCH = { width: 24, height: 19 } as const;

export interface KeyPlace {
  /** The column's left edge and its top and bottom, in plot units. */
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** Which lines cross the map. */
export interface KeyLines {
  readonly contours: boolean;
  /** Theory's best wd; null where the map has no such line. */
  readonly theory: number | null;
}

export function keyLayers(
  chart: SweepChart,
  scale: LossScale,
  lines: KeyLines,
  place: KeyPlace,
  measure: MeasureText,
): Layer[] {
  const items = itemsOf(chart, scale, lines);
  const rowsTop = place.bottom - items.length * ROW;
  const bar = barOf(chart, scale, { left: place.left, top: place.top + TITLE_ROOM, bottom: rowsTop - 18 }, measure);
  const placed = items.map((item, i) => item(place.left, rowsTop + (i + 0.5) * ROW));
  const title: Label = {
    text: 'validation loss',
    x: place.left,
    y: place.top + 12,
    size: SIZE.label,
    colour: COLOUR.title,
    bold: true,
  };
  return [
    patchLayer('sweep-key-patches', [...bar.patches, ...placed.flatMap(({ patches }) => patches)]),
    strokeLayer('sweep-key-strokes', [...bar.strokes, ...placed.flatMap(({ strokes }) => strokes)]),
    ...labelLayers('sweep-key-labels', [title, ...bar.labels, ...placed.flatMap(({ labels }) => labels)]),
  ];
}

interface Marks {
  readonly patches: readonly Patch[];
  readonly strokes: readonly Stroke[];
  readonly labels: readonly Label[];
}

/** The scale, lowest at the bottom, its numbers and what they are to be held against. */
function barOf(chart: SweepChart, scale: LossScale, { left, top, bottom }: KeyPlace, measure: MeasureText): Marks {
  const height = bottom - top;
  const at = (loss: number) => bottom - scale.share(loss) * height;
  const patches = Array.from({ length: BAR.slices }, (_, i): Patch => {
    const loss = scale.low * (scale.high / scale.low) ** ((i + 0.5) / BAR.slices);
    const y = bottom - ((i + 1) / BAR.slices) * height;
    // Slices overlap a little, or the ground shows between them.
    return { x: left, x2: left + BAR.width, y, y2: y + height / BAR.slices + 0.6, fill: scale.colour(loss) };
  });
  const named = namedLosses(chart, scale, measure);
  const ends = [
    { loss: scale.high, clipped: scale.clipped.high, sign: '≥ ' },
    { loss: scale.low, clipped: scale.clipped.low, sign: '≤ ' },
  ].map((end) => ({
    ...end,
    text: `${end.clipped ? end.sign : ''}${figure(end.loss)}`,
    colour: COLOUR.quiet as string,
  }));
  const fixed = [
    ...named,
    ...ends.filter(({ loss, clipped }) => clipped || named.every((other) => far(at, loss, other.loss))),
  ];
  const ticks = logAxis(scale.low, scale.high, 5)
    .ticks.filter((tick) => fixed.every(({ loss }) => far(at, tick, loss)))
    .map((loss) => ({ loss, text: round(loss), colour: COLOUR.quiet as string }));
  const all = [...fixed, ...ticks];
  const ys = spread(
    all.map(({ loss }) => at(loss)),
    21,
    top - 10,
    bottom + 10,
  );
  return {
    patches,
    strokes: all.map(({ loss, colour }, i) => ({
      from: [left + BAR.width + 1, at(loss)],
      to: [left + BAR.width + 8, ys[i]!],
      colour,
      width: 1.5,
    })),
    labels: all.map(({ text, colour }, i) => ({ text, x: left + BAR.width + 12, y: ys[i]!, size: SIZE.axis, colour })),
  };
}

function far(at: (loss: number) => number, loss: number, other: number): boolean {
  return Math.abs(at(loss) - at(other)) >= 21;
}

/** Off the scale by less, a loss is named at its end. */
const NEAR = 1.02;

/** Always saying the same, and the noise, where they are on the scale. */
function namedLosses({ baseline, noiseFloor }: SweepChart, { low, high }: LossScale, measure: MeasureText) {
  const named = [baseline, noiseFloor === null ? null : { loss: noiseFloor, name: 'noise alone' }];
  return named
    .filter((each) => each !== null && each.loss >= low / NEAR && each.loss <= high * NEAR)
    .map((each) => {
      const { loss, name } = each!;
      const room = KEY_WIDTH - BAR.width - 12;
      // Of a long number's name, one word still says what it is.
      const texts = [name, name.split(' ')[0]!].map((words) => `${figure(loss)} ${words}`);
      const text = texts.find((each) => measure(each, SIZE.axis) <= room) ?? figure(loss);
      return { loss, text, colour: COLOUR.title as string };
    });
}

type Item = (left: number, middle: number) => Marks;

/** Of what the map can show only what it does. */
function itemsOf(chart: SweepChart, scale: LossScale, { contours, theory }: KeyLines): Item[] {
  const { best, cells, lrs, wds } = chart;
  const bestLoss = cells.find(({ row, column }) => row === best?.row && column === best.column)?.loss ?? null;
  return [
    ...(bestLoss === null
      ? []
      : [swatch(`best: ${figure(bestLoss)}`, { fill: scale.colour(bestLoss), stroke: LOOK.ring, width: 4 })]),
    ...(cells.some(({ loss }) => loss === null) ? [crossed('diverged', LOOK.diverged, LOOK.cross, 'middle')] : []),
    ...(cells.some(({ loss, lost }) => loss !== null && lost > 0)
      ? [crossed('some seeds did', scale.colour(scale.high), COLOUR.title, 'corner')]
      : []),
    ...(cells.length < lrs.length * wds.length
      ? [swatch('not done', { fill: LOOK.missing, stroke: COLOUR.grid, width: 1 })]
      : []),
    ...(contours ? [stroke(`equal ${PRODUCT}`, { width: 1.6 })] : []),
    ...(theory === null ? [] : [stroke(`theory: ${figure(theory)}`, { width: 3, dash: DASH.training })]),
  ];
}

function words(text: string, left: number, y: number): Label {
  return { text, x: left + BAR.width + 12, y, size: SIZE.key, colour: COLOUR.text };
}

function swatch(text: string, look: Pick<Patch, 'fill' | 'stroke' | 'width'>): Item {
  return (left, y) => ({ patches: [{ ...swatchBox(left, y), ...look }], strokes: [], labels: [words(text, left, y)] });
}

function swatchBox(left: number, y: number) {
  return { x: left, x2: left + SWATCH.width, y: y - SWATCH.height / 2, y2: y + SWATCH.height / 2 };
}

function crossed(text: string, fill: string, ink: string, where: 'middle' | 'corner'): Item {
  return (left, y) => ({
    patches: [{ ...swatchBox(left, y), fill }],
    strokes:
      where === 'middle'
        ? cross(left + SWATCH.width / 2, y, ink, 5, 2.6)
        : cross(left + SWATCH.width - 7, y - SWATCH.height / 2 + 7, ink, 3.5, 2),
    labels: [words(text, left, y)],
  });
}

function stroke(text: string, look: Pick<Stroke, 'width' | 'dash'>): Item {
  return (left, y) => ({
    patches: [],
    strokes: [{ from: [left, y], to: [left + SWATCH.width, y], colour: COLOUR.title, ...look }],
    labels: [words(text, left, y)],
  });
}
