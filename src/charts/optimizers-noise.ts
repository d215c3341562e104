import { figure } from '../findings/figures.ts';
import type { Axis } from './axis.ts';
import { type Label, labelLayers, type Stroke, strokeLayer } from './marks.ts';
import { numbersLayer } from './optimizers-left.ts';
import { ADAM_COLOUR, ADAMW_COLOUR } from './optimizers-look.ts';
import { coordinates, type Frame, NUMBERS_ROOM, type Panel, panelTitle } from './panel.ts';
import type { OptimizersChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, SIZE } from './theme.ts';

const AXIS: Axis = { type: 'linear', domain: [0, 1], ticks: [0, 0.5, 1] };

/** What Adam's L2 and AdamW leave of weights that only noise moves, a row for each loudness; theory's share dotted. */
export function noisePanel({ noise }: OptimizersChart, frame: Frame, measure: MeasureText): Panel {
  const names = noise.scales.map((scale) => `noise × ${scale}`);
  const left = Math.max(frame.left, ...names.map((text) => measure(text, SIZE.key) + 14));
  const values = noise.adam.map((value) => figure(value));
  const right = Math.max(...values.map((text) => measure(text, SIZE.label, true))) + 16;
  const plot = { width: frame.width - left - right, height: frame.height - frame.above - NUMBERS_ROOM };
  const at = coordinates(AXIS, AXIS, plot);
  const middle = (i: number) => ((i + 0.5) * plot.height) / noise.scales.length;
  const dot = (value: number, i: number, colour: string, width: number): Stroke => {
    const x = at.x(Math.min(1, Math.max(0, value)));
    return { from: [x, middle(i)], to: [x + 0.01, middle(i)], colour, width, round: true };
  };
  return {
    plot,
    margin: { top: frame.above, right, bottom: NUMBERS_ROOM, left },
    layers: [
      numbersLayer('noise-axis', AXIS, plot),
      strokeLayer('noise-strokes', [
        ...noise.scales.map(
          (_, i): Stroke => ({ from: [0, middle(i)], to: [plot.width, middle(i)], colour: COLOUR.grid, width: 1 }),
        ),
        {
          from: [at.x(noise.theory), 0],
          to: [at.x(noise.theory), plot.height],
          colour: COLOUR.reference,
          width: 2,
          dash: DASH.reference,
        },
        ...noise.adamw.map((value, i) => dot(value, i, ADAMW_COLOUR, 17)),
        ...noise.adam.map((value, i) => dot(value, i, ADAM_COLOUR, 11)),
      ]),
      ...labelLayers('noise-labels', [
        panelTitle('Left where there is only noise', left, frame.above),
        ...names.map((text, i): Label => ({ text, x: -left, y: middle(i), size: SIZE.key, colour: COLOUR.text })),
        ...values.map(
          (text, i): Label => ({
            text,
            x: plot.width + right,
            y: middle(i),
            size: SIZE.label,
            colour: ADAM_COLOUR,
            bold: true,
            align: 'right',
          }),
        ),
      ]),
    ],
  };
}
