import { expect, test } from 'vitest';
import { settingsLine } from '../../src/charts/settings-line.ts';
import { curve } from '../experiments.ts';
import { madeUpTable } from '../tables.ts';

test.for([
  [2, 'made-up.csv: 1 training row ·'],
  [10, 'made-up.csv: 7 training rows ·'],
] as const)('of a table of %i rows it tells those to train on', ([rows, words]) => {
  expect(settingsLine([{ ...curve, task: 'csv', table: madeUpTable({ rows }) }])).toContain(words);
});
