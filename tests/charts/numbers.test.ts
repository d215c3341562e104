import { expect, test } from 'vitest';
import { measured, round, thousands } from '../../src/charts/numbers.ts';

test('measured numbers keep three digits, in plain notation as long as that says something', () => {
  const texts = [0.2071, 0.12, 12.64, 1.6149, 123.4, 1204, 0.00012, 0, 3e-12, 1e300, 1.26e-7].map((v) => measured(v));
  expect(texts).toEqual([
    '0.207',
    '0.120',
    '12.6',
    '1.61',
    '123',
    '1,204',
    '0.000120',
    '0',
    '3e−12',
    '1e300',
    '1.3e−7',
  ]);
});

test('measured numbers keep two digits where two were asked for', () => {
  expect([16.19, 4.499, 0.0075, 143].map((v) => measured(v, 2))).toEqual(['16', '4.5', '0.0075', '143']);
});

test('round numbers have as few digits as they can', () => {
  expect([0.02, 0.5, 1, 20, 3000, 1e-7, 1e10, -1, 0].map(round)).toEqual([
    '0.02',
    '0.5',
    '1',
    '20',
    '3,000',
    '1e−7',
    '1e10',
    '−1',
    '0',
  ]);
});

test('steps are counted in thousands from the first thousand on', () => {
  expect([0, 500, 1000, 1500, 20_000].map(thousands)).toEqual(['0', '500', '1k', '1.5k', '20k']);
});
