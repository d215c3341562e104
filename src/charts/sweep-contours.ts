import { type Box, overlap } from './label-placement.ts';
import { type Label, labelBox, type Stroke } from './marks.ts';
import { round } from './numbers.ts';
import type { Geometry } from './sweep-geometry.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, LINE_HEIGHT, SIZE } from './theme.ts';

/** Lines of equal lr·wd across the map, each named where it leaves it, above or at the right. */

export interface Contours {
  readonly strokes: readonly Stroke[];
  readonly labels: readonly Label[];
}

export const PRODUCT = 'lr·wd';
const MOST = 5;
/** The middle of the names above the map, over its top edge. */
const NAMES_ABOVE = 13;

interface Contour {
  readonly product: number;
  readonly points: readonly (readonly [number, number])[];
}

export function contours(map: Geometry, measure: MeasureText): Contours {
  const boxes: Box[] = [];
  const strokes: Stroke[] = [];
  const labels: Label[] = [];
  for (const contour of chosen(map)) {
    const label = nameOf(contour, map, labels.length === 0, measure);
    const box = labelBox(label, measure);
    const wide = { ...box, left: box.left - 8, right: box.right + 8 };
    if (boxes.some((other) => overlap(wide, other))) continue;
    boxes.push(box);
    labels.push(label);
    strokes.push(...line(contour.points));
  }
  return { strokes, labels };
}

/** Room the names at the right take. */
export function namesRoom({ labels }: Contours, { plot }: Geometry, measure: MeasureText): number {
  return Math.max(0, ...labels.map((label) => labelBox(label, measure).right - plot.width));
}

/** Of the powers of ten (of 1, 2, 5 where they are few) that cross the map, at most so many, evenly apart. */
function chosen(map: Geometry): Contour[] {
  const right = map.plot.width;
  const left = map.left(map.apart);
  const [least, most] = [map.lrAt(map.plot.height) * map.wdAt(left), map.lrAt(0) * map.wdAt(right)];
  if (!(least > 1e-300 && most < 1e300)) return [];
  const powers: number[] = [];
  for (let k = Math.floor(Math.log10(least)); k <= Math.ceil(Math.log10(most)); k++) powers.push(k);
  const across = (factors: readonly number[], every: number) =>
    powers
      .filter((k) => k % every === 0)
      .flatMap((k) => factors.map((factor) => Number(`${factor}e${k}`)))
      .map((product) => ({ product, points: course(product, map) }))
      .filter(
        ({ points }) =>
          points.length > 1 && length(points) > map.plot.height / 8 && leavesBy(points, map.plot) !== null,
      );
  const tens = across([1], 1);
  if (tens.length < 2) return across([1, 2, 5], 1).slice(0, MOST);
  let every = 1;
  while (across([1], every).length > MOST) every++;
  return across([1], every);
}

/** Where lr = product / wd goes: straight between the middles of cells, in logarithms. */
function course(product: number, map: Geometry): [number, number][] {
  const { plot, cell } = map;
  const left = map.left(map.apart);
  const columns = Array.from(
    { length: Math.round((plot.width - left) / cell.width) },
    (_, i) => left + (i + 0.5) * cell.width,
  );
  const rows = Array.from({ length: Math.round(plot.height / cell.height) }, (_, i) => (i + 0.5) * cell.height);
  const byColumn = [left, ...columns, plot.width].flatMap((x): [number, number][] => {
    const y = map.y(product / map.wdAt(x));
    return y === null ? [] : [[x, y]];
  });
  const byRow = [0, ...rows, plot.height].flatMap((y): [number, number][] => {
    const x = map.x(product / map.lrAt(y));
    return x === null ? [] : [[x, y]];
  });
  return [...byColumn, ...byRow].sort(([x, y], [otherX, otherY]) => x - otherX || y - otherY);
}

function length(points: readonly (readonly [number, number])[]): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  return Math.hypot(last[0] - first[0], last[1] - first[1]);
}

/** Where a line can be named: above the map, or right of it. Below and at the left the axes' numbers stand. */
function leavesBy(points: Contour['points'], { width }: Geometry['plot']): 'top' | 'right' | null {
  if (points[0]![1] < 1) return 'top';
  return points.at(-1)![0] > width - 1 ? 'right' : null;
}

function nameOf({ product, points }: Contour, { plot }: Geometry, first: boolean, measure: MeasureText): Label {
  const look = { size: SIZE.axis, colour: COLOUR.text };
  const number = round(product);
  if (leavesBy(points, plot) === 'top') {
    const text = first ? `${PRODUCT} = ${number}` : number;
    const half = measure(text, SIZE.axis) / 2;
    const x = Math.min(Math.max(points[0]![0], half), plot.width - half);
    return { ...look, text, x, y: -NAMES_ABOVE, align: 'center' };
  }
  const half = (SIZE.axis * LINE_HEIGHT) / 2;
  const y = Math.min(Math.max(points.at(-1)![1], half), plot.height - half);
  return { ...look, text: number, x: plot.width + 7, y };
}

/** Light with a dark rim, for it crosses bright cells and dark ones. */
function line(points: Contour['points']): Stroke[] {
  const segments = points.slice(1).map((to, i) => ({ from: points[i]!, to }));
  return [
    ...segments.map((each) => ({ ...each, colour: COLOUR.ground, width: 4, opacity: 0.55, round: true })),
    ...segments.map((each) => ({ ...each, colour: COLOUR.title, width: 1.6, opacity: 0.9, round: true })),
  ];
}
