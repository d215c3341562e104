/** Where a PNG's header has its width and height. */
const SIZE_AT = 16;

/** In pixels. */
export function sizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const header = new DataView(png.buffer, png.byteOffset + SIZE_AT);
  return { width: header.getUint32(0), height: header.getUint32(4) };
}
