import { figure } from '../findings/figures.ts';
import { axisWidth, within } from './axis.ts';
import { cut } from './cut.ts';
import { divergedSteps, divergenceRows, ROW } from './divergence.ts';
import { KEY_MIDDLE, type KeyEntry, keyRow } from './key.ts';
import { type Box, dense, freest, type Obstacle } from './label-placement.ts';
import { type LineLabel, lineLabelRoom, lineLabels, offScale } from './line-labels.ts';
import { lossAxis } from './loss-axis.ts';
import {
  bandLayer,
  type Label,
  type Line,
  labelBox,
  labelLayers,
  lineLayer,
  type Stroke,
  strokeLayer,
} from './marks.ts';
import { band, type MedianRun, medianRun } from './median-run.ts';
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
import type { TrainChart } from './spec.ts';
import { bandWithin, lastStep, stepsAxis } from './steps-axis.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, LINE_HEIGHT, SIZE } from './theme.ts';

const SERIES = [
  { series: 'validationLoss', dash: DASH.solid, width: 3.4, bold: true },
  { series: 'dataLoss', dash: DASH.training, width: 2.4, bold: false },
] as const;

/** Data loss over steps, log scale: validation solid and named in bold, training dashed; noise and baseline dotted. */
export function lossPanel(chart: TrainChart, colours: readonly string[], frame: Frame, measure: MeasureText): Panel {
  const runs = chart.arms.flatMap((arm, i) =>
    SERIES.map((look) => ({ ...look, arm, colour: colours[i]!, run: medianRun(arm.histories, look.series) })),
  );
  const bands = chart.arms.map((arm) => band(arm.histories, 'validationLoss'));
  const references = referenceLines(chart);
  const last = lastStep(chart.arms);
  const curves = (which: (r: (typeof runs)[number]) => boolean) =>
    runs.filter(which).map(({ run }) => ({ x: run.steps, y: run.values }));
  const y = lossAxis(
    {
      settled: curves(({ run }) => !run.diverged),
      validation: curves(({ run, series }) => !run.diverged && series === 'validationLoss'),
      diverged: curves(({ run }) => run.diverged),
      bands: bands.flatMap(({ steps: x, low, high }) => [low, high].map((edge) => ({ x, y: edge }))),
      references: references.map(({ value }) => value),
    },
    last,
    9,
  );

  const ended = runs.filter(({ run }) => !run.diverged && run.values.length > 0);
  const names = ended.map((r) => {
    const end = r.run.values.at(-1)!;
    return { ...r, text: offScale(`${figure(end)} ${r.arm.label}`, end, y) };
  });
  const left = Math.max(frame.left, axisWidth(y, measure));
  const right = lineLabelRoom(names, measure);
  const plot = { width: frame.width - left - right, height: frame.height - frame.above - NUMBERS_ROOM };
  const x = stepsAxis(last, plot.width, measure);
  const at = coordinates(x, y, plot);

  const lines = runs.flatMap(({ run, colour, width, dash }): Line[] => {
    const visible = run.values.map((v) => Math.max(y.domain[0], v));
    return cut({ x: run.steps, y: visible }, y).map((piece) => ({ ...piece, colour, width, dash }));
  });
  // On an axis of many decades, drawn for an explosion, they would lie on one another.
  const told = y.domain[1] / y.domain[0] < 1e9;
  const drawn = references.filter(({ value }) => told && value >= y.domain[0] && value <= y.domain[1]);
  // What diverged is told in rows at the top, which reach over the names' column where that has room to spare.
  const rows = ROW * chart.arms.filter((arm) => divergedSteps(arm).length > 0).length;
  const roomy = rows + ROW * names.length <= plot.height;
  const crosses = divergenceRows(chart.arms, colours, at, plot.width + (roomy ? right : 0), measure);
  const ends = lineLabels(
    names.map((name): LineLabel => ({ ...name, y: at.y(within(y, name.run.values.at(-1)!)) })),
    plot,
    roomy ? rows : 0,
  );
  const words = referenceLabels(drawn, at, obstacles(runs, at), crosses.boxes, measure);
  const key = keyRow(keyEntries(chart), -left, -frame.above + KEY_MIDDLE, measure);
  const shared = scales(x, y, stepNumbers(x));

  return {
    plot,
    margin: { top: frame.above, right, bottom: NUMBERS_ROOM, left },
    layers: [
      bandLayer(
        'loss-bands',
        shared,
        bands.map((whole, i) => ({ ...bandWithin(whole, last, y), colour: colours[i]! })),
        chart.arms.length > 2 ? 0.1 : 0.2,
      ),
      strokeLayer(
        'loss-references',
        drawn.map(({ value }) => referenceStroke(at.y(value), plot.width)),
      ),
      lineLayer('loss-lines', shared, lines.toReversed()),
      strokeLayer('loss-strokes', [...key.strokes, ...ends.strokes, ...crosses.strokes]),
      ...labelLayers('loss-labels', [
        panelTitle('Loss, log scale', left, frame.above),
        ...key.labels,
        ...words,
        ...ends.labels,
        ...crosses.labels,
      ]),
    ],
  };
}

interface Reference {
  readonly value: number;
  readonly texts: readonly string[];
}

function referenceLines({ meanBaseline, noiseFloor, hasClasses = false }: TrainChart): Reference[] {
  const lines: Reference[] = [];
  if (meanBaseline !== null && meanBaseline > 0) {
    const texts = hasClasses ? ['guessing the classes', 'guessing'] : ['predicting the mean', 'just the mean', 'mean'];
    lines.push({ value: meanBaseline, texts });
  }
  if (noiseFloor !== null && noiseFloor > 0)
    lines.push({ value: noiseFloor, texts: [hasClasses ? 'wrong labels alone' : 'noise in the data', 'noise'] });
  return lines;
}

function referenceStroke(y: number, width: number): Stroke {
  return { from: [0, y], to: [width, y], colour: COLOUR.reference, width: 2, dash: DASH.reference };
}

/** Each reference named just above or below its line, where it covers least of the runs; in one word if that helps. */
function referenceLabels(
  references: readonly Reference[],
  at: Coordinates,
  runs: readonly Obstacle[],
  taken: readonly Box[],
  measure: MeasureText,
): Label[] {
  const labels: Label[] = [];
  const boxes = [...taken];
  const half = (SIZE.key * LINE_HEIGHT) / 2;
  for (const { value, texts } of references) {
    const candidates = [];
    for (const text of texts) {
      for (let x = 6; x < at.frame.right; x += 8) {
        for (const side of [half + 1, -half - 1]) {
          const label: Label = { text, x, y: at.y(value) + side, size: SIZE.key, colour: COLOUR.reference, halo: true };
          candidates.push({ label, box: labelBox(label, measure) });
        }
      }
    }
    const best = freest(candidates, at.frame, boxes, runs);
    if (!best) continue;
    labels.push(best.label);
    boxes.push(best.box);
  }
  return labels;
}

function obstacles(runs: readonly { run: MedianRun }[], at: Coordinates): Obstacle[] {
  return runs.map(({ run }) => ({
    points: dense(run.steps.map((step, i) => ({ x: at.x(step), y: at.y(Math.max(1e-300, run.values[i]!)) }))),
    weight: 1,
  }));
}

function keyEntries(chart: TrainChart): KeyEntry[] {
  const seeds = Math.max(...chart.arms.map((arm) => arm.histories.length));
  return [
    { text: 'validation', stroke: { width: 3.4 } },
    { text: 'training', stroke: { width: 2.4, dash: DASH.training } },
    ...(seeds > 1 ? [{ text: `all ${seeds} seeds`, stroke: { width: 15, opacity: 0.3 } }] : []),
  ];
}
