import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut } from '../../src/charts/forces-chart.ts';
import { FATE, forcesAlt, forcesSpec } from '../../src/charts/forces-spec.ts';
import type { ForcesChart } from '../../src/charts/spec.ts';
import { MAX_ALT } from '../../src/chat/reply.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { curve, ridge } from '../experiments.ts';
import { forcesOf } from '../findings/forces-runs.ts';
import { anyExperiment } from '../training/experiments.ts';
import { measurer, type Scene, sceneOfDrawing } from './scene.ts';
import { collisions, outside } from './words-apart.ts';

const measure = measurer();
const small: Experiment = { ...curve, hidden: [8], steps: 400, seeds: 1 };

function chartOf(experiment: Experiment): ForcesChart {
  return forcesSpec(forcesOf(experiment))!;
}

function drawn(chart: ForcesChart): Promise<Scene> {
  return sceneOfDrawing(layOut(chart, measure));
}

const longWd = { ...small, optimizer: 'adamw', momentum: 0, lr: 0.0123456, wd: 0.0123456789 } as const;

describe.each<[string, ForcesChart]>([
  ['the default, shorter', chartOf(small)],
  ['ridge', chartOf({ ...ridge, seeds: 1 })],
  ['no decay', chartOf({ ...small, wd: 0 })],
  ['a single step', chartOf({ ...small, steps: 1 })],
  ['so much decay that no weight grows', chartOf({ ...small, wd: 0.5 })],
  ['spared biases, and a formula of many letters', chartOf({ ...longWd, decayBiases: false })],
  ['sgdw with momentum', chartOf({ ...small, optimizer: 'sgdw', wd: 0.1 })],
  [
    'weights that are all the same nothing',
    { ...chartOf(small), weights: new Float64Array(25), push: new Float64Array(25) },
  ],
  ['a title of two lines', { ...chartOf(small), title: 'push and pull and nothing else '.repeat(4).trim() }],
])('%s', (_, chart) => {
  test('is drawn with no word cut or on another', async () => {
    const scene = await drawn(chart);
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
  });
});

test('whatever the runs did, the chart is drawn and no word is cut', async () => {
  await fc.assert(
    fc.asyncProperty(anyExperiment, async (experiment) => {
      const chart = forcesSpec(forcesOf(experiment));
      if (chart === null) return;
      const scene = await drawn(chart);
      expect(outside(scene)).toEqual([]);
      expect(collisions(scene)).toEqual([]);
      expect(scene.svg).not.toMatch(/NaN|Infinity|undefined/);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('a dot is on the line exactly if the push balances the pull', () => {
  const chart = chartOf({ ...ridge, seeds: 1 });
  for (const [i, w] of chart.weights.entries()) expect(chart.push[i]).toBeCloseTo(chart.slope * w, 9);
  const { rows } = layOut(chart, measure);
  expect(rows['forces-rest']!.map(({ x, y }) => (y as number) / (x as number))).toEqual([
    expect.closeTo(ridge.wd, 9),
    expect.closeTo(ridge.wd, 9),
  ]);
  expect(rows['forces-points']).toHaveLength(20);
});

test('of weights too many to be told apart, one dot a spot is drawn', () => {
  const many = 20_000;
  const crowd = {
    ...chartOf(small),
    weights: Float64Array.from({ length: many }, (_, i) => Math.sin(i)),
    push: Float64Array.from({ length: many }, (_, i) => Math.sin(i) / 100),
    fate: new Uint8Array(many).fill(FATE.shrank),
  };
  expect(layOut(crowd, measure).rows['forces-points']!.length).toBeLessThan(1_000);
});

test('the alternative text states the finding and its numbers, and fits', () => {
  const study = forcesOf(small);
  const chart = forcesSpec(study)!;
  const alt = forcesAlt(chart, study, MAX_ALT);
  expect(alt).toContain(chart.title);
  expect(alt).toContain(`${study.shown!.balance.grew} weights grew`);
  expect(alt).toContain('within 5 % of the line −g = 0.01·w');
  expect(alt.length).toBeLessThanOrEqual(MAX_ALT);
  expect(forcesAlt(chart, study, 300).length).toBeLessThanOrEqual(300);
});
