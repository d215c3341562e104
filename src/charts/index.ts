import type { Drawing } from './drawing.ts';
import type { ChartSpec } from './spec.ts';
import type { MeasureText } from './text-widths.ts';

/** Draws pictures: one for each worker thread, used for as long as it lives. */
export interface Artist {
  /** The picture as a PNG, 1,650 pixels wide. Throws FormulaError for TeX that cannot be set. */
  draw(chart: ChartSpec): Promise<Uint8Array>;
}

/** Vega, MathJax and the fonts take longer to load than a picture takes to draw: each when it is first needed. */
export function createArtist(): Artist {
  const chartArtist = lazily(async () => (await import('./chart-artist.ts')).createChartArtist());
  const formulaArtist = lazily(async () => (await import('./formula.ts')).createFormulaArtist());
  const drawn = async <Chart>(layOut: (chart: Chart, measure: MeasureText) => Drawing, chart: Chart) =>
    (await chartArtist())((measure) => layOut(chart, measure));
  return {
    async draw(chart) {
      switch (chart.kind) {
        case 'train':
          return drawn((await import('./train-chart.ts')).layOut, chart);
        case 'forces':
          return drawn((await import('./forces-chart.ts')).layOut, chart);
        case 'sweep':
          return drawn((await import('./sweep-chart.ts')).layOut, chart);
        case 'optimizers':
          return drawn((await import('./optimizers-chart.ts')).layOut, chart);
        case 'formula':
          return (await formulaArtist())(chart.tex, chart.letters);
        case 'stack':
          return (await import('./stack.ts')).drawStack(chart.pictures);
      }
    },
  };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
