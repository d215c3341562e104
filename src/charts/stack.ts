import { toPng } from './raster.ts';
import { PAGE } from './theme.ts';

/** Where a PNG's header has its width and height. */
const SIZE_AT = 16;

/** Pictures below one another, left edges in line. */
export function drawStack(pictures: readonly Uint8Array[]): Uint8Array {
  let height = 0;
  const images = pictures.map((png) => {
    const size = sizeOf(png);
    const image = `<image x="0" y="${height}" width="${size.width}" height="${size.height}" href="${dataUrl(png)}"/>`;
    height += size.height;
    return image;
  });
  return toPng(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${height}">${images.join('')}</svg>`,
  );
}

/** In units. */
function sizeOf(png: Uint8Array): { width: number; height: number } {
  const header = new DataView(png.buffer, png.byteOffset + SIZE_AT);
  return { width: header.getUint32(0) / PAGE.scale, height: header.getUint32(4) / PAGE.scale };
}

function dataUrl(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
