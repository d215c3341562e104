import { sizeOf } from './png-size.ts';
import { toPng } from './raster.ts';
import { PAGE } from './theme.ts';

/** Pictures below one another, left edges in line. */
export function drawStack(pictures: readonly Uint8Array[]): Uint8Array {
  let height = 0;
  const images = pictures.map((png) => {
    const size = unitsOf(png);
    const image = `<image x="0" y="${height}" width="${size.width}" height="${size.height}" href="${dataUrl(png)}"/>`;
    height += size.height;
    return image;
  });
  return toPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${height}">${images.join('')}</svg>`,
  );
}

/** In units. */
function unitsOf(png: Uint8Array): { width: number; height: number } {
  const { width, height } = sizeOf(png);
  return { width: width / PAGE.scale, height: height / PAGE.scale };
}

function dataUrl(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
