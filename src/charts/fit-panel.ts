import { final } from '../training/history.ts';
import { type Axis, axisWidth, linearAxis } from './axis.ts';
import { cut } from './cut.ts';
import { KEY_MIDDLE, keyRow } from './key.ts';
import { type Box, dense, freest, type Obstacle } from './label-placement.ts';
import {
  type Label,
  type Layer,
  type Line,
  labelBox,
  labelLayers,
  lineLayer,
  type Scales,
  strokeLayer,
} from './marks.ts';
import { medianRun } from './median-run.ts';
import { round } from './numbers.ts';
import { type Coordinates, coordinates, type Frame, NUMBERS_ROOM, type Panel, panelTitle, scales } from './panel.ts';
import type { Curve, Fit, TrainChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, LINE_HEIGHT, SIZE } from './theme.ts';

/** A learnt curve with the name and colour of its arm. */
interface LearntCurve {
  readonly curve: Curve;
  readonly text: string;
  readonly colour: string;
}

/** The fitted curves over the points of one seed: the picture people remember. */
export function fitPanel(
  chart: TrainChart,
  fit: Fit,
  colours: readonly string[],
  frame: Frame,
  measure: MeasureText,
): Panel {
  const learnt = shownArms(chart).flatMap((i): LearntCurve[] => {
    const curve = fit.learnt[i];
    return curve ? [{ curve, text: chart.arms[i]!.label, colour: colours[i]! }] : [];
  });
  const x = inputAxis(fit);
  const y = outputAxis(fit);
  const left = Math.max(frame.left, axisWidth(y, measure));
  const plot = { width: frame.width - left, height: frame.height - frame.above - NUMBERS_ROOM };
  const at = coordinates(x, y, plot);
  const shared = scales(x, y, round);
  const lines = learnt.flatMap(({ curve, colour }): Line[] =>
    cut({ x: curve.x, y: curve.y.map(finite) }, y).map((piece) => ({ ...piece, colour, width: 3.6, dash: DASH.solid })),
  );
  const truths = fit.truth === null ? [] : [fit.truth];
  const key = keyRow(KEY.slice(0, 1 + truths.length), -left, -frame.above + KEY_MIDDLE, measure);

  return {
    plot,
    margin: { top: frame.above, right: 0, bottom: NUMBERS_ROOM, left },
    layers: [
      lineLayer(
        'fit-truth',
        shared,
        truths.map((truth) => ({ ...truth, colour: COLOUR.reference, width: 2.4, dash: DASH.reference })),
      ),
      pointLayer('fit-points', shared, fit.points),
      lineLayer('fit-lines', shared, lines),
      strokeLayer('fit-key', key.strokes),
      ...labelLayers('fit-labels', [
        panelTitle(`What it learnt (seed ${fit.seed})`, left, frame.above),
        ...key.labels,
        ...curveLabels(learnt, fit, at, measure),
        {
          text: 'input',
          x: plot.width / 2,
          y: plot.height + 16,
          size: SIZE.axis,
          colour: COLOUR.quiet,
          align: 'center',
        },
      ]),
    ],
  };
}

const KEY = [
  { text: 'training points', stroke: { width: 9 }, dot: true },
  { text: 'truth', stroke: { width: 2.4, dash: DASH.reference } },
];

/** All of up to three arms; of more, the one without decay and the one that validated best. */
function shownArms(chart: TrainChart): number[] {
  const all = chart.arms.map((_, i) => i);
  if (all.length <= 3) return all;
  const loss = chart.arms.map(({ histories }) => {
    const run = medianRun(histories, 'validationLoss');
    return run.diverged ? Number.POSITIVE_INFINITY : final(run.values);
  });
  const decayed = all.filter((i) => chart.arms[i]!.wd !== 0);
  const best = decayed.toSorted((a, b) => loss[a]! - loss[b]!)[0];
  return all.filter((i) => chart.arms[i]!.wd === 0 || i === best);
}

function inputAxis(fit: Fit): Axis {
  const [low, high] = rangeOf([
    ...fit.points.x,
    ...(fit.truth?.x ?? []),
    ...fit.learnt.flatMap((curve) => curve?.x ?? []),
  ]);
  // Rounded inwards: a number beyond the ends would not be written.
  const ticks = [Math.ceil(low * 10) / 10, Math.floor(high * 10) / 10];
  return { type: 'linear', domain: [low, high], ticks };
}

/** The points and the truth with room around them; curves that dive beyond are cut off. */
function outputAxis(fit: Fit): Axis {
  const [low, high] = rangeOf([...fit.points.y, ...(fit.truth?.y ?? [])]);
  const room = (high - low) * 0.14;
  return linearAxis(low - room, high + room, 4);
}

function rangeOf(values: readonly number[]): [number, number] {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return [-1, 1];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return high > low ? [low, high] : [low - 1, high + 1];
}

function finite(value: number): number {
  return Number.isFinite(value) ? Math.min(1e9, Math.max(-1e9, value)) : 0;
}

function pointLayer(name: string, shared: Scales, points: Curve): Layer {
  return {
    name,
    spec: {
      mark: {
        type: 'circle',
        size: 66,
        opacity: 1,
        color: COLOUR.point,
        stroke: COLOUR.ground,
        strokeWidth: 1,
      },
      encoding: shared,
    },
    rows: points.x.map((x, i) => ({ x, y: points.y[i] })),
  };
}

/** Each curve named beside itself, where it goes its own way and least is covered. */
function curveLabels(learnt: readonly LearntCurve[], fit: Fit, at: Coordinates, measure: MeasureText): Label[] {
  const path = ({ x, y }: Curve) => dense(x.map((value, i) => ({ x: at.x(value), y: at.y(finite(y[i]!)) })));
  const paths = learnt.map(({ curve }) => path(curve));
  const lines = [...paths, ...(fit.truth === null ? [] : [path(fit.truth)])].map(
    (points): Obstacle => ({ points, weight: 1 }),
  );
  const dots: Obstacle = { points: fit.points.x.map((x, i) => ({ x: at.x(x), y: at.y(fit.points.y[i]!) })), weight: 4 };
  const obstacles = [...lines, dots];
  const labels: Label[] = [];
  const boxes: Box[] = [];
  for (const [i, { text, colour }] of learnt.entries()) {
    const others = paths.filter((_, other) => other !== i);
    const candidates = everySixth(paths[i]!)
      .map((point) => ({ point, apart: nearest(point, others) }))
      .sort((a, b) => b.apart - a.apart)
      .flatMap(({ point }) => around(point, text, colour))
      .map((label) => ({ label, box: labelBox(label, measure) }));
    const best = freest(candidates, at.frame, boxes, obstacles);
    if (!best) continue;
    labels.push(best.label);
    boxes.push(best.box);
  }
  return labels;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Above, below, and to either side. */
function around({ x, y }: Point, text: string, colour: string): Label[] {
  const half = (SIZE.label * LINE_HEIGHT) / 2;
  return ([-1, 1] as const).flatMap((side) =>
    (['center', 'left', 'right'] as const).map((align): Label => {
      const aside = align === 'left' ? 9 : align === 'right' ? -9 : 0;
      const away = side * (align === 'center' ? half + 4 : half - 4);
      return { text, x: x + aside, y: y + away, size: SIZE.label, colour, bold: true, align, halo: true };
    }),
  );
}

function everySixth(points: readonly Point[]): Point[] {
  return points.filter((_, i) => i % 6 === 0);
}

function nearest(point: Point, lines: readonly (readonly Point[])[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines) for (const { x, y } of line) least = Math.min(least, Math.hypot(x - point.x, y - point.y));
  return least;
}
