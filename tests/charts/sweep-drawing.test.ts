import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { createArtist } from '../../src/charts/index.ts';
import { overlap } from '../../src/charts/label-placement.ts';
import type { SweepCell, SweepChart } from '../../src/charts/spec.ts';
import { layOut } from '../../src/charts/sweep-chart.ts';
import { PAGE } from '../../src/charts/theme.ts';
import { measurer, type Scene, sceneOfDrawing } from './scene.ts';

const measure = measurer();

function chartOf(
  lrs: readonly number[],
  wds: readonly number[],
  loss: (row: number, column: number) => Pick<SweepCell, 'loss' | 'lost'> | null,
  rest: Partial<SweepChart> = {},
): SweepChart {
  const cells = lrs.flatMap((_, row) =>
    wds.flatMap((_wd, column) => {
      const cell = loss(row, column);
      return cell === null ? [] : [{ row, column, ...cell }];
    }),
  );
  const finished = cells.filter((cell) => cell.loss !== null);
  const best = finished.toSorted((a, b) => a.loss! - b.loss!)[0];
  return {
    kind: 'sweep',
    title: 'Best at lr 0.047, wd 0.0048: 0.115, without decay 0.116',
    subtitle: 'SGD, momentum 0.9 · curve: 20 noisy points · tanh 32-32 · 3,000 steps · 3 seeds',
    lrs,
    wds,
    cells,
    best: best === undefined ? null : { row: best.row, column: best.column },
    baseline: { loss: 0.6, name: 'mean guess', subject: 'Always predicting the mean' },
    noiseFloor: 0.09,
    theoryWd: null,
    ...rest,
  };
}

const logSpaced = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => Number((from * (to / from) ** (i / Math.max(1, count - 1))).toPrecision(2)));

/** Diverged above, collapsed at the right, a basin between. */
const usual = (row: number, column: number) =>
  row > 8 ? { loss: null, lost: 3 } : { loss: 0.115 + 0.004 * (column - 5) ** 2 + row / 500, lost: row === 8 ? 1 : 0 };

const lrs = logSpaced(0.005, 0.3, 12);
const wds = [0, ...logSpaced(0.0003, 0.3, 11)];

const CHARTS: Readonly<Record<string, SweepChart>> = {
  'the usual map': chartOf(lrs, wds, usual),
  'theory’s best wd': chartOf(lrs, wds, usual, { theoryWd: 0.01 }),
  'theory’s best wd beyond the map': chartOf(lrs, wds, usual, { theoryWd: 10 }),
  'half of it done': chartOf(lrs, wds, (row, column) => ((row + column) % 2 === 0 ? usual(row, column) : null)),
  'nothing done': chartOf(lrs, wds, () => null),
  'everything diverged': chartOf(lrs, wds, () => ({ loss: null, lost: 3 })),
  'one lr and one wd': chartOf([0.05], [0, 0.01], usual),
  'one cell': chartOf([0.05], [0.01], usual),
  'no column without decay': chartOf(lrs, wds.slice(1), usual),
  'twenty by twenty': chartOf(logSpaced(1e-3, 1, 20), [0, ...logSpaced(1e-4, 10, 20)], usual),
  'twenty lrs of one wd': chartOf(logSpaced(1e-3, 1, 20), [0, 0.01], usual),
  'one lr of twenty wds': chartOf([0.05], [0, ...logSpaced(1e-3, 1, 20)], usual),
  'values as long as they come': chartOf(
    [1.23456789012345e-7, 0.0123456789012345, 123.456789012345],
    [0, 2.34567890123456e-9, 0.00123456789012345, 987.654321098765],
    () => ({ loss: 1.2345678e-12, lost: 0 }),
  ),
  'five by five, with the losses in the cells': chartOf(
    logSpaced(0.01, 0.2, 5),
    [0, ...logSpaced(1e-3, 0.1, 5)],
    usual,
  ),
  'losses that are all the same': chartOf(lrs, wds, () => ({ loss: 0.3, lost: 0 })),
  'losses from next to nothing to the largest number': chartOf(lrs, wds, (row) => ({
    loss: [0, Number.MIN_VALUE, 1e-12, 1, 1e300, Number.MAX_VALUE][row % 6]!,
    lost: 0,
  })),
  'nothing known of baseline or noise': chartOf(lrs, wds, usual, { baseline: null, noiseFloor: null }),
  'a title of two lines': chartOf(lrs, wds, usual, { title: 'Best at lr 0.047, wd 0.0048 and so on '.repeat(3) }),
  'titles an SVG cannot hold': chartOf(lrs, wds, usual, { title: 'a\u0000b\u001b[31m <script>&amp; \ud800 "quotes"' }),
};

describe.each(Object.entries(CHARTS))('%s', (_, chart) => {
  test('is drawn with no word cut or on another', async () => {
    const scene = await sceneOf(chart);
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
    expect(scene.svg).not.toMatch(/NaN|Infinity|undefined|null/u);
  });
});

test('whatever the grid and its losses, no word is cut or on another', async () => {
  const value = fc.oneof(
    fc.double({ min: 1e-6, max: 1_000, noNaN: true }),
    fc.constantFrom(0.05, 0.001, 1e-300, Number.MIN_VALUE, 1_000, 123.45678901234567),
  );
  const some = (most: number) =>
    fc.uniqueArray(value, { minLength: 1, maxLength: most }).map((all) => all.toSorted((a, b) => a - b));
  const loss = fc.oneof(
    fc.constant({ loss: null, lost: 3 }),
    fc.constant(null),
    fc.record({ loss: fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), value), lost: fc.nat(1) }),
  );
  const charts = fc
    .record({
      rows: some(20),
      columns: some(20),
      none: fc.boolean(),
      losses: fc.array(loss, { minLength: 1, maxLength: 50 }),
    })
    .chain(({ rows, columns, none, losses }) =>
      fc
        .record({ noiseFloor: fc.option(value), theoryWd: fc.option(value), mean: fc.option(value) })
        .map(({ noiseFloor, theoryWd, mean }) =>
          chartOf(
            rows,
            none ? [0, ...columns] : columns,
            (row, column) => losses[(row * 31 + column) % losses.length]!,
            {
              noiseFloor,
              theoryWd,
              baseline: mean === null ? null : { loss: mean, name: 'mean guess', subject: 'The mean' },
            },
          ),
        ),
    );
  await fc.assert(
    fc.asyncProperty(charts, async (chart) => {
      const scene = await sceneOf(chart);
      expect(outside(scene)).toEqual([]);
      expect(collisions(scene)).toEqual([]);
      expect(scene.svg).not.toMatch(/NaN|Infinity|undefined/u);
    }),
    { numRuns: 40 },
  );
}, 60_000);

describe('what is told apart', () => {
  const fills = async (chart: SweepChart) =>
    (await sceneOf(chart)).drawing.rows['sweep-cells']!.map(({ fill }) => fill);
  const at = (row: number, column: number) => row * wds.length + column;

  test('a cell that diverged, one that is not done, and the worst loss have three looks', async () => {
    const chart = chartOf(lrs, wds, (row, column) =>
      row === 0 ? null : row === 1 ? { loss: null, lost: 3 } : { loss: column === 3 ? 0.6 : 0.1, lost: 0 },
    );
    const all = await fills(chart);
    expect(new Set([all[at(0, 0)], all[at(1, 0)], all[at(2, 0)], all[at(2, 3)]]).size).toBe(4);
  });

  test('the lower the loss the lighter, in greys too', async () => {
    const chart = chartOf([0.1], wds, (_, column) => ({ loss: 0.1 * 1.15 ** column, lost: 0 }));
    const lightness = (await fills(chart)).map(luminance);
    expect(lightness).toEqual(lightness.toSorted((a, b) => b - a));
  });

  test('the mean is named in the key however many digits it has', async () => {
    const loss = 0.01006;
    const chart = chartOf(lrs, wds, (_, column) => ({ loss: 0.0086 + column / 800, lost: 0 }));
    const { rows } = (await sceneOf({ ...chart, baseline: { ...chart.baseline!, loss } })).drawing;
    expect(
      Object.values(rows)
        .flat()
        .map(({ text }) => text),
    ).toContain('0.0101 mean');
  });

  test('a loss beyond all others takes no colour from them, and the key says so', async () => {
    const losses = (worst: number) =>
      chartOf([0.1], wds, (_, column) => ({ loss: column === 0 ? worst : 0.1 + column / 30, lost: 0 }));
    expect((await fills(losses(1e30))).slice(1)).toEqual((await fills(losses(1e3))).slice(1));
    expect((await sceneOf(losses(1e30))).words.map(({ text }) => text)).toContain('≥ 0.750');
  });

  test('lines of equal lr·wd pass through the cells whose product it is', async () => {
    const tens = [0.001, 0.01, 0.1, 1];
    const { drawing } = await sceneOf(chartOf(tens, [0, ...tens], usual));
    const { rows } = drawing;
    const middles = rows['sweep-cells']!.map((cell, i) => ({
      lr: tens[Math.floor(i / 5)]!,
      wd: [0, ...tens][i % 5]!,
      x: (Number(cell['x']) + Number(cell['x2'])) / 2,
      y: (Number(cell['y']) + Number(cell['y2'])) / 2,
    }));
    const ends = rows['sweep-lines']!.map(({ x, y }) => ({ x: Number(x), y: Number(y) }));
    const near = (cell: { x: number; y: number }) => ends.some(({ x, y }) => Math.hypot(x - cell.x, y - cell.y) < 0.5);
    // 0.01 is drawn: it leaves the map above.
    const onLine = middles.filter(({ lr, wd }) => wd > 0 && Math.abs(lr * wd - 0.01) < 1e-9);
    expect(onLine.length).toBe(3);
    for (const cell of onLine) expect(near(cell)).toBe(true);
  });

  test('theory’s best wd stands where its logarithm is, and only on the map', async () => {
    const line = async (theoryWd: number) =>
      (await sceneOf(chartOf(lrs, [0, 0.01, 0.1, 1], usual, { theoryWd }))).drawing.rows['sweep-lines']!.filter(
        ({ dash }) => (dash as number[]).length > 0,
      );
    const [inside] = await line(0.1);
    const cells = (await sceneOf(chartOf(lrs, [0, 0.01, 0.1, 1], usual))).drawing.rows['sweep-cells']!;
    expect(inside!['x']).toBeCloseTo((Number(cells[2]!['x']) + Number(cells[2]!['x2'])) / 2, 6);
    expect(await line(100)).toEqual([]);
  });
});

describe('the PNG', () => {
  const artist = createArtist();

  test('has the size of the page, and is the same to the byte for the same map', async () => {
    const chart = CHARTS['the usual map']!;
    const { drawing } = await sceneOf(chart);
    const bytes = await artist.draw(chart);
    const png = PNG.sync.read(Buffer.from(bytes));
    expect([png.width, png.height]).toEqual([drawing.width * PAGE.scale, drawing.height * PAGE.scale]);
    expect(Buffer.compare(bytes, await artist.draw(chart))).toBe(0);
  });
});

function sceneOf(chart: SweepChart): Promise<Scene> {
  return sceneOfDrawing(layOut(chart, measure));
}

function collisions({ words }: Scene): string[] {
  return words.flatMap((a, i) => words.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.text} | ${b.text}`] : [])));
}

function outside({ words, drawing }: Scene): string[] {
  return words
    .filter((w) => w.left < 4 || w.top < 4 || w.right > drawing.width - 4 || w.bottom > drawing.height - 4)
    .map(({ text }) => text);
}

function luminance(fill: unknown): number {
  const [r, g, b] = [...String(fill).matchAll(/\d+/gu)].map(([value]) => Number(value));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
