import { crc32, deflateSync } from 'node:zlib';

/** Pixels as they lie in memory: 4 bytes each, red, green, blue, alpha; row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Colours in a PNG's palette. */
const PALETTE = 256;
/** Beyond level 3 zlib takes several times as long for a few per cent. */
const LEVEL = 3;

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * A PNG of 256 colours: a chart has a few, and their blends at the edges of strokes. A third of the bytes of one in
 * full colour, and faster to write than resvg's own `asPng`, as one byte a pixel goes through zlib in place of four.
 * Ours, because the PNG libraries for Node neither make palettes nor use the zlib built in.
 */
export function encodePng({ width, height, pixels }: Picture): Uint8Array {
  const { palette, indices } = quantised(pixels);
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);

  const head = new DataView(new ArrayBuffer(13));
  head.setUint32(0, width);
  head.setUint32(4, height);
  head.setUint8(8, 8);
  head.setUint8(9, 3);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(head.buffer)),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: LEVEL })),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}

/** The commonest colours, exactly; every other as the nearest of them. */
function quantised(pixels: Uint8Array): { palette: Uint8Array; indices: Uint8Array } {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  // By 5 bits of red, green and blue: how many pixels, and the commonest full colour among the first of them.
  const counts = new Uint32Array(1 << 15);
  const sample = new Uint32Array(1 << 15);
  let run = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === words[i + 1]) {
      run++;
      continue;
    }
    const cell = cellOf(word);
    // The colour of the longest run speaks for its cell: flat grounds and bands keep their exact colour.
    if (run >= sample[cell]! >>> 24) sample[cell] = (word & 0xffffff) | (Math.min(255, run) << 24);
    counts[cell] = counts[cell]! + run + 1;
    run = 0;
  }
  const used: number[] = [];
  for (let cell = 0; cell < counts.length; cell++) if (counts[cell]! > 0) used.push(cell);
  used.sort((a, b) => counts[b]! - counts[a]!);

  const colours = used.slice(0, PALETTE).map((cell) => sample[cell]! & 0xffffff);
  const entry = new Uint8Array(1 << 15);
  for (const [i, cell] of used.entries()) entry[cell] = i < PALETTE ? i : nearest(sample[cell]!, colours);

  const indices = new Uint8Array(words.length);
  let [last, index] = [words[0], entry[cellOf(words[0] ?? 0)]!];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word !== last) {
      last = word;
      index = entry[cellOf(word)]!;
    }
    indices[i] = index;
  }
  return { palette: Uint8Array.from(colours.flatMap((c) => [c & 255, (c >> 8) & 255, (c >> 16) & 255])), indices };
}

/** Pixels are read as little-endian words: red lowest. */
function cellOf(word: number): number {
  return ((word & 0xf8) >> 3) | ((word & 0xf800) >> 6) | ((word & 0xf80000) >> 9);
}

function nearest(colour: number, palette: readonly number[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < palette.length; i++) {
    const other = palette[i]!;
    const r = (colour & 255) - (other & 255);
    const g = ((colour >> 8) & 255) - ((other >> 8) & 255);
    const b = ((colour >> 16) & 255) - ((other >> 16) & 255);
    const far = r * r + g * g + b * b;
    if (far < least) {
      least = far;
      best = i;
    }
  }
  return best;
}
