import { type Box, overlap } from './label-placement.ts';
import { type Label, labelBox } from './marks.ts';
import { round } from './numbers.ts';
import type { SweepChart } from './spec.ts';
import type { Geometry } from './sweep-geometry.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, SIZE } from './theme.ts';

/** The numbers along a map's rows and columns: the best cell's always, of the others as many as stand clear. */

const NONE = ['no', 'decay'];
/** Middles of the two lines below the map. */
const BELOW = { numbers: 17, title: 41 } as const;
export const AXIS_ROOM = 52;

function lrNumber(value: number): string {
  return round(Number(value.toPrecision(3)));
}

/** Room the numbers of the rows take at the left. */
export function rowsRoom({ lrs }: SweepChart, measure: MeasureText): number {
  return (
    Math.ceil(Math.max(measure('lr', SIZE.label, true), ...lrs.map((lr) => measure(lrNumber(lr), SIZE.axis, true)))) + 8
  );
}

export function axisLabels(chart: SweepChart, map: Geometry, left: number, measure: MeasureText): Label[] {
  const { best, lrs, wds } = chart;
  const rows = lrs.map(
    (lr, row): Label => ({
      text: lrNumber(lr),
      x: -8,
      y: map.top(row) + map.cell.height / 2,
      size: SIZE.axis,
      ...emphasis(best?.row === row),
      align: 'right',
    }),
  );
  const columns = wds.slice(map.apart).map(
    (wd, i): Label => ({
      text: lrNumber(wd),
      x: map.left(i + map.apart) + map.cell.width / 2,
      y: map.plot.height + BELOW.numbers,
      size: SIZE.axis,
      ...emphasis(best?.column === i + map.apart),
      align: 'center',
    }),
  );
  const none = map.apart === 0 ? [] : noDecay(map, best?.column === 0, left, measure);
  const title = wdTitle(map, none, measure);
  return [
    { text: 'lr', x: -8, y: -13, size: SIZE.label, colour: COLOUR.title, bold: true, align: 'right' },
    title,
    ...none,
    ...clear(rows, [], 2, measure),
    ...clear(
      columns,
      none.map((label) => labelBox(label, measure)),
      12,
      measure,
      map.plot.width + 30,
    ),
  ];
}

function emphasis(isBest: boolean) {
  return isBest ? { colour: COLOUR.title, bold: true } : { colour: COLOUR.quiet };
}

/** In two lines under its column, within the page. */
function noDecay(map: Geometry, isBest: boolean, left: number, measure: MeasureText): Label[] {
  const half = Math.max(...NONE.map((text) => measure(text, SIZE.axis, isBest))) / 2;
  const x = Math.max(map.left(0) + map.cell.width / 2, half - left);
  return NONE.map((text, line) => ({
    text,
    x,
    y: map.plot.height + BELOW.numbers + 20 * line,
    size: SIZE.axis,
    ...emphasis(isBest),
    align: 'center',
  }));
}

function wdTitle(map: Geometry, none: readonly Label[], measure: MeasureText): Label {
  const text = 'weight decay (wd)';
  const half = measure(text, SIZE.label, true) / 2;
  const right = Math.max(0, ...none.map((label) => labelBox(label, measure).right));
  const middle = (map.left(map.apart) + map.plot.width) / 2;
  const x = Math.max(middle, right + 12 + half);
  return {
    text,
    x,
    y: map.plot.height + BELOW.title,
    size: SIZE.label,
    colour: COLOUR.title,
    bold: true,
    align: 'center',
  };
}

/** The bold ones, and every so manieth of the others that all stand clear of each other. */
function clear(
  labels: readonly Label[],
  taken: readonly Box[],
  apart: number,
  measure: MeasureText,
  right = Infinity,
): Label[] {
  const boxes = [...taken];
  const kept = new Set<Label>();
  const place = (label: Label) => {
    const box = labelBox(label, measure);
    const wide = { ...box, left: box.left - apart, right: box.right + apart };
    if (box.right > right || boxes.some((other) => overlap(wide, other))) return;
    boxes.push(box);
    kept.add(label);
  };
  for (const label of labels) if (label.bold) place(label);
  for (const label of labels.filter((_, i) => i % strideOf(labels, apart, measure) === 0))
    if (!kept.has(label)) place(label);
  return labels.filter((label) => kept.has(label));
}

function strideOf(labels: readonly Label[], apart: number, measure: MeasureText): number {
  const boxes = labels.map((label) => labelBox(label, measure));
  for (let stride = 1; stride < labels.length; stride++) {
    const shown = boxes.filter((_, i) => i % stride === 0);
    const touches = shown.some((box, i) => {
      const next = shown[i + 1];
      return next !== undefined && overlap({ ...box, right: box.right + apart, left: box.left - apart }, next);
    });
    if (!touches) return stride;
  }
  return Math.max(1, labels.length);
}
