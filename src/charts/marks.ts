import type { Box } from './label-placement.ts';
import type { Band } from './median-run.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, FONT, LINE_HEIGHT } from './theme.ts';

/** One row of a data set handed to Vega. */
export type Row = Readonly<Record<string, unknown>>;

/** One Vega-Lite layer with the rows it draws. Names are unique within a chart. */
export interface Layer {
  readonly name: string;
  readonly spec: object;
  readonly rows: readonly Row[];
}

/** A word placed by us, in units from the plot's top left corner; `y` is the middle of its line. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: string;
  readonly bold?: boolean;
  readonly align?: 'left' | 'center' | 'right';
  /** Whether it stands among lines and needs the ground around its letters. */
  readonly halo?: boolean;
}

/** A straight stroke placed by us: leaders, crosses, the key's samples. */
export interface Stroke {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
  readonly round?: boolean;
}

/** What a label covers. */
export function labelBox(label: Label, measure: MeasureText): Box {
  const width = measure(label.text, label.size, label.bold);
  const left = label.x - (label.align === 'right' ? width : label.align === 'center' ? width / 2 : 0);
  const half = (label.size * LINE_HEIGHT) / 2;
  return { left, right: left + width, top: label.y - half, bottom: label.y + half };
}

const px = (field: string) => ({ field, type: 'quantitative', scale: null });
const colour = { field: 'colour', type: 'nominal', scale: null };

/** Vega paints an outline over its letters, so the halo is a text of its own, beneath. */
export function labelLayers(name: string, labels: readonly Label[]): Layer[] {
  const rows = labels.map((label) => ({ align: 'left', bold: false, ...label }));
  const text = (mark: object) => ({
    mark: {
      type: 'text',
      font: FONT,
      baseline: 'middle',
      align: { expr: 'datum.align' },
      fontSize: { expr: 'datum.size' },
      fontWeight: { expr: "datum.bold ? 'bold' : 'normal'" },
      ...mark,
    },
    encoding: { x: px('x'), y: px('y'), text: { field: 'text' }, color: colour },
  });
  return [
    {
      name: `${name}-halo`,
      spec: text({ stroke: COLOUR.ground, strokeWidth: 6, strokeJoin: 'round' }),
      rows: rows.filter((row) => row.halo),
    },
    { name, spec: text({}), rows },
  ];
}

export function strokeLayer(name: string, strokes: readonly Stroke[]): Layer {
  return {
    name,
    spec: {
      mark: {
        type: 'rule',
        strokeWidth: { expr: 'datum.width' },
        strokeDash: { expr: 'datum.dash' },
        strokeOpacity: { expr: 'datum.opacity' },
        strokeCap: { expr: "datum.round ? 'round' : 'butt'" },
      },
      encoding: { x: px('x'), y: px('y'), x2: { field: 'x2' }, y2: { field: 'y2' }, color: colour },
    },
    rows: strokes.map(({ from, to, dash = [], opacity = 1, ...look }) => ({
      ...look,
      dash,
      opacity,
      x: from[0],
      y: from[1],
      x2: to[0],
      y2: to[1],
    })),
  };
}

/** A line through data; within the plot, as nothing else keeps it there. */
export interface Line {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
}

export function lineLayer(name: string, scales: Scales, lines: readonly Line[]): Layer {
  return {
    name,
    spec: {
      mark: {
        type: 'line',
        strokeJoin: 'round',
        strokeDash: { expr: 'datum.dash' },
        strokeWidth: { expr: 'datum.width' },
      },
      encoding: { ...scales, color: colour, detail: { field: 'line', type: 'nominal' }, order: { field: 'i' } },
    },
    rows: lines.flatMap(({ x, y, ...look }, line) => x.map((value, i) => ({ x: value, y: y[i], line, i, ...look }))),
  };
}

export interface Area extends Band {
  readonly colour: string;
}

export function bandLayer(name: string, scales: Scales, areas: readonly Area[], opacity: number): Layer {
  return {
    name,
    spec: {
      mark: { type: 'area', opacity: 1, fillOpacity: opacity },
      encoding: { ...scales, y2: { field: 'y2' }, color: colour, detail: { field: 'area', type: 'nominal' } },
    },
    rows: areas.flatMap(({ steps, low, high, colour }, area) =>
      steps.map((x, i) => ({ x, y: low[i], y2: high[i], area, colour })),
    ),
  };
}

/** The x and y encodings all data layers of a panel share, axes included. */
export interface Scales {
  readonly x: object;
  readonly y: object;
}
