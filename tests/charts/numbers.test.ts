import { expect, test } from 'vitest';
import { round, thousands } from '../../src/charts/numbers.ts';

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
  expect([1_000_000, 1_234_567].map(thousands)).toEqual(['1M', '1.23M']);
});
