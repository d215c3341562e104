import { figure } from '../findings/figures.ts';
import { axisWidth, linearAxis } from './axis.ts';
import { FATE_COLOUR } from './forces-look.ts';
import { FATE } from './forces-spec.ts';
import { forcesStepsAxis, shownSteps } from './forces-steps.ts';
import { KEY_MIDDLE } from './key.ts';
import { type LineLabel, lineLabelRoom, lineLabels } from './line-labels.ts';
import { labelLayers, lineLayer, strokeLayer } from './marks.ts';
import { coordinates, type Frame, NUMBERS_ROOM, type Panel, panelTitle, scales, stepNumbers } from './panel.ts';
import type { ForcesChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, DASH, SIZE } from './theme.ts';

/** Size over steps of the few weights that grew most and shrank most. */
export function coursesPanel({ courses }: ForcesChart, frame: Frame, measure: MeasureText): Panel {
  const ways = courses.map(({ steps, values }) => {
    const sizes = values.map(Math.abs);
    const [start, end] = [sizes[0]!, sizes.at(-1)!];
    const colour = FATE_COLOUR[end > start ? FATE.grew : FATE.shrank]!;
    return { steps, sizes, end, colour, bold: end > start, text: `${figure(start)} → ${figure(end)}` };
  });
  const most = Math.max(...ways.flatMap(({ sizes }) => sizes));
  const y = linearAxis(0, Number.isFinite(most) && most > 1e-290 ? most * 1.06 : 1, frame.height > 300 ? 5 : 3);
  const left = Math.max(frame.left, axisWidth(y, measure));
  const right = lineLabelRoom(ways, measure);
  const plot = { width: frame.width - left - right, height: frame.height - frame.above - NUMBERS_ROOM };
  const x = forcesStepsAxis(Math.max(1, ...ways.map(({ steps }) => steps.at(-1)!)), plot.width, measure);
  const at = coordinates(x, y, plot);
  const shared = scales(x, y, stepNumbers(x));
  const ends = lineLabels(
    ways.map((way): LineLabel => ({ ...way, y: at.y(way.end) })),
    plot,
  );
  return {
    plot,
    margin: { top: frame.above, right, bottom: NUMBERS_ROOM, left },
    layers: [
      lineLayer(
        'courses-lines',
        shared,
        ways.map(({ steps, sizes, colour }) =>
          shownSteps({ x: steps, y: sizes, colour, width: 2.8, dash: DASH.solid }, x),
        ),
      ),
      strokeLayer('courses-strokes', ends.strokes),
      ...labelLayers('courses-labels', [
        panelTitle('Size |w|, biggest changes', left, frame.above),
        {
          text: 'start → end',
          x: plot.width + right,
          y: -frame.above + KEY_MIDDLE,
          size: SIZE.key,
          colour: COLOUR.quiet,
          align: 'right',
        },
        ...ends.labels,
      ]),
    ],
  };
}
