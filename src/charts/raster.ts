import { Resvg } from '@resvg/resvg-js';
import { FONT_FILES } from './fonts.ts';
import { encodePng, type Picture } from './png.ts';
import { COLOUR, FONT, PAGE } from './theme.ts';

/** An SVG page as a PNG, two pixels a unit. */
export function toPng(svg: string): Uint8Array {
  return encodePng(rasterise(svg));
}

export function rasterise(svg: string, fontFiles: readonly string[] = Object.values(FONT_FILES)): Picture {
  const image = new Resvg(svg, {
    background: COLOUR.ground,
    fitTo: { mode: 'zoom', value: PAGE.scale },
    font: { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: FONT },
  }).render();
  return { width: image.width, height: image.height, pixels: image.pixels };
}
