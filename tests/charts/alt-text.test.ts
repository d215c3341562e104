import { describe, expect, test } from 'vitest';
import { altText } from '../../src/charts/alt-text.ts';
import { arm, chartOf } from './made-up.ts';

describe('the words of a chart', () => {
  const six = chartOf([0, 0.0001234, 0.001, 0.01, 0.1, 123.456].map((wd) => arm(wd, 5, () => ({}))));

  test('name every arm with its numbers', () => {
    const text = altText(six, 1_024);
    for (const { label } of six.arms) expect(text).toContain(`${label}: training loss `);
  });

  test('never pass the limit, and begin with the finding whatever is left out', () => {
    for (const most of [1_024, 500, 300]) {
      const text = altText({ ...six, subtitle: 'lr 0.05 · '.repeat(12) }, most);
      expect(text.length).toBeLessThanOrEqual(most);
      expect(text).toContain(six.title);
    }
  });
});
