import { loadFonts } from './fonts.ts';
import { toPng } from './raster.ts';
import type { TrainChart } from './spec.ts';
import { teachVegaWidths, textMeasurer } from './text-widths.ts';
import { layOut } from './train-chart.ts';
import { parsed, viewOf } from './vega.ts';

/** Draws the charts of `/train`; keeps its fonts. */
export function createTrainArtist(): (chart: TrainChart) => Promise<Uint8Array> {
  const measure = textMeasurer(loadFonts());
  teachVegaWidths(measure);
  return async (chart) => {
    const drawing = layOut(chart, measure);
    const view = await viewOf(parsed(drawing), drawing);
    const svg = await view.toSVG();
    view.finalize();
    return toPng(svg);
  };
}
