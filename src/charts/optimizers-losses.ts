import { figure } from '../findings/figures.ts';
import { axisWidth, within } from './axis.ts';
import { cut } from './cut.ts';
import { divergedSteps, divergenceRows, ROW } from './divergence.ts';
import { KEY_MIDDLE, keyRow } from './key.ts';
import { type Box, dense, freest, type Obstacle } from './label-placement.ts';
import { type LineLabel, lineLabelRoom, lineLabels, offScale } from './line-labels.ts';
import { lossAxis } from './loss-axis.ts';
import { type Label, labelBox, labelLayers, lineLayer, type Stroke, strokeLayer } from './marks.ts';
import { medianRun } from './median-run.ts';
import { FREE_COLOUR, OPTIMIZER_COLOURS } from './optimizers-look.ts';
import {
  type Coordinates,
  coordinates,
  type Frame,
  NUMBERS_ROOM,
  type Panel,
  panelTitle,
  scales,
  stepNumbers,
} from './panel.ts';
import type { ChartArm, OptimizersChart } from './spec.ts';
import { lastStep, stepsAxis } from './steps-axis.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, LINE_HEIGHT, SIZE } from './theme.ts';

/** Validation loss over steps, log scale: the four with decay solid, SGD and Adam without it dashed. */
export function lossesPanel(chart: OptimizersChart, frame: Frame, measure: MeasureText): Panel {
  const arms = [
    ...chart.arms.map((arm, i) => ({
      ...arm,
      colour: OPTIMIZER_COLOURS[i]!,
      dash: DASH.solid,
      width: 3.4,
      bold: true,
    })),
    ...chart.free.map((arm) => ({ ...arm, colour: FREE_COLOUR, dash: DASH.training, width: 2.4, bold: false })),
  ];
  const runs = arms.map((arm) => ({ ...arm, run: medianRun(arm.histories, 'validationLoss') }));
  const asArms = arms.map(({ label, histories, bold }): ChartArm => ({ label, histories, wd: bold ? 1 : 0 }));
  const references = [
    { value: chart.meanBaseline, text: 'predicting the mean' },
    { value: chart.noiseFloor, text: 'noise in the data' },
  ].flatMap(({ value, text }) => (value !== null && value > 0 ? [{ value, text }] : []));
  const last = lastStep(asArms);
  const curves = (which: (r: (typeof runs)[number]) => boolean) =>
    runs.filter(which).map(({ run }) => ({ x: run.steps, y: run.values }));
  const settled = curves(({ run }) => !run.diverged);
  const y = lossAxis(
    {
      settled,
      validation: settled,
      diverged: curves(({ run }) => run.diverged),
      bands: [],
      references: references.map(({ value }) => value),
    },
    last,
    9,
  );
  const names = runs
    .filter(({ run }) => !run.diverged && run.values.length > 0)
    .map((named) => {
      const end = named.run.values.at(-1)!;
      return { ...named, end, text: offScale(`${figure(end)} ${named.label}`, end, y) };
    });
  const left = Math.max(frame.left, axisWidth(y, measure));
  const right = lineLabelRoom(names, measure);
  const plot = { width: frame.width - left - right, height: frame.height - frame.above - NUMBERS_ROOM };
  const x = stepsAxis(last, plot.width, measure);
  const at = coordinates(x, y, plot);
  const shared = scales(x, y, stepNumbers(x));
  const rows = ROW * asArms.filter((arm) => divergedSteps(arm).length > 0).length;
  const roomy = rows + ROW * names.length <= plot.height;
  const crosses = divergenceRows(
    asArms,
    arms.map(({ colour }) => colour),
    at,
    plot.width + (roomy ? right : 0),
    measure,
  );
  const ends = lineLabels(
    names.map((name): LineLabel => ({ ...name, y: at.y(within(y, name.end)) })),
    plot,
    roomy ? rows : 0,
  );
  const drawn = references.filter(({ value }) => value >= y.domain[0] && value <= y.domain[1]);
  const named = referenceLabels(
    drawn,
    at,
    runs.map(({ run }) => ({
      points: dense(run.steps.map((step, i) => ({ x: at.x(step), y: at.y(Math.max(1e-300, run.values[i]!)) }))),
      weight: 1,
    })),
    crosses.boxes,
    measure,
  );
  const key = keyRow(
    [
      { text: 'with decay', stroke: { width: 3.4 } },
      { text: 'without', stroke: { width: 2.4, dash: DASH.training } },
    ],
    -left,
    -frame.above + KEY_MIDDLE,
    measure,
  );
  return {
    plot,
    margin: { top: frame.above, right, bottom: NUMBERS_ROOM, left },
    layers: [
      strokeLayer(
        'losses-references',
        drawn.map(
          ({ value }): Stroke => ({
            from: [0, at.y(value)],
            to: [plot.width, at.y(value)],
            colour: COLOUR.reference,
            width: 2,
            dash: DASH.reference,
          }),
        ),
      ),
      lineLayer(
        'losses-lines',
        shared,
        runs.toReversed().flatMap(({ run, colour, width, dash }) => {
          const visible = run.values.map((value) => Math.max(y.domain[0], value));
          return cut({ x: run.steps, y: visible }, y).map((piece) => ({ ...piece, colour, width, dash }));
        }),
      ),
      strokeLayer('losses-strokes', [...key.strokes, ...ends.strokes, ...crosses.strokes]),
      ...labelLayers('losses-labels', [
        panelTitle('Validation loss, log scale', left, frame.above),
        ...key.labels,
        ...named,
        ...ends.labels,
        ...crosses.labels,
      ]),
    ],
  };
}

/** Each reference named just above or below its line, where it covers least of the runs. */
function referenceLabels(
  references: readonly { readonly value: number; readonly text: string }[],
  at: Coordinates,
  runs: readonly Obstacle[],
  taken: readonly Box[],
  measure: MeasureText,
): Label[] {
  const half = (SIZE.key * LINE_HEIGHT) / 2;
  const boxes = [...taken];
  return references.flatMap(({ value, text }) => {
    const candidates = [half + 1, -half - 1].flatMap((side) =>
      Array.from({ length: Math.ceil(at.frame.right / 8) }, (_, k) => {
        const place = { x: 6 + 8 * k, y: at.y(value) + side };
        const label: Label = { ...place, text, size: SIZE.key, colour: COLOUR.reference, halo: true };
        return { label, box: labelBox(label, measure) };
      }),
    );
    const best = freest(candidates, at.frame, boxes, runs);
    if (best === null) return [];
    boxes.push(best.box);
    return [best.label];
  });
}
