import { expect, test } from 'vitest';
import { toExperiment } from '../../src/chat/experiment-options.ts';
import { SHORT } from '../../src/lab/budget.ts';
import { costOfRun } from '../../src/training/cost.ts';
import { endless } from './experiments.ts';
import { behaving, long } from './hostile-lab.ts';

test.for(['curve', 'ridge', 'moons', 'wide'] as const)('a run of the usual /train of %s is short', (task) => {
  expect(costOfRun({ ...toExperiment({}), task })).toBeLessThan(SHORT);
});

test('what nobody would wait for is not short', () => {
  expect(costOfRun(endless)).toBeGreaterThan(SHORT);
  expect(costOfRun({ ...toExperiment({}), steps: 100_000 })).toBeGreaterThan(SHORT);
});

test('what stands in for either in tests is what it stands for', () => {
  expect(costOfRun(behaving('nap'))).toBeLessThan(SHORT);
  expect(costOfRun(long)).toBeGreaterThan(SHORT);
});
