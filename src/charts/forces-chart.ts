import type { Drawing } from './drawing.ts';
import { coursesPanel } from './forces-courses.ts';
import { scatterPanel } from './forces-scatter.ts';
import { tugPanel } from './forces-tug.ts';
import { header } from './header.ts';
import type { Layer } from './marks.ts';
import { KEY_ROOM, type Panel, TITLE_ROOM } from './panel.ts';
import type { ForcesChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { PAGE, VEGA_CONFIG } from './theme.ts';

const INNER = PAGE.width - 2 * PAGE.margin;
/** Below the header; between the columns; between two panels of a column. */
const GAP = { header: 20, columns: 26, rows: 18 } as const;
const BODY = 440;
const COLUMN = { left: 418, right: INNER - 418 - GAP.columns } as const;
/** Of the right column, the upper panel. */
const COURSES = 236;

/** Push against weight on the left; on the right the way of a few weights, above the forces on the one that grew most. */
export function layOut(chart: ForcesChart, measure: MeasureText): Drawing {
  const scatter = scatterPanel(chart, { width: COLUMN.left, height: BODY, above: KEY_ROOM, left: 0 }, measure);
  const right = rightColumn(chart, measure);
  const top = header(chart.title, chart.subtitle, INNER, -scatter.margin.left, measure);
  const spec = {
    config: VEGA_CONFIG,
    bounds: 'flush',
    spacing: GAP.header + scatter.margin.top,
    vconcat: [
      { width: scatter.plot.width, height: top.height, layer: layers(top.layers) },
      {
        bounds: 'flush',
        spacing: scatter.margin.right + GAP.columns + right[0]!.margin.left,
        hconcat: [view(scatter), { bounds: 'flush', spacing: rowSpacing(right), vconcat: right.map(view) }],
      },
    ],
  };
  return {
    spec,
    width: PAGE.width,
    height: PAGE.margin + top.height + GAP.header + BODY + PAGE.margin - 6,
    padding: { left: PAGE.margin + scatter.margin.left, top: PAGE.margin - 4 },
    rows: Object.fromEntries(
      [...top.layers, ...scatter.layers, ...right.flatMap((panel) => panel.layers)].map(({ name, rows }) => [
        name,
        rows,
      ]),
    ),
  };
}

/** Where no weight grew, or nothing pulls, there is no tug to show: the ways take the whole column. */
function rightColumn(chart: ForcesChart, measure: MeasureText): Panel[] {
  const frame = (height: number, above: number, left: number) => ({ width: COLUMN.right, height, above, left });
  const low = BODY - COURSES - GAP.rows;
  const draft = tugPanel(chart, frame(low, TITLE_ROOM, 0), measure);
  if (draft === null) return [coursesPanel(chart, frame(BODY, KEY_ROOM, 0), measure)];
  const above = coursesPanel(chart, frame(COURSES, KEY_ROOM, draft.margin.left), measure);
  return [above, tugPanel(chart, frame(low, TITLE_ROOM, above.margin.left), measure)!];
}

function rowSpacing(panels: readonly Panel[]): number {
  const [above, below] = panels;
  return above && below ? above.margin.bottom + GAP.rows + below.margin.top : 0;
}

function view(panel: Panel): object {
  return { ...panel.plot, layer: layers(panel.layers) };
}

function layers(all: readonly Layer[]): object[] {
  return all.map(({ name, spec }) => ({ data: { name }, ...spec }));
}
