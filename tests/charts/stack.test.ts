import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { createArtist } from '../../src/charts/index.ts';
import { encodePng } from '../../src/charts/png.ts';
import { drawStack } from '../../src/charts/stack.ts';
import { PAGE } from '../../src/charts/theme.ts';

type Colour = readonly [number, number, number];

const ORANGE: Colour = [245, 138, 60];
const BLUE: Colour = [127, 212, 255];
const GREEN: Colour = [79, 209, 165];
/** Colours as near as this share an entry of the palette. */
const SHADE = 8;
const WIDE = PAGE.width * PAGE.scale;

/** A colour with black lines across and down every 50 pixels: a row or column out of its place would show. */
function picture(height: number, colour: Colour): Uint8Array {
  const ink = (marked: boolean) => (marked ? [0, 0, 0, 255] : [...colour, 255]);
  const row = (y: number) =>
    Uint8Array.from(Array.from({ length: WIDE }, (_, x) => ink(x % 50 === 0 || y === 7)).flat());
  const [plain, line] = [row(0), row(7)];
  const pixels = new Uint8Array(WIDE * height * 4);
  for (let y = 0; y < height; y++) pixels.set(y % 50 === 7 ? line : plain, y * WIDE * 4);
  return encodePng({ width: WIDE, height, pixels });
}

function read(png: Uint8Array): PNG {
  return PNG.sync.read(Buffer.from(png));
}

function rowsOf({ data, width }: PNG, from: number, count: number): Buffer {
  return data.subarray(4 * width * from, 4 * width * (from + count));
}

test.for([[[120]], [[60, 150]], [[2, 200, 60]], [[11, 10, 33]]] as const)(
  'pictures of %j rows below one another keep every pixel where it belongs',
  ([heights]) => {
    const pictures = heights.map((height, i) => picture(height, [ORANGE, BLUE, GREEN][i]!));
    const stack = read(drawStack(pictures));
    expect([stack.width, stack.height]).toEqual([WIDE, heights.reduce<number>((sum, height) => sum + height, 0)]);
    let from = 0;
    for (const png of pictures) {
      const alone = read(png);
      expect(Buffer.compare(rowsOf(stack, from, alone.height), alone.data)).toBe(0);
      from += alone.height;
    }
  },
);

test('a formula above another is as high as both, and both are in it', async () => {
  const artist = createArtist();
  const formulas = await Promise.all(
    ['w', '\\frac{\\mathit{wd}}{2}\\sum w^2'].map((tex) => artist.draw({ kind: 'formula', tex })),
  );
  const stack = read(await artist.draw({ kind: 'stack', pictures: formulas }));
  const [first, second] = formulas.map(read) as [PNG, PNG];
  expect(stack.height).toBe(first.height + second.height);
  const alone = Buffer.concat([first.data, second.data]);
  // The greys at the edges of letters go by one palette for both: a shade off at most.
  const furthest = alone.reduce((most, value, at) => Math.max(most, Math.abs(value - stack.data[at]!)), 0);
  expect(furthest).toBeLessThanOrEqual(SHADE);
});
