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
/** Up to here a loop is faster than a call. */
const FEW = 16;

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * A PNG of 256 colours: a chart has a few, and their blends at the edges of strokes. A third of the bytes of one in
 * full colour, and faster to write than resvg's own `asPng`, as one byte a pixel goes through zlib in place of four.
 * Ours, because the PNG libraries for Node neither make palettes nor use the zlib built in.
 */
export function encodePng(picture: Picture): Uint8Array {
  const { width, height } = picture;
  const { palette, rows } = quantised(picture);

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

/** Neighbours of one colour in a row: most of a chart. */
interface Runs {
  readonly count: number;
  readonly colours: Uint32Array;
  /** How many pixels each has. */
  readonly lengths: Uint32Array;
}

function runsOf({ width, height, pixels }: Picture): Runs {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const colours = new Uint32Array(words.length);
  const lengths = new Uint32Array(words.length);
  let count = 0;
  for (let y = 0; y < height; y++) {
    const end = (y + 1) * width;
    for (let start = y * width; start < end; count++) {
      const word = words[start]!;
      let next = start + 1;
      while (next < end && words[next] === word) next++;
      colours[count] = word;
      lengths[count] = next - start;
      start = next;
    }
  }
  return { count, colours, lengths };
}

/** The commonest colours, exactly, every other as the nearest of them; and the rows as PNG has them, unfiltered. */
function quantised(picture: Picture): { palette: Uint8Array; rows: Uint8Array } {
  const { count, colours: found, lengths } = runsOf(picture);
  // By 5 bits of red, green and blue: how many pixels, and the longest run, whose colour speaks for all of them: flat
  // grounds and bands keep their exact colour.
  const counts = new Uint32Array(1 << 15);
  const longest = new Uint32Array(1 << 15);
  const sample = new Uint32Array(1 << 15);
  for (let run = 0; run < count; run++) {
    const cell = cellOf(found[run]!);
    if (lengths[run]! > longest[cell]!) {
      longest[cell] = lengths[run]!;
      sample[cell] = found[run]!;
    }
    counts[cell] = counts[cell]! + lengths[run]!;
  }
  const used: number[] = [];
  for (let cell = 0; cell < counts.length; cell++) if (counts[cell]! > 0) used.push(cell);
  used.sort((a, b) => counts[b]! - counts[a]!);

  const colours = used.slice(0, PALETTE).map((cell) => sample[cell]! & 0xffffff);
  const entry = new Uint8Array(1 << 15);
  for (const [i, cell] of used.entries()) entry[cell] = i < PALETTE ? i : nearest(sample[cell]!, colours);

  const { width, height } = picture;
  const rows = new Uint8Array((width + 1) * height);
  for (let run = 0, x = 0, at = 1; run < count; run++) {
    const length = lengths[run]!;
    const index = entry[cellOf(found[run]!)]!;
    if (length < FEW) for (let i = at; i < at + length; i++) rows[i] = index;
    else rows.fill(index, at, at + length);
    at += length;
    x += length;
    if (x < width) continue;
    at++; // the next row's first byte says that it is not filtered
    x = 0;
  }
  return { palette: Uint8Array.from(colours.flatMap((c) => [c & 255, (c >> 8) & 255, (c >> 16) & 255])), rows };
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
