import { FONT_FILES, loadFonts } from './fonts.ts';
import { encodePng } from './png.ts';
import { parsed, rasterise, viewOf } from './render.ts';
import type { ChartSpec } from './spec.ts';
import { teachVegaWidths, textMeasurer } from './text-widths.ts';
import { layOut } from './train-chart.ts';

/** Draws charts. Keeps its fonts: one for each worker thread, used for as long as it lives. */
export interface Artist {
  /** The chart as a PNG, 1,650 pixels wide. */
  draw(chart: ChartSpec): Promise<Uint8Array>;
}

export function createArtist(): Artist {
  const measure = textMeasurer(loadFonts());
  teachVegaWidths(measure);
  return {
    async draw(chart) {
      const drawing = layOut(chart, measure);
      const view = await viewOf(parsed(drawing), drawing);
      const svg = await view.toSVG();
      view.finalize();
      return encodePng(rasterise(svg, Object.values(FONT_FILES)));
    },
  };
}
