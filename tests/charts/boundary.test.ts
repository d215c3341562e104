import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { altText } from '../../src/charts/alt-text.ts';
import { overlap } from '../../src/charts/label-placement.ts';
import { zeroLine } from '../../src/charts/level-line.ts';
import type { TrainChart } from '../../src/charts/spec.ts';
import { trainSpec } from '../../src/charts/train-spec.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { moons } from '../experiments.ts';
import { study } from '../findings/runs.ts';
import { madeUpTable } from '../tables.ts';
import { measurer, sceneOf } from './scene.ts';

const grid = (count: number) => Array.from({ length: count }, (_, index) => -1 + (2 * index) / (count - 1));

/** f at every place of a square grid around the origin. */
function gridOf(count: number, f: (x: number, y: number) => number) {
  const places = grid(count);
  return { places, values: places.flatMap((y) => places.map((x) => f(x, y))) };
}

describe('the line where a function is zero', () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  test('lies on it: exactly, if the function is flat', () => {
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const f = (x: number, y: number) => a * x + b * y + c / 2;
        const { places, values } = gridOf(7, f);
        for (const [from, to] of zeroLine(places, places, values)) {
          for (const [x, y] of [from, to]) expect(Math.abs(f(x, y))).toBeLessThan(1e-12);
        }
      }),
    );
  });

  test('goes once around a circle', () => {
    const { places, values } = gridOf(81, (x, y) => Math.hypot(x, y) - 0.7);
    const segments = zeroLine(places, places, values);
    const length = segments.reduce((sum, [[x1, y1], [x2, y2]]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
    expect(length).toBeCloseTo(2 * Math.PI * 0.7, 2);
  });

  test('never ends within the grid: each end meets another, or the edge', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-3, -1, 1, 2), { minLength: 36, maxLength: 36 }), (values) => {
        const ends = zeroLine(grid(6), grid(6), values).flat();
        const inside = ends.filter(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) < 0.999);
        for (const [x, y] of inside) {
          const here = inside.filter(([a, b]) => Math.hypot(a - x, b - y) < 1e-9);
          expect(here.length % 2).toBe(0);
        }
      }),
    );
  });

  test('is nowhere where the function has one sign', () => {
    const { places, values } = gridOf(5, () => 1);
    expect(zeroLine(places, places, values)).toEqual([]);
  });
});

function chartOf(experiment: Experiment, wds = [experiment.wd]): TrainChart {
  const { without, decayed, findings } = study(experiment, wds);
  return trainSpec([without, ...decayed], findings);
}

const small: Experiment = { ...moons, hidden: [12], steps: 300, seeds: 3 };
const classes = madeUpTable({ features: 2, kind: 'classes' });
const table: Experiment = { ...small, task: 'csv', table: classes };

describe('what a network learnt of two classes', () => {
  const measure = measurer();
  const charts: Readonly<Record<string, TrainChart>> = {
    'moons, a pair': chartOf(small),
    'moons without decay': chartOf({ ...small, wd: 0 }),
    'moons, three wds': chartOf(small, [0.001, 0.01, 0.1]),
    'moons, five wds': chartOf(small, [0.001, 0.003, 0.01, 0.03, 0.1]),
    'a table of one’s own': chartOf(table),
    'names that are too long': chartOf({
      ...table,
      table: {
        ...classes,
        columns: ['the length of a petal in millimetres', 'the width of a petal, in inches', 'kind'],
        classNames: ['a very long name of a class indeed', 'another name that has no end'],
      },
    }),
    'a run that diverged': chartOf({ ...small, lr: 1_000 }),
  };

  test.each(Object.entries(charts))('%s: is drawn with no word cut or on another', async (_, chart) => {
    const { words, drawing, svg } = await sceneOf(chart, measure);
    const collisions = words.flatMap((a, i) =>
      words
        .slice(i + 1)
        .filter((b) => overlap(a, b))
        .map((b) => `${a.text} | ${b.text}`),
    );
    expect(collisions).toEqual([]);
    const outside = words.filter(
      ({ left, right, top, bottom }) => left < 4 || top < 4 || right > drawing.width - 4 || bottom > drawing.height - 4,
    );
    expect(outside).toEqual([]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
  });

  test('is told in words too, with how many were named rightly', () => {
    const text = altText(charts['moons, a pair']!, 1_024);
    expect(text).toMatch(/^Chart of loss, weights and the boundaries between the classes\./u);
    expect(text).toMatch(/no decay: .* [\d.]+\u00a0% of new points named rightly\./u);
    expect(text).toContain('Guessing the classes’ shares scores 0.693.');
  });

  test('marks the labels that are wrong on purpose, as many as there are', () => {
    const { boundary } = charts['moons, a pair']!;
    expect(boundary!.points).toHaveLength(60);
    expect(boundary!.points.filter(({ wrong }) => wrong)).toHaveLength(6);
    expect(charts['a table of one’s own']!.boundary!.points.every(({ wrong }) => !wrong)).toBe(true);
  });

  test('parts the plane where the network’s logit is zero', () => {
    const { learnt } = charts['moons, a pair']!.boundary!;
    for (const line of learnt) expect(line!.length).toBeGreaterThan(20);
  });
});

test('a table of one feature shows its curves, though nobody knows the truth', async () => {
  const chart = chartOf({ ...small, task: 'csv', table: madeUpTable({ features: 1 }) });
  expect(chart.fit!.truth).toBeNull();
  const { words } = await sceneOf(chart, measurer());
  expect(words.map(({ text }) => text)).not.toContain('truth');
});
