import { expect, test } from 'vitest';
import { offScale } from '../../src/charts/line-labels.ts';

test('a label says which way its value lies when that is off the scale, and nothing more when it is not', () => {
  const axis = { type: 'linear', domain: [1, 50], ticks: [1, 50] } as const;
  expect(offScale('108 no decay', 108, axis)).toBe('↑ 108 no decay');
  expect(offScale('0.5 wd 1', 0.5, axis)).toBe('↓ 0.5 wd 1');
  expect(offScale('8.14 wd 0.02', 8.14, axis)).toBe('8.14 wd 0.02');
});
