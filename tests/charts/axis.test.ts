import { describe, expect, test } from 'vitest';
import { linearAxis, logAxis, share } from '../../src/charts/axis.ts';
import { cut } from '../../src/charts/cut.ts';
import { lossAxis } from '../../src/charts/loss-axis.ts';

describe('the numbers on a log axis', () => {
  test('are the 1, 2 and 5 of each power of ten', () => {
    expect(logAxis(0.018, 0.7, 9).ticks).toEqual([0.02, 0.05, 0.1, 0.2, 0.5]);
  });

  test('are powers of ten alone when the range holds many', () => {
    expect(logAxis(0.0003, 20, 9).ticks).toEqual([0.001, 0.01, 0.1, 1, 10]);
  });

  test('are round powers of ten when it holds very many', () => {
    expect(logAxis(0.5, 1e290, 9).ticks).toEqual([1, 1e50, 1e100, 1e150, 1e200, 1e250]);
    expect(logAxis(1e-12, 1e30, 9).ticks).toEqual([1e-10, 1e-5, 1, 1e5, 1e10, 1e15, 1e20, 1e25, 1e30]);
  });

  test('are never too many, and never fewer than two', () => {
    for (const [low, high] of [
      [1e-300, 1e300],
      [1e-9, 1],
      [0.1, 0.31],
      [0.95, 2.9],
      [3, 1e40],
    ] as const) {
      const { ticks } = logAxis(low, high, 9);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true);
    }
  });
});

test('the numbers on a linear axis are multiples of 1, 2 or 5 within it', () => {
  expect(linearAxis(0, 16.5, 2).ticks).toEqual([0, 10]);
  expect(linearAxis(-1.8, 1.3, 4).ticks).toEqual([-1, 0, 1]);
  expect(linearAxis(0, 90, 2).ticks).toEqual([0, 50]);
  expect(linearAxis(0, 67, 1).ticks).toEqual([0, 50]);
  expect(linearAxis(0, 0.3, 3).ticks).toEqual([0, 0.1, 0.2, 0.3]);
});

describe('the loss axis', () => {
  const line = (...y: number[]) => ({ x: y.map((_, i) => i * 100), y });
  const range = { settled: [], validation: [], diverged: [], bands: [], references: [] };
  const decades = ([low, high]: readonly [number, number]) => Math.log10(high / low);

  test('keeps the story when another arm explodes', () => {
    const calm = line(1, 0.3, 0.1);
    const { domain } = lossAxis(
      { ...range, settled: [calm], validation: [calm], diverged: [line(1, 1e100, 1e300)] },
      200,
      9,
    );
    expect(domain[1]).toBeLessThan(30);
    expect(domain[0]).toBeLessThan(0.1);
  });

  test('keeps the story when an arm ends at a finite but enormous loss', () => {
    const calm = line(1, 0.3, 0.1);
    const { domain } = lossAxis({ ...range, settled: [calm, line(1, 1e100, 1e300)], validation: [calm] }, 200, 9);
    expect(domain[1]).toBeLessThan(30);
  });

  test('follows a training loss that vanishes only so far', () => {
    const calm = line(1, 0.3, 0.1);
    const { domain } = lossAxis({ ...range, settled: [calm, line(1, 1e-9, 0)], validation: [calm] }, 200, 9);
    expect(decades(domain)).toBeLessThan(6.5);
    expect(domain[0]).toBeGreaterThan(0);
  });

  test('shows the whole explosion when there is nothing else to see', () => {
    const { domain } = lossAxis({ ...range, diverged: [line(1, 1e100, 1e250)] }, 200, 9);
    expect(domain[1]).toBeGreaterThan(1e250);
  });

  test('holds the noise floor and the baseline', () => {
    const { domain } = lossAxis(
      { ...range, settled: [line(0.3, 0.2)], validation: [line(0.3, 0.2)], references: [0.09, 0.52] },
      100,
      9,
    );
    expect(domain[0]).toBeLessThan(0.09);
    expect(domain[1]).toBeGreaterThan(0.52);
  });

  test('has two ends, the lower first, whatever it is given', () => {
    for (const y of [[], [0], [0, 0], [1e308, 1e308], [5e-324, 5e-324], [1, 1]]) {
      const curve = line(...y);
      const { domain, ticks } = lossAxis({ ...range, settled: [curve], validation: [curve], bands: [curve] }, 100, 9);
      expect(domain[0]).toBeGreaterThan(0);
      expect(domain[1]).toBeGreaterThan(domain[0]);
      expect(ticks.length).toBeGreaterThan(0);
    }
  });
});

describe('a line that leaves the plot', () => {
  const axis = linearAxis(0, 10, 2);

  test('is cut exactly at the edge and taken up again where it returns', () => {
    expect(cut({ x: [0, 1, 2], y: [5, 15, 5] }, axis)).toEqual([
      { x: [0, 0.5], y: [5, 10] },
      { x: [1.5, 2], y: [10, 5] },
    ]);
  });

  test('is kept where it crosses the whole plot between two points', () => {
    expect(cut({ x: [0, 1], y: [-10, 20] }, axis)).toEqual([{ x: [1 / 3, 2 / 3], y: [0, 10] }]);
    expect(cut({ x: [0, 1], y: [20, -10] }, axis)).toEqual([{ x: [1 / 3, 2 / 3], y: [10, 0] }]);
  });

  test('is left as it is inside, edges included', () => {
    expect(cut({ x: [0, 1, 2], y: [0, 10, 3] }, axis)).toEqual([{ x: [0, 1, 2], y: [0, 10, 3] }]);
    expect(cut({ x: [0, 1], y: [11, 12] }, axis)).toEqual([]);
  });

  test('is cut on a log axis along the line one sees', () => {
    const log = logAxis(0.1, 10, 9);
    const [piece] = cut({ x: [0, 1], y: [1, 100] }, log);
    expect(share(log, piece!.y.at(-1)!)).toBe(1);
    expect(piece!.x.at(-1)).toBeCloseTo(0.5, 12);
  });
});
