import { count } from '../findings/figures.ts';
import { type Axis, axisWidth, linearAxis, share } from './axis.ts';
import { cut } from './cut.ts';
import { dotLayer } from './forces-dots.ts';
import { FATE_COLOUR, PULL_COLOUR } from './forces-look.ts';
import { FATE } from './forces-spec.ts';
import { KEY_MIDDLE, type KeyEntry, keyRow } from './key.ts';
import { dense, freest } from './label-placement.ts';
import { type Label, labelBox, labelLayers, lineLayer, strokeLayer } from './marks.ts';
import { round } from './numbers.ts';
import {
  type Coordinates,
  coordinates,
  type Frame,
  NUMBERS_ROOM,
  numbersFit,
  type Panel,
  panelTitle,
  scales,
} from './panel.ts';
import type { Curve, ForcesChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, SIZE } from './theme.ts';

/** Room left around the outermost points, as a share of their range. */
const AROUND = 0.07;

/** Every weight with the data's push on it: those at rest lie on the line. */
export function scatterPanel(chart: ForcesChart, frame: Frame, measure: MeasureText): Panel {
  const height = frame.height - frame.above - NUMBERS_ROOM;
  const y = axisOver([...chart.push, 0, ...restAtTheEnds(chart)], 5);
  const left = Math.max(frame.left, axisWidth(y, measure));
  const plot = { width: frame.width - left, height };
  const x = weightAxis(chart.weights, plot.width, measure);
  const at = coordinates(x, y, plot);
  const shared = scales(x, y, round);
  const rest = {
    x: [...x.domain],
    y: x.domain.map((w) => chart.slope * w),
  };
  const points = drawn(chart, at);
  const key = colouredKey(chart, frame.width, -left, -frame.above + KEY_MIDDLE, measure);

  return {
    plot,
    margin: { top: frame.above, right: 0, bottom: NUMBERS_ROOM, left },
    layers: [
      dotLayer(
        'forces-points',
        shared,
        { size: 52, rim: 0.7 },
        points.map(({ x, y, fate }) => ({ x, y, colour: FATE_COLOUR[fate]! })),
      ),
      lineLayer(
        'forces-rest',
        shared,
        cut(rest, y).map((piece) => ({ ...piece, colour: PULL_COLOUR, width: 2.2, dash: DASH.reference })),
      ),
      strokeLayer('forces-key', key.strokes),
      ...labelLayers('forces-labels', [
        panelTitle(`Each weight at the end (seed ${chart.seed})`, left, frame.above),
        ...key.labels,
        ...axisNames(chart.pushName, points, rest, at, measure),
      ]),
    ],
  };
}

/** What each colour is, in the fullest wording there is room for. */
function colouredKey({ fate, rest }: ForcesChart, width: number, left: number, y: number, measure: MeasureText) {
  const fates = (
    [
      ['grew', FATE.grew],
      ['shrank', FATE.shrank],
      ['spared', FATE.spared],
    ] as const
  )
    .map(([name, kind]) => ({ name, kind, many: fate.reduce((sum, each) => sum + (each === kind ? 1 : 0), 0) }))
    .filter(({ many }) => many > 0);
  const colours = [...fates.map(({ kind }) => FATE_COLOUR[kind]!), PULL_COLOUR];
  const entries = (numbers: boolean, line: string): KeyEntry[] => [
    ...fates.map(({ name, many }) => ({
      text: numbers ? `${count(many)} ${name}` : name,
      stroke: { width: 9 },
      dot: true,
    })),
    { text: line, stroke: { width: 2.2, dash: DASH.reference } },
  ];
  const wordings = [entries(true, rest), entries(false, rest), entries(true, 'rest'), entries(false, 'rest')];
  const rows = wordings.map((wording) => keyRow(wording, left, y, measure));
  const fits = ({ labels }: (typeof rows)[number]) => labelBox(labels.at(-1)!, measure).right <= left + width;
  const { labels, strokes } = rows.find(fits) ?? rows.at(-1)!;
  return { labels, strokes: strokes.map((stroke, i) => ({ ...stroke, colour: colours[i]! })) };
}

/** The line belongs to the picture where no push comes near it, too. */
function restAtTheEnds({ weights, slope }: ForcesChart): number[] {
  return [Math.min(...weights), Math.max(...weights)].map((w) => slope * w);
}

function axisOver(values: readonly number[], ticks: number): Axis {
  const known = values.filter(Number.isFinite);
  const [low, high] = [Math.max(-1e300, Math.min(...known)), Math.min(1e300, Math.max(...known))];
  const around = (high - low) * AROUND;
  // A model without any push still gets a plot with an up and a down.
  return around > 1e-290 ? linearAxis(low - around, high + around, ticks) : linearAxis(-1.1, 1.1, ticks);
}

/** With as many numbers as stand clear of each other. */
function weightAxis(weights: Float64Array, width: number, measure: MeasureText): Axis {
  for (let ticks = 5; ticks > 1; ticks--) {
    const whole = axisOver([...weights, 0], ticks);
    // A number below the corner would meet the upright axis's lowest.
    const axis = { ...whole, ticks: whole.ticks.filter((tick) => share(whole, tick) > 0.03) };
    if (numbersFit(axis, round, width, measure)) return axis;
  }
  const axis = axisOver([...weights, 0], 1);
  return numbersFit(axis, round, width, measure) ? axis : { ...axis, ticks: [0] };
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly fate: number;
}

/** Of points that fall on the same spot one is enough; those that grew come last, on top. */
function drawn({ weights, push, fate }: ForcesChart, at: Coordinates): Point[] {
  const spots = new Map<string, Point>();
  for (const [i, x] of weights.entries()) {
    const point = { x, y: push[i]!, fate: fate[i]! };
    spots.set(`${Math.round(at.x(x))} ${Math.round(at.y(point.y))} ${point.fate}`, point);
  }
  const order = [FATE.spared, FATE.shrank, FATE.grew] as number[];
  return [...spots.values()].sort((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate));
}

/** What up and right mean, in the corners where fewest points are. */
function axisNames(
  pushName: string,
  points: readonly Point[],
  rest: Curve,
  at: Coordinates,
  measure: MeasureText,
): Label[] {
  const { right, bottom } = at.frame;
  const spots = points.map(({ x, y }) => ({ x: at.x(x), y: at.y(y) }));
  const line = dense(rest.x.map((x, i) => ({ x: at.x(x), y: at.y(rest.y[i]!) })));
  const obstacles = [{ points: [...spots, ...line], weight: 1 }];
  const name = (text: string, places: readonly Pick<Label, 'x' | 'y' | 'align'>[]) => {
    const candidates = places.map((place) => {
      const label: Label = { ...place, text, size: SIZE.key, colour: COLOUR.text, halo: true };
      return { label, box: labelBox(label, measure) };
    });
    return freest(candidates, at.frame, [], obstacles)?.label;
  };
  const upward = name(`↑ data’s push ${pushName}`, [
    { x: 8, y: 14 },
    { x: right - 8, y: 14, align: 'right' },
  ]);
  const rightward = name('weight w →', [
    { x: right - 8, y: bottom - 14, align: 'right' },
    { x: 8, y: bottom - 14 },
  ]);
  return [upward, rightward].filter((label) => label !== undefined);
}
