import type { Drawing } from './drawing.ts';
import { header } from './header.ts';
import { type Layer, labelLayers, type Stroke, strokeLayer } from './marks.ts';
import { clean } from './printable.ts';
import type { SweepChart } from './spec.ts';
import { AXIS_ROOM, axisLabels, rowsRoom } from './sweep-axes.ts';
import { cellLayers, lossLayers, ringLayers } from './sweep-cells.ts';
import { contours, namesRoom } from './sweep-contours.ts';
import { type Geometry, geometryOf } from './sweep-geometry.ts';
import { KEY_WIDTH, keyLayers } from './sweep-key.ts';
import { lossScale } from './sweep-scale.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, PAGE, VEGA_CONFIG } from './theme.ts';

const INNER = PAGE.width - 2 * PAGE.margin;
const GAP = { header: 16, key: 26 } as const;
/** Above the map, for the names of its lines. */
const ABOVE = 30;
const HEIGHT = { row: 44, least: 330, most: 430 } as const;

/** The map on the left, what its colours and marks stand for on the right. */
export function layOut(given: SweepChart, measure: MeasureText): Drawing {
  const chart = { ...given, title: clean(given.title), subtitle: clean(given.subtitle) };
  const left = rowsRoom(chart, measure);
  const height = Math.min(HEIGHT.most, Math.max(HEIGHT.least, HEIGHT.row * chart.lrs.length));
  const lined = withLines(chart, left, height, measure);
  const { map, lines, right } = lined;
  const theory = theoryLine(chart, map);
  const scale = lossScale(chart);
  const top = header(chart.title, chart.subtitle, INNER, -left, measure);
  const layers = [
    ...cellLayers(chart, map, scale),
    strokeLayer('sweep-lines', [...lines.strokes, ...theory]),
    ...lossLayers(chart, map, scale, measure),
    ...ringLayers(chart, map),
    ...labelLayers('sweep-labels', [...axisLabels(chart, map, left, measure), ...lines.labels]),
    ...keyLayers(
      chart,
      scale,
      { contours: lines.labels.length > 0, theory: theory.length > 0 ? chart.theoryWd : null },
      { left: map.plot.width + right, top: -ABOVE, bottom: height + AXIS_ROOM - 8 },
      measure,
    ),
  ];
  const view = (all: readonly Layer[]) => all.map(({ name, spec }) => ({ data: { name }, ...spec }));
  return {
    spec: {
      config: VEGA_CONFIG,
      bounds: 'flush',
      spacing: GAP.header + ABOVE,
      vconcat: [
        { width: map.plot.width, height: top.height, layer: view(top.layers) },
        { width: map.plot.width, height, layer: view(layers) },
      ],
    },
    width: PAGE.width,
    height: PAGE.margin + top.height + GAP.header + ABOVE + height + AXIS_ROOM + PAGE.margin - 6,
    padding: { left: PAGE.margin + left, top: PAGE.margin - 4 },
    rows: Object.fromEntries([...top.layers, ...layers].map(({ name, rows }) => [name, rows])),
  };
}

/** The map's place depends on the names at its right, and those on its place: twice round is enough. */
function withLines(chart: SweepChart, left: number, height: number, measure: MeasureText) {
  let right: number = GAP.key;
  for (;;) {
    const plot = { width: INNER - left - KEY_WIDTH - right, height };
    const map = geometryOf(chart.lrs, chart.wds, plot);
    const lines = contours(map, measure);
    const needed = GAP.key + Math.ceil(namesRoom(lines, map, measure));
    if (needed <= right) return { map, lines, right };
    right = needed;
  }
}

/** Theory's best wd, named in the key; nothing where it lies beyond the map. */
function theoryLine({ theoryWd }: SweepChart, map: Geometry): Stroke[] {
  const x = theoryWd === null ? null : map.x(theoryWd);
  if (x === null) return [];
  const stroke = { from: [x, 0], to: [x, map.plot.height] } as const;
  return [
    { ...stroke, colour: COLOUR.ground, width: 6, opacity: 0.6 },
    { ...stroke, colour: COLOUR.title, width: 3, dash: DASH.training },
  ];
}
