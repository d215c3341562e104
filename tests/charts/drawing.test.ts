import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { createArtist } from '../../src/charts/index.ts';
import { overlap } from '../../src/charts/label-placement.ts';
import { rasterise } from '../../src/charts/raster.ts';
import type { TrainChart } from '../../src/charts/spec.ts';
import { COLOUR, PAGE } from '../../src/charts/theme.ts';
import { arm, chartOf, history, pair, six, wiggly } from './made-up.ts';
import { FONTS, measurer, type Scene, sceneOf, type Word } from './scene.ts';

const measure = measurer();
const sixWds = [0, 0.001, 0.003, 0.01, 0.03, 0.1];
const noSurvivor = (wd: number) => arm(wd, 3, (seed) => ({ divergedAt: 12 + seed }));
const TITLE_120 = `${'Decay made no difference because nothing was left to overfit after '.repeat(2)}`
  .slice(0, 119)
  .concat('.');

const CHARTS: Readonly<Record<string, TrainChart>> = {
  'a pair over five seeds': pair(),
  'a pair with fitted curves': pair({ fit: wiggly(2) }),
  'one arm alone': { ...pair(), arms: pair().arms.slice(0, 1) },
  'one seed': { ...pair(), arms: pair().arms.map((a) => ({ ...a, histories: a.histories.slice(0, 1) })) },
  'two seeds': { ...pair(), arms: pair().arms.map((a) => ({ ...a, histories: a.histories.slice(0, 2) })) },
  'six arms': six(),
  'six arms with fitted curves': six({ fit: wiggly(6) }),
  'a title of 120 characters': pair({ title: TITLE_120, fit: wiggly(2) }),
  'a title of one word too wide for a line': pair({ title: 'overfitting'.repeat(11) }),
  'a subtitle of two lines': pair({ subtitle: pair().subtitle.repeat(2) }),
  'nothing known of noise or baseline': pair({ noiseFloor: null, meanBaseline: null }),
  'a single step': chartOf([0, 0.01].map((wd) => arm(wd, 5, () => ({ steps: 1 })))),
  'losses of exactly zero': chartOf(
    [0, 0.01].map((wd) => arm(wd, 3, () => ({ training: 0, validation: 0, start: 0 }))),
  ),
  'a training loss that vanishes': chartOf([arm(0, 3, () => ({ training: 1e-30 })), arm(0.01, 3, () => ({}))]),
  'one arm diverged': chartOf([noSurvivor(0), arm(0.01, 3, () => ({}))], {
    fit: { ...wiggly(2), learnt: [null, wiggly(2).learnt[1]!] },
  }),
  'one seed of five diverged': chartOf([
    arm(0, 5, (seed) => ({ divergedAt: seed === 2 ? 700 : null })),
    arm(0.01, 5, () => ({})),
  ]),
  'every arm diverged': chartOf([noSurvivor(0), noSurvivor(0.01)], { fit: { ...wiggly(2), learnt: [null, null] } }),
  'six arms diverged': chartOf(sixWds.map(noSurvivor)),
  'diverged before the first record': chartOf([arm(0, 2, () => ({ divergedAt: 0 })), arm(0.01, 2, () => ({}))]),
  'all diverged before the first record': chartOf([arm(0, 2, () => ({ divergedAt: 0 }))]),
  'losses near the largest number there is': chartOf(
    [0, 0.01].map((wd) => arm(wd, 2, () => ({ start: 1e300, validation: 1.7e308, training: 1e308, length: 1e300 }))),
  ),
  'arms that do exactly the same': chartOf([0, 0.01, 0.1].map((wd) => arm(wd, 3, () => ({})))),
  'a fitted curve that dives out of the picture': pair({
    fit: { ...wiggly(2), learnt: [{ x: [-1, 0, 1], y: [0, -1e9, 0] }, wiggly(2).learnt[1]!] },
  }),
  'names and titles an SVG cannot hold': pair({
    title: 'a\u0000b\u001b[31m <script>&amp; \ud800 "quotes"',
    arms: pair().arms.map((a) => ({ ...a, label: `${a.label} <b>&</b> and a very long name` })),
  }),
};

describe.each(Object.entries(CHARTS))('%s', (_, chart) => {
  test('is drawn with no word cut or on another', async () => {
    const scene = await sceneOf(chart, measure);
    expect(collisions(scene.words)).toEqual([]);
    expect(outside(scene)).toEqual([]);
  });
});

describe('the PNG', () => {
  const artist = createArtist();

  test.each(['a pair with fitted curves', 'six arms diverged', 'a single step', 'names and titles an SVG cannot hold'])(
    'decodes to twice the size of the page, its edges bare: %s',
    async (name) => {
      const chart = CHARTS[name]!;
      const { drawing } = await sceneOf(chart, measure);
      const png = PNG.sync.read(Buffer.from(await artist.draw(chart)));
      expect([png.width, png.height]).toEqual([drawing.width * PAGE.scale, drawing.height * PAGE.scale]);
      expect(inkAtTheEdges(png)).toBe(0);
    },
  );

  test('is no more than half as high again as Discord shows beside a message', async () => {
    const png = PNG.sync.read(Buffer.from(await artist.draw(pair({ fit: wiggly(2) }))));
    expect(png.width / png.height).toBeGreaterThan(1.45);
  });

  test('is the same to the byte for the same chart', async () => {
    expect(Buffer.compare(await artist.draw(pair()), await artist.draw(pair()))).toBe(0);
  });

  test('leaves the chart it is given as it was', async () => {
    const chart = pair({ fit: wiggly(2) });
    const before = structuredClone(chart);
    await artist.draw(chart);
    expect(chart).toEqual(before);
  });
});

describe('every word is really painted', () => {
  test.each(['a pair with fitted curves', 'six arms', 'every arm diverged'])('%s', async (name) => {
    const { words, svg } = await sceneOf(CHARTS[name]!, measure);
    const painted = rasterise(svg, FONTS);
    const wordless = rasterise(svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, ''), FONTS);
    const fontless = rasterise(svg, []);
    expect(words.length).toBeGreaterThan(10);
    for (const word of words) expect([word.text, changed(painted, wordless, word) > 0.06]).toEqual([word.text, true]);
    // The control: without font files the renderer paints no word and says nothing, and this very check finds out.
    for (const word of words) expect([word.text, changed(fontless, wordless, word)]).toEqual([word.text, 0]);
  });

  test('as wide as Vega is told', () => {
    for (const bold of [false, true]) {
      for (const text of [
        'no decay',
        '0.0075 wd 0.001',
        'Decay helped: validation loss 0.207 → 0.124',
        '√(w₁² + w₂²)',
      ]) {
        const weight = bold ? 'bold' : 'normal';
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="60"><text x="10" y="40" font-family="Inter" font-weight="${weight}" font-size="29" fill="#ffffff">${text}</text></svg>`;
        const picture = rasterise(svg, FONTS);
        const columns = inkedColumns(picture);
        const drawn = (columns.at(-1)! - columns[0]!) / PAGE.scale;
        const told = measure(text, 29, bold);
        expect(drawn).toBeLessThan(told + 1);
        expect(drawn).toBeGreaterThan(told * 0.95 - 4);
      }
    }
  });
});

test('whatever the runs did, the chart is drawn and no word is cut', async () => {
  const value = fc.oneof(
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.constantFrom(0, 1e-300, 1e-12, 1, 1e6, 1e300, Number.MAX_VALUE, Number.MIN_VALUE),
  );
  const shape = fc.record({
    steps: fc.constant(0),
    start: value,
    training: value,
    validation: value,
    length: value,
    divergedAt: fc.option(fc.nat(5000), { freq: 3 }),
  });
  const charts = fc
    .tuple(
      fc.array(fc.array(shape, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(1, 2, 7, 500, 3000, 98_765, 1_234_567),
      fc.option(value),
      fc.option(value),
      fc.boolean(),
    )
    .map(([arms, steps, noiseFloor, meanBaseline, fitted]) =>
      chartOf(
        arms.map((shapes, i) => ({
          label: i === 0 ? 'no decay' : `wd ${sixWds[i]}`,
          wd: sixWds[i]!,
          histories: shapes.map((s, seed) =>
            history({
              ...s,
              steps,
              seed,
              wd: sixWds[i]!,
              divergedAt: s.divergedAt === null ? null : s.divergedAt % (steps + 1),
            }),
          ),
        })),
        { noiseFloor, meanBaseline, fit: fitted ? wiggly(arms.length) : null },
      ),
    );
  await fc.assert(
    fc.asyncProperty(charts, async (chart) => {
      const scene = await sceneOf(chart, measure);
      expect(outside(scene)).toEqual([]);
      expect(collisions(scene.words)).toEqual([]);
      expect(scene.svg).not.toMatch(/NaN|Infinity|undefined/);
    }),
    { numRuns: 60 },
  );
}, 60_000);

function collisions(words: readonly Word[]): string[] {
  return words.flatMap((a, i) => words.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.text} | ${b.text}`] : [])));
}

function outside({ words, drawing }: Scene): string[] {
  return words
    .filter((w) => w.left < 4 || w.top < 4 || w.right > drawing.width - 4 || w.bottom > drawing.height - 4)
    .map((w) => w.text);
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** The share of a word's room whose pixels differ between two pictures. */
function changed(a: Pixels, b: Pixels, word: Word): number {
  const [left, right, top, bottom] = [word.left, word.right, word.top, word.bottom].map((v) =>
    Math.round(v * PAGE.scale),
  );
  let different = 0;
  for (let y = top!; y < bottom!; y++) {
    for (let x = left!; x < right!; x++) {
      const at = (y * a.width + x) * 4;
      if (a.pixels[at] !== b.pixels[at] || a.pixels[at + 2] !== b.pixels[at + 2]) different++;
    }
  }
  return different / ((bottom! - top!) * (right! - left!));
}

function inkAtTheEdges({ width, height, data }: PNG): number {
  const ground = Number.parseInt(COLOUR.ground.slice(1), 16);
  let ink = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x >= 8 && x < width - 8 && y >= 8 && y < height - 8) continue;
      if (data.readUIntBE((y * width + x) * 4, 3) !== ground) ink++;
    }
  }
  return ink;
}

function inkedColumns({ width, height, pixels }: Pixels): number[] {
  const columns: number[] = [];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if (pixels[(y * width + x) * 4]! > 120) {
        columns.push(x);
        break;
      }
    }
  }
  return columns;
}
