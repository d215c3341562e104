import { figure } from '../findings/figures.ts';
import { axisWidth, linearAxis, share, within } from './axis.ts';
import { cut } from './cut.ts';
import { dotLayer } from './forces-dots.ts';
import { FATE_COLOUR, PULL_COLOUR } from './forces-look.ts';
import { FATE } from './forces-spec.ts';
import { forcesStepsAxis, shownSteps } from './forces-steps.ts';
import { type LineLabel, lineLabelRoom, lineLabels, offScale } from './line-labels.ts';
import { labelLayers, lineLayer, strokeLayer } from './marks.ts';
import { coordinates, type Frame, NUMBERS_ROOM, type Panel, panelTitle, scales, stepNumbers } from './panel.ts';
import type { ForcesChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { DASH } from './theme.ts';

const GREW = FATE_COLOUR[FATE.grew]!;
/** How many times the strongest pull a push is followed before it leaves the plot, outward and inward. */
const FOLLOWED = { outward: 2.6, inward: 0.5 } as const;

/**
 * The two forces on the weight that grew most, outward and inward, over its steps; null where none grew or nothing
 * pulls. The pull is drawn as the push that would balance it, so that the lines meet where the weight rests.
 */
export function tugPanel({ courses, slope, pullName }: ForcesChart, frame: Frame, measure: MeasureText): Panel | null {
  const course = courses[0];
  if (course === undefined || slope === 0) return null;
  const { steps, values } = course;
  const end = values.at(-1)!;
  if (Math.abs(end) <= Math.abs(values[0]!)) return null;
  // Outward is the way the weight ended up.
  const push = course.push.map((force) => force * Math.sign(end));
  const pull = values.map((w) => slope * w * Math.sign(end));
  const strongest = Math.max(...pull);
  if (!(strongest > 1e-290 && strongest < 1e290)) return null;
  const y = linearAxis(
    Math.max(Math.min(0, ...push, ...pull), -FOLLOWED.inward * strongest),
    Math.min(Math.max(...push, strongest) * 1.06, FOLLOWED.outward * strongest),
    2,
  );
  const forces = [
    { name: 'push', values: push, colour: GREW, bold: true },
    { name: pullName, values: pull, colour: PULL_COLOUR, bold: false },
  ].map((force) => {
    const last = force.values.at(-1)!;
    return { ...force, last, text: offScale(`${figure(last)} ${force.name}`, last, y) };
  });
  const left = Math.max(frame.left, axisWidth(y, measure));
  const right = lineLabelRoom(forces, measure);
  const plot = { width: frame.width - left - right, height: frame.height - frame.above - NUMBERS_ROOM };
  const x = forcesStepsAxis(Math.max(1, steps.at(-1)!), plot.width, measure);
  const at = coordinates(x, y, plot);
  const shared = scales(x, y, stepNumbers(x));
  const ends = lineLabels(
    forces.map((force): LineLabel => ({ ...force, y: at.y(within(y, force.last)) })),
    plot,
  );
  const dots = steps.flatMap((step, i) =>
    step >= x.domain[0] && share(y, push[i]!) >= 0 && share(y, push[i]!) <= 1
      ? [{ x: step, y: push[i]!, colour: GREW }]
      : [],
  );
  return {
    plot,
    margin: { top: frame.above, right, bottom: NUMBERS_ROOM, left },
    layers: [
      // Dots, for early on the push may leap from one step to the next, and lines between would say that it swept.
      dotLayer('tug-push', shared, { size: 34, rim: 0 }, dots),
      lineLayer(
        'tug-lines',
        shared,
        cut(shownSteps({ x: steps, y: pull }, x), y).map((piece) => ({
          ...piece,
          colour: PULL_COLOUR,
          dash: DASH.training,
          width: 2.4,
        })),
      ),
      strokeLayer('tug-strokes', ends.strokes),
      ...labelLayers('tug-labels', [panelTitle('Forces on the one that grew most', left, frame.above), ...ends.labels]),
    ],
  };
}
