import { figure } from '../findings/figures.ts';
import { type Axis, logAxis, within } from './axis.ts';
import { KEY_MIDDLE } from './key.ts';
import { type Label, labelLayers, type Stroke, strokeLayer } from './marks.ts';
import { round } from './numbers.ts';
import { OPTIMIZER_COLOURS } from './optimizers-look.ts';
import { coordinates, type Frame, NUMBERS_ROOM, numbersFit, type Panel, panelTitle } from './panel.ts';
import type { OptimizersChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, LINE_HEIGHT, SIZE } from './theme.ts';

/** How far below the smallest median the axis goes at the most: weights that vanished would take all its room. */
const LEAST = 1e-4;

/** What decay left of weights: a bar over eight in ten of them, a dot at the median; at 1 nothing has changed. */
export function leftPanel({ arms }: OptimizersChart, frame: Frame, measure: MeasureText): Panel {
  const names = arms.map(({ label }, i) => ({ label, colour: OPTIMIZER_COLOURS[i]! }));
  const left = Math.max(frame.left, ...names.map(({ label }) => measure(label, SIZE.label, true) + 14));
  const values = arms.map((arm) => (arm.left === null ? 'diverged' : figure(arm.left.middle)));
  const right = Math.max(...values.map((text) => measure(text, SIZE.label, true))) + 16;
  const plot = { width: frame.width - left - right, height: frame.height - frame.above - NUMBERS_ROOM };
  const x = leftAxis(arms, plot.width, measure);
  const at = coordinates(x, { type: 'linear', domain: [0, 1], ticks: [] }, plot);
  const row = plot.height / arms.length;
  const middle = (i: number) => (i + 0.5) * row;
  const bars = arms.flatMap(({ left: spread }, i): Stroke[] => {
    if (spread === null) return [];
    const { colour } = names[i]!;
    const [from, dot, to] = [spread.low, spread.middle, spread.high].map((value) => at.x(within(x, value)));
    return [
      { from: [from!, middle(i)], to: [Math.max(to!, from! + 1), middle(i)], colour, width: 9, opacity: 0.5 },
      { from: [dot!, middle(i)], to: [dot! + 0.01, middle(i)], colour, width: 15, round: true },
    ];
  });
  const words = (text: string, i: number, where: Pick<Label, 'x' | 'align'>, colour: string): Label => ({
    ...where,
    text,
    y: middle(i),
    size: SIZE.label,
    colour,
    bold: true,
  });
  return {
    plot,
    margin: { top: frame.above, right, bottom: NUMBERS_ROOM, left },
    layers: [
      numbersLayer('left-axis', x, plot),
      strokeLayer('left-strokes', [
        { from: [at.x(1), 0], to: [at.x(1), plot.height], colour: COLOUR.reference, width: 2, dash: DASH.reference },
        ...bars,
      ]),
      ...labelLayers('left-labels', [
        panelTitle('Left of each weight', left, frame.above),
        {
          text: 'against no decay: median, 8 in 10',
          x: -left,
          y: -frame.above + KEY_MIDDLE,
          size: SIZE.key,
          colour: COLOUR.text,
        },
        ...names.map(({ label, colour }, i) => words(label, i, { x: -left }, colour)),
        ...values.map((text, i) => words(text, i, { x: plot.width + right, align: 'right' }, names[i]!.colour)),
      ]),
    ],
  };
}

function leftAxis(arms: OptimizersChart['arms'], width: number, measure: MeasureText): Axis {
  const spreads = arms.flatMap(({ left }) => (left === null ? [] : [left]));
  const least = Math.max(LEAST, Math.min(0.5, ...spreads.map(({ low }) => low)));
  const most = Math.min(1 / LEAST, Math.max(1.25, ...spreads.map(({ high }) => high)));
  for (let ticks = 5; ticks > 1; ticks--) {
    const axis = logAxis(least / 1.15, most * 1.15, ticks);
    if (numbersFit(axis, round, width, measure)) return axis;
  }
  return { ...logAxis(least / 1.15, most * 1.15, 2), ticks: [1] };
}

/** Numbers below a plot that is drawn in its own units. */
export function numbersLayer(name: string, axis: Axis, { width, height }: { width: number; height: number }) {
  const at = coordinates(axis, { type: 'linear', domain: [0, 1], ticks: [] }, { width, height });
  const labels = axis.ticks.map(
    (tick): Label => ({
      text: round(tick),
      x: at.x(tick),
      y: height + 7 + (SIZE.axis * LINE_HEIGHT) / 2,
      size: SIZE.axis,
      colour: COLOUR.quiet,
      align: 'center',
    }),
  );
  return labelLayers(name, labels)[1]!;
}
