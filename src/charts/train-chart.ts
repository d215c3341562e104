import { boundaryPanel } from './boundary-panel.ts';
import type { Drawing } from './drawing.ts';
import { fitPanel } from './fit-panel.ts';
import { header } from './header.ts';
import { lossPanel } from './loss-panel.ts';
import type { Layer } from './marks.ts';
import { KEY_ROOM, type Panel, TITLE_ROOM } from './panel.ts';
import { printable } from './printable.ts';
import type { TrainChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { armColours, PAGE, VEGA_CONFIG } from './theme.ts';
import { weightsPanel } from './weights-panel.ts';

const INNER = PAGE.width - 2 * PAGE.margin;
/** Below the header; between the columns; between two panels of a column. */
const GAP = { header: 20, columns: 26, rows: 18 } as const;
const BODY = 430;
const COLUMN = { left: 446, right: INNER - 446 - GAP.columns } as const;

/** The loss on the left; on the right what the model learnt, where it can be shown, above what its weights did. */
export function layOut(given: TrainChart, measure: MeasureText): Drawing {
  const chart = printable(given, measure);
  const colours = armColours(chart.arms.map(({ wd }) => wd));
  const loss = lossPanel(chart, colours, { width: COLUMN.left, height: BODY, above: KEY_ROOM, left: 0 }, measure);
  const right = rightColumn(chart, colours, measure);
  const top = header(chart.title, chart.subtitle, INNER, -loss.margin.left, measure);

  const body = view(loss);
  // Plots are laid out by their own rectangles, so the rooms of their words are the spaces between.
  const spec = {
    config: VEGA_CONFIG,
    bounds: 'flush',
    spacing: GAP.header + loss.margin.top,
    vconcat: [
      { width: loss.plot.width, height: top.height, layer: layers(top.layers) },
      {
        bounds: 'flush',
        spacing: loss.margin.right + GAP.columns + right[0]!.margin.left,
        hconcat: [body, { bounds: 'flush', spacing: rowSpacing(right), vconcat: right.map(view) }],
      },
    ],
  };
  return {
    spec,
    width: PAGE.width,
    height: PAGE.margin + top.height + GAP.header + BODY + PAGE.margin - 6,
    padding: { left: PAGE.margin + loss.margin.left, top: PAGE.margin - 4 },
    rows: Object.fromEntries(
      [...top.layers, ...loss.layers, ...right.flatMap((panel) => panel.layers)].map(({ name, rows }) => [name, rows]),
    ),
  };
}

function rightColumn(chart: TrainChart, colours: readonly string[], measure: MeasureText): Panel[] {
  const { fit, boundary } = chart;
  const frame = (height: number, above: number, left = 0) => ({ width: COLUMN.right, height, above, left });
  if (!fit && !boundary) return [weightsPanel(chart, colours, frame(BODY, KEY_ROOM), measure)];
  const low = Math.max(146, 64 + 22 * chart.arms.length);
  const draft = weightsPanel(chart, colours, frame(low, TITLE_ROOM), measure);
  const room = frame(BODY - low - GAP.rows, KEY_ROOM, draft.margin.left);
  const above = fit
    ? fitPanel(chart, fit, colours, room, measure)
    : boundaryPanel(chart, boundary!, colours, room, measure);
  return [above, weightsPanel(chart, colours, frame(low, TITLE_ROOM, above.margin.left), measure)];
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
