/**
 * How every chart looks. Sizes are in chart units: the page is 825 wide and drawn at 2×, and Discord shows it about
 * 550 px wide on a desktop and 350 px on a phone, so 19 units are 8 px there.
 */

export const PAGE = { width: 825, margin: 20, scale: 2 } as const;

/** A ground of the chart's own (Discord's dark one), so that it reads the same in the light theme. */
export const COLOUR = {
  ground: '#2b2d31',
  title: '#ffffff',
  text: '#e3e5e8',
  quiet: '#b9bec7',
  axis: '#8b919b',
  grid: '#3d4047',
  reference: '#a9afba',
  point: '#f2f3f5',
} as const;

/** The arm without decay: warm and darker than all others, so that it is told from them in greys too. */
const NO_DECAY = '#f58a3c';

/** Arms with decay, from Okabe and Ito's palette (safe for the three kinds of colour blindness), lit for the dark. */
const DECAY = ['#7fd4ff', '#f3e45c', '#4fd1a5', '#e79ccb', '#b9a6ff'] as const;

/** An arm's colour; `index` counts the arms with decay, 0 first. */
export function armColour(wd: number, index: number): string {
  return wd === 0 ? NO_DECAY : DECAY[index % DECAY.length]!;
}

/** The colours of arms with these wds. Of several without decay none stands for it: what they differ in is something else. */
export function armColours(wds: readonly number[]): string[] {
  const plain = wds.filter((wd) => wd === 0).length === 1;
  const others = wds.map((wd) => !plain || wd !== 0);
  return others.map((other, i) => armColour(other ? 1 : 0, others.slice(0, i).filter(Boolean).length));
}

export const SIZE = {
  title: 29,
  leastTitle: 25,
  subtitle: 18,
  leastSubtitle: 16,
  panel: 20,
  label: 19,
  key: 17,
  axis: 17,
} as const;

/** Height of a line of text, as a multiple of its size. */
export const LINE_HEIGHT = 1.22;

export const FONT = 'Inter';

/** Dashes, in units: training loss, and the lines that are no run at all. */
export const DASH = { solid: [] as number[], training: [7, 5], reference: [2, 4] };

export const VEGA_CONFIG = {
  // Descriptions for screen readers: the picture is a PNG, its alternative text is the reply's.
  aria: false,
  background: COLOUR.ground,
  font: FONT,
  view: { stroke: null },
  mark: { invalid: null },
  axis: {
    labelColor: COLOUR.quiet,
    labelFontSize: SIZE.axis,
    labelFont: FONT,
    labelPadding: 7,
    labelOverlap: false,
    labelBound: false,
    labelFlush: false,
    labelLimit: 0,
    title: null,
    gridColor: COLOUR.grid,
    gridWidth: 1,
    domainColor: COLOUR.axis,
    ticks: false,
  },
} as const;
