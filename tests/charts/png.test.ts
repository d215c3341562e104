import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { encodePng } from '../../src/charts/png.ts';

function picture(width: number, height: number, colour: (x: number, y: number) => readonly [number, number, number]) {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set([...colour(x, y), 255], (y * width + x) * 4);
  }
  return { width, height, pixels };
}

test('a picture of few colours comes back exactly', () => {
  const given = picture(37, 11, (x, y) => (x < 20 ? [43, 45, 49] : y < 5 ? [245, 138, 60] : [127, 212, 255]));
  const back = PNG.sync.read(Buffer.from(encodePng(given)));
  expect([back.width, back.height]).toEqual([37, 11]);
  expect(Buffer.compare(back.data, Buffer.from(given.pixels))).toBe(0);
});

test('a picture of ten thousand colours comes back about right, its ground exactly', () => {
  const given = picture(200, 100, (x, y) => (y < 50 ? [43, 45, 49] : [x, 255 - x, y * 2]));
  const back = PNG.sync.read(Buffer.from(encodePng(given)));
  let worst = 0;
  for (const [i, value] of given.pixels.entries()) {
    const off = Math.abs(value - back.data[i]!);
    if (i < 200 * 50 * 4) expect(off).toBe(0);
    worst = Math.max(worst, off);
  }
  expect(worst).toBeLessThan(40);
});

test('a single pixel is a picture too', () => {
  const back = PNG.sync.read(Buffer.from(encodePng(picture(1, 1, () => [1, 2, 3]))));
  expect([...back.data]).toEqual([1, 2, 3, 255]);
});
