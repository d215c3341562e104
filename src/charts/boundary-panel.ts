import { share } from '../findings/figures.ts';
import { median } from '../findings/statistics.ts';
import { hasDiverged } from '../training/history.ts';
import { KEY_MIDDLE } from './key.ts';
import { type Label, type Layer, labelLayers, type Stroke, strokeLayer } from './marks.ts';
import { type Extent, type Frame, type Panel, panelTitle } from './panel.ts';
import type { Boundary, ChartArm, TrainChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, LINE_HEIGHT, SIZE } from './theme.ts';

const RADIUS = 5;
/** Around a point whose label is the wrong one. */
const WRONG = { colour: '#e79ccb', radius: 9.5, width: 2.4 } as const;
/** Between the map and the names of its lines. */
const GAP = 14;
const BELOW = { names: 30, bare: 8 } as const;

/**
 * The plane of two features with the points of one seed, and the lines along which each arm's network passes from one
 * class to the other; beside it the lines' names with the share of new points each puts on the right side.
 */
export function boundaryPanel(
  chart: TrainChart,
  boundary: Boundary,
  colours: readonly string[],
  frame: Frame,
  measure: MeasureText,
): Panel {
  const bottom = boundary.features === null ? BELOW.bare : BELOW.names;
  const plot = { width: frame.width - frame.left, height: frame.height - frame.above - bottom };
  const arms = chart.arms.flatMap((arm, i) => (boundary.learnt[i] ? [{ arm, line: boundary.learnt[i], i }] : []));
  const names = arms.map(({ arm, i }) => ({ label: arm.label, accuracy: accuracyOf(arm), colour: colours[i]! }));
  const map = mapOf(boundary, plot, frame.left, namesWidth(names, measure));
  const lines = arms.flatMap(({ line, i }) =>
    line.map(([from, to]): Stroke => {
      return { from: map.at(from), to: map.at(to), colour: colours[i]!, width: 3.4, round: true };
    }),
  );
  const key = keyOf(boundary, -frame.left, -frame.above + KEY_MIDDLE, measure);
  return {
    plot,
    margin: { top: frame.above, right: 0, bottom, left: frame.left },
    layers: [
      strokeLayer('boundary-frame', map.edges),
      // The line without decay is drawn last: decay's smooth one would cover its bays, not the other way round.
      strokeLayer('boundary-lines', lines.toReversed()),
      pointLayers('boundary-points', [
        ...boundary.points.map((point) => ({ ...point, at: map.at([point.x, point.y]) })),
        ...key.points,
      ]),
      ...labelLayers('boundary-labels', [
        panelTitle(`What it learnt (seed ${boundary.seed})`, frame.left, frame.above),
        ...key.labels,
        ...nameLabels(names, map.right + GAP, plot),
        ...featureNames(boundary, plot, frame.left, measure),
      ]),
    ].flat(),
  };
}

interface Name {
  readonly label: string;
  readonly accuracy: string;
  readonly colour: string;
}

/** Over the seeds that came to their end. */
function accuracyOf({ histories }: ChartArm): string {
  const accuracies = histories.filter((run) => !hasDiverged(run)).flatMap(({ accuracy }) => accuracy ?? []);
  return accuracies.length === 0 ? '' : `${share(median(accuracies))} right`;
}

function namesWidth(names: readonly Name[], measure: MeasureText): number {
  return Math.max(
    0,
    ...names.map(({ label, accuracy }) => Math.max(measure(label, SIZE.label, true), measure(accuracy, SIZE.key))),
  );
}

/** The plane as large as fits left of the names, both features on one scale if they are alike, from the panel's edge on. */
function mapOf({ x, y, features }: Boundary, plot: Extent, left: number, names: number) {
  const room = plot.width + left - names - GAP;
  const ratio = (x[1] - x[0]) / (y[1] - y[0]);
  const width = features === null ? Math.min(room, plot.height * ratio) : room;
  const right = width - left;
  const at = ([across, up]: readonly [number, number]): [number, number] => [
    -left + ((across - x[0]) / (x[1] - x[0])) * width,
    plot.height * (1 - (up - y[0]) / (y[1] - y[0])),
  ];
  const corners: [number, number][] = [
    [-left, 0],
    [right, 0],
    [right, plot.height],
    [-left, plot.height],
  ];
  const edges = corners.map((from, corner): Stroke => {
    return { from, to: corners[(corner + 1) % 4]!, colour: COLOUR.axis, width: 1 };
  });
  return { at, right, edges };
}

/** In a column at the middle of the map's height. */
function nameLabels(names: readonly Name[], x: number, plot: Extent): Label[] {
  const [line, gap] = [SIZE.label * LINE_HEIGHT, 12];
  const height = 2 * line + gap;
  const top = (plot.height - names.length * height + gap) / 2;
  return names.flatMap(({ label, accuracy, colour }, i): Label[] => [
    { text: label, x, y: top + i * height + line / 2, size: SIZE.label, colour, bold: true },
    { text: accuracy, x, y: top + i * height + 1.5 * line, size: SIZE.key, colour },
  ]);
}

/** Which feature runs which way, below the map from the panel's edge on. */
function featureNames({ features }: Boundary, plot: Extent, left: number, measure: MeasureText): Label[] {
  if (features === null) return [];
  const [across, up] = features;
  const text = `across: ${across}, up: ${up}`;
  const fits = measure(text, SIZE.axis) <= plot.width + left;
  const shown = fits ? text : 'across: the first feature, up: the other';
  return [{ text: shown, x: -left, y: plot.height + 16, size: SIZE.axis, colour: COLOUR.quiet }];
}

interface Point {
  readonly at: readonly [number, number];
  readonly second: boolean;
  readonly wrong: boolean;
}

/** Class 0 is full, class 1 a ring: told apart without colours. */
function pointLayers(name: string, points: readonly Point[]): Layer[] {
  const px = (field: string) => ({ field, type: 'quantitative', scale: null });
  const circle = (radius: number, look: object) => ({
    mark: { type: 'circle', size: (2 * radius) ** 2 * (Math.PI / 4), opacity: 1, ...look },
    encoding: { x: px('x'), y: px('y') },
  });
  const rows = (which: (point: Point) => boolean) => points.filter(which).map(({ at: [x, y] }) => ({ x, y }));
  return [
    {
      name: `${name}-wrong`,
      spec: circle(WRONG.radius, { filled: false, stroke: WRONG.colour, strokeWidth: WRONG.width }),
      rows: rows(({ wrong }) => wrong),
    },
    {
      name: `${name}-first`,
      spec: circle(RADIUS, { color: COLOUR.point, stroke: COLOUR.ground, strokeWidth: 1 }),
      rows: rows(({ second }) => !second),
    },
    {
      name: `${name}-second`,
      spec: circle(RADIUS - 0.8, { color: COLOUR.ground, stroke: COLOUR.point, strokeWidth: 2.2 }),
      rows: rows(({ second }) => second),
    },
  ];
}

/** What is what, in one line below the title. */
function keyOf({ classes, points }: Boundary, left: number, y: number, measure: MeasureText) {
  const entries = [
    { text: shortened(classes[0], measure), second: false, wrong: false },
    { text: shortened(classes[1], measure), second: true, wrong: false },
    ...(points.some(({ wrong }) => wrong) ? [{ text: 'wrong label', second: false, wrong: true }] : []),
  ];
  const labels: Label[] = [];
  const samples: Point[] = [];
  let x = left;
  for (const { text, second, wrong } of entries) {
    const radius = wrong ? WRONG.radius : RADIUS;
    samples.push({ at: [x + radius, y], second, wrong });
    labels.push({ text, x: x + 2 * radius + 6, y, size: SIZE.key, colour: COLOUR.text });
    x += 2 * radius + 6 + measure(text, SIZE.key) + 16;
  }
  return { labels, points: samples };
}

/** The widest name of a class there is room for. */
const WIDEST_CLASS = 125;

function shortened(name: string, measure: MeasureText): string {
  if (measure(name, SIZE.key) <= WIDEST_CLASS) return name;
  let letters = [...name];
  while (letters.length > 1 && measure(`${letters.join('')}…`, SIZE.key) > WIDEST_CLASS) letters = letters.slice(0, -1);
  return `${letters.join('').trimEnd()}…`;
}
