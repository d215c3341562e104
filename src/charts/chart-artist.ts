import type { Drawing } from './drawing.ts';
import { loadFonts } from './fonts.ts';
import { toPng } from './raster.ts';
import { type MeasureText, teachVegaWidths, textMeasurer } from './text-widths.ts';
import { parsed, viewOf } from './vega.ts';

/** Places a chart on its page, with the widths its words will have. */
export type LayOut = (measure: MeasureText) => Drawing;

/** Draws charts that Vega-Lite describes; keeps its fonts. */
export function createChartArtist(): (layOut: LayOut) => Promise<Uint8Array> {
  const measure = textMeasurer(loadFonts());
  teachVegaWidths(measure);
  return async (layOut) => {
    const drawing = layOut(measure);
    const view = await viewOf(parsed(drawing), drawing);
    const svg = await view.toSVG();
    view.finalize();
    return toPng(svg);
  };
}
