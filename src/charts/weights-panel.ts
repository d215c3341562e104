import { figure } from '../findings/figures.ts';
import { type Axis, axisWidth, linearAxis, within } from './axis.ts';
import { cut } from './cut.ts';
import { cross, divergedSteps } from './divergence.ts';
import { KEY_MIDDLE } from './key.ts';
import { type LineLabel, lineLabelRoom, lineLabels, offScale } from './line-labels.ts';
import { bandLayer, type Label, labelLayers, lineLayer, strokeLayer } from './marks.ts';
import { band, type MedianRun, medianRun } from './median-run.ts';
import {
  coordinates,
  type Frame,
  KEY_ROOM,
  NUMBERS_ROOM,
  type Panel,
  panelTitle,
  scales,
  stepNumbers,
} from './panel.ts';
import type { TrainChart } from './spec.ts';
import { bandWithin, lastStep, stepsAxis } from './steps-axis.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, SIZE } from './theme.ts';

/** How far above the ordinary a length is followed before it leaves through the top. */
const EXPLODED = 5;

/** Length of the weights over steps: what the decay did to the model itself. */
export function weightsPanel(chart: TrainChart, colours: readonly string[], frame: Frame, measure: MeasureText): Panel {
  const runs = chart.arms.map((arm, i) => {
    const run = medianRun(arm.histories, 'weightLength');
    return { arm, run, colour: colours[i]!, bold: true, text: `${figure(run.values.at(-1) ?? 0)} ${arm.label}` };
  });
  const bands = chart.arms.map((arm) => band(arm.histories, 'weightLength'));
  const height = frame.height - frame.above - NUMBERS_ROOM;
  const y = lengthAxis(
    runs.map(({ run }) => run),
    bands.flatMap(({ high }) => high),
    height > 200 ? 5 : 2,
  );

  const ended = runs
    .filter(({ run }) => !run.diverged && run.values.length > 0)
    .map((name) => ({ ...name, text: offScale(name.text, name.run.values.at(-1)!, y) }));
  const left = Math.max(frame.left, axisWidth(y, measure));
  const right = lineLabelRoom(ended, measure);
  const plot = { width: frame.width - left - right, height };
  const last = lastStep(chart.arms);
  const x = stepsAxis(last, plot.width, measure);
  const at = coordinates(x, y, plot);
  const shared = scales(x, y, stepNumbers(x));
  const ends = lineLabels(
    ended.map((name): LineLabel => ({ ...name, y: at.y(within(y, name.run.values.at(-1)!)) })),
    plot,
  );
  const crosses = chart.arms.flatMap((arm, i) =>
    [...new Set(divergedSteps(arm))].flatMap((step) => cross(at.x(step), 8, colours[i]!)),
  );

  return {
    plot,
    margin: { top: frame.above, right, bottom: NUMBERS_ROOM, left },
    layers: [
      bandLayer(
        'length-bands',
        shared,
        bands.map((whole, i) => ({ ...bandWithin(whole, last, y), colour: colours[i]! })),
        chart.arms.length > 2 ? 0.1 : 0.2,
      ),
      lineLayer(
        'length-lines',
        shared,
        runs.toReversed().flatMap(({ run, colour }) =>
          cut({ x: run.steps, y: run.values }, y).map((piece) => ({
            ...piece,
            colour,
            width: 3.4,
            dash: DASH.solid,
          })),
        ),
      ),
      strokeLayer('length-strokes', [...ends.strokes, ...crosses]),
      ...labelLayers('length-labels', [
        panelTitle('Length of the weights', left, frame.above),
        ...(frame.above >= KEY_ROOM ? [formula(left, frame.above)] : []),
        ...ends.labels,
      ]),
    ],
  };
}

/** What length is, where there is room to say so. */
function formula(left: number, above: number): Label {
  return { text: '√(w₁² + w₂² + w₃² + …)', x: -left, y: -above + KEY_MIDDLE, size: SIZE.key, colour: COLOUR.text };
}

/** From zero, where decay pulls, to the longest; lengths that explode leave through the top. */
function lengthAxis(runs: readonly MedianRun[], bands: readonly number[], ticks: number): Axis {
  const lines = runs.filter((run) => run.values.length > 0);
  const settled = lines.filter((run) => !run.diverged);
  const starts = lines.map((run) => run.values[0]!);
  const calmest = Math.min(...settled.map((run) => Math.max(...run.values)));
  const ordinary = Math.max(Math.min(...starts), Number.isFinite(calmest) ? calmest : 0);
  const wanted = Math.max(...lines.flatMap((run) => run.values), ...bands);
  const high = Math.min(wanted, ordinary * EXPLODED) * 1.06;
  return linearAxis(0, Number.isFinite(high) && high > 1e-290 ? Math.min(high, 1e300) : 1, ticks);
}
