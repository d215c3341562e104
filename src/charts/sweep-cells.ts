import { figure } from '../findings/figures.ts';
import { type Label, type Layer, labelBox, labelLayers, type Stroke, strokeLayer } from './marks.ts';
import type { SweepCell, SweepChart } from './spec.ts';
import type { Geometry } from './sweep-geometry.ts';
import type { LossScale } from './sweep-scale.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, SIZE } from './theme.ts';

/** The cells of a map: coloured by loss, crossed out where they diverged, outlined where they are not done. */

export const LOOK = {
  diverged: '#696e78',
  /** On the grey of diverged cells. */
  cross: COLOUR.ground,
  missing: '#33363b',
  ring: '#ffffff',
  /** On bright cells. */
  ink: '#121316',
} as const;

/** A rectangle in plot units. */
export interface Patch {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly fill: string;
  readonly stroke?: string;
  readonly width?: number;
}

export function patchLayer(name: string, patches: readonly Patch[]): Layer {
  const px = (field: string) => ({ field, type: 'quantitative', scale: null });
  return {
    name,
    spec: {
      mark: {
        type: 'rect',
        fill: { expr: 'datum.fill' },
        stroke: { expr: 'datum.stroke' },
        strokeWidth: { expr: 'datum.width' },
        strokeJoin: 'round',
      },
      encoding: { x: px('x'), y: px('y'), x2: { field: 'x2' }, y2: { field: 'y2' } },
    },
    rows: patches.map((patch) => ({ stroke: 'transparent', width: 0, ...patch })),
  };
}

export function cellLayers(chart: SweepChart, map: Geometry, scale: LossScale): Layer[] {
  const done = new Map(chart.cells.map((cell) => [`${cell.row} ${cell.column}`, cell]));
  const patches = chart.lrs.flatMap((_lr, row) =>
    chart.wds.map((_wd, column): Patch => {
      const cell = done.get(`${row} ${column}`);
      // A hairline of the ground between the cells, unless they are small.
      const gap = Math.min(map.cell.width, map.cell.height) > 14 ? 1 : 0.5;
      return { ...boxOf(row, column, map, gap), fill: fillOf(cell, scale) };
    }),
  );
  return [
    patchLayer('sweep-cells', patches),
    strokeLayer(
      'sweep-crosses',
      chart.cells.flatMap((cell) => crossesOf(cell, map, scale)),
    ),
  ];
}

function boxOf(row: number, column: number, map: Geometry, inset: number) {
  const [x, y] = [map.left(column), map.top(row)];
  return { x: x + inset, y: y + inset, x2: x + map.cell.width - inset, y2: y + map.cell.height - inset };
}

function fillOf(cell: SweepCell | undefined, scale: LossScale): string {
  if (cell === undefined) return LOOK.missing;
  return cell.loss === null ? LOOK.diverged : scale.colour(cell.loss);
}

/** Across a diverged cell; in the corner of one some of whose seeds did. */
function crossesOf(cell: SweepCell, map: Geometry, scale: LossScale): Stroke[] {
  if (cell.lost === 0) return [];
  const [left, top] = [map.left(cell.column), map.top(cell.row)];
  const { width, height } = map.cell;
  const least = Math.min(width, height);
  if (cell.loss === null) return cross(left + width / 2, top + height / 2, LOOK.cross, Math.min(8, 0.27 * least), 2.6);
  const reach = Math.min(4, 0.13 * least);
  const ink = scale.isBright(cell.loss) ? LOOK.ink : COLOUR.title;
  return cross(left + width - reach - 4, top + reach + 4, ink, reach, 2);
}

export function cross(x: number, y: number, colour: string, reach: number, width: number): Stroke[] {
  return [1, -1].map((way) => ({
    from: [x - reach, y - reach * way],
    to: [x + reach, y + reach * way],
    colour,
    width,
  }));
}

/** The losses themselves, where the cells are large enough for all of them; the cell's colour keeps lines off them. */
export function lossLayers(chart: SweepChart, map: Geometry, scale: LossScale, measure: MeasureText): Layer[] {
  const labels = lossLabels(chart, map, scale, measure);
  const grounds = labels.map(({ label, ground }): Patch => {
    const { left, right, top, bottom } = labelBox(label, measure);
    return { x: left - 4, x2: right + 4, y: top, y2: bottom, fill: ground };
  });
  return [
    patchLayer('sweep-loss-grounds', grounds),
    ...labelLayers(
      'sweep-losses',
      labels.map(({ label }) => label),
    ),
  ];
}

function lossLabels(chart: SweepChart, map: Geometry, scale: LossScale, measure: MeasureText) {
  const labels = chart.cells.flatMap(({ row, column, loss }): { label: Label; ground: string }[] => {
    if (loss === null) return [];
    const label: Label = {
      text: figure(loss),
      x: map.left(column) + map.cell.width / 2,
      y: map.top(row) + map.cell.height / 2,
      size: SIZE.axis,
      colour: scale.isBright(loss) ? LOOK.ink : COLOUR.title,
      bold: chart.best?.row === row && chart.best.column === column,
      align: 'center',
    };
    return [{ label, ground: scale.colour(loss) }];
  });
  const widest = Math.max(0, ...labels.map(({ label }) => measure(label.text, label.size, true)));
  return map.cell.height >= 30 && map.cell.width >= widest + 12 ? labels : [];
}

/** Around the best cell. */
export function ringLayers({ best }: SweepChart, map: Geometry): Layer[] {
  if (best === null) return [];
  const box = boxOf(best.row, best.column, map, 0);
  return [
    patchLayer('sweep-ring', [
      { ...box, fill: 'transparent', stroke: COLOUR.ground, width: 8 },
      { ...box, fill: 'transparent', stroke: LOOK.ring, width: 4 },
    ]),
  ];
}
