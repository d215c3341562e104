import type { Drawing } from './drawing.ts';
import { header } from './header.ts';
import type { Layer } from './marks.ts';
import { leftPanel } from './optimizers-left.ts';
import { lossesPanel } from './optimizers-losses.ts';
import { noisePanel } from './optimizers-noise.ts';
import { KEY_ROOM, type Panel, TITLE_ROOM } from './panel.ts';
import type { OptimizersChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { PAGE, VEGA_CONFIG } from './theme.ts';

const INNER = PAGE.width - 2 * PAGE.margin;
/** Below the header; between the columns; between two panels of a column. */
const GAP = { header: 20, columns: 26, rows: 20 } as const;
const BODY = 440;
const COLUMN = { left: 440, right: INNER - 440 - GAP.columns } as const;
/** Of the right column, the upper panel. */
const LEFT = 236;

/** Losses on the left; on the right what decay left of each weight, above what it leaves on noise alone. */
export function layOut(chart: OptimizersChart, measure: MeasureText): Drawing {
  const losses = lossesPanel(chart, { width: COLUMN.left, height: BODY, above: KEY_ROOM, left: 0 }, measure);
  const frame = (height: number, above: number, left: number) => ({ width: COLUMN.right, height, above, left });
  const low = BODY - LEFT - GAP.rows;
  const draft = noisePanel(chart, frame(low, TITLE_ROOM, 0), measure);
  const above = leftPanel(chart, frame(LEFT, KEY_ROOM, draft.margin.left), measure);
  const below = noisePanel(chart, frame(low, TITLE_ROOM, above.margin.left), measure);
  const top = header(chart.title, chart.subtitle, INNER, -losses.margin.left, measure);
  const spec = {
    config: VEGA_CONFIG,
    bounds: 'flush',
    spacing: GAP.header + losses.margin.top,
    vconcat: [
      { width: losses.plot.width, height: top.height, layer: layers(top.layers) },
      {
        bounds: 'flush',
        spacing: losses.margin.right + GAP.columns + above.margin.left,
        hconcat: [
          view(losses),
          {
            bounds: 'flush',
            spacing: above.margin.bottom + GAP.rows + below.margin.top,
            vconcat: [view(above), view(below)],
          },
        ],
      },
    ],
  };
  return {
    spec,
    width: PAGE.width,
    height: PAGE.margin + top.height + GAP.header + BODY + PAGE.margin - 6,
    padding: { left: PAGE.margin + losses.margin.left, top: PAGE.margin - 4 },
    rows: Object.fromEntries(
      [...top.layers, ...losses.layers, ...above.layers, ...below.layers].map(({ name, rows }) => [name, rows]),
    ),
  };
}

function view(panel: Panel): object {
  return { ...panel.plot, layer: layers(panel.layers) };
}

function layers(all: readonly Layer[]): object[] {
  return all.map(({ name, spec }) => ({ data: { name }, ...spec }));
}
