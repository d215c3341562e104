import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut } from '../../src/charts/optimizers-chart.ts';
import { optimizersAlt, optimizersSpec } from '../../src/charts/optimizers-spec.ts';
import { MAX_ALT } from '../../src/chat/reply.ts';
import { figure } from '../../src/findings/figures.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { curve, ridge } from '../experiments.ts';
import { optimizersOf } from '../findings/optimizers-runs.ts';
import { anyExperiment } from '../training/experiments.ts';
import { measurer, sceneOfDrawing } from './scene.ts';
import { collisions, outside } from './words-apart.ts';

const measure = measurer();
const small: Experiment = { ...curve, hidden: [6], steps: 300, seeds: 2, lr: 0.02 };

describe.each<[string, Experiment]>([
  ['a network', small],
  ['ridge', { ...ridge, seeds: 2, lr: 0.03 }],
  ['a single step', { ...small, steps: 1 }],
  ['SGD diverged', { ...ridge, seeds: 2, lr: 5, steps: 200 }],
  ['all diverged', { ...ridge, seeds: 2, lr: 900, wd: 900, steps: 300 }],
  ['weights that vanish', { ...small, wd: 5 }],
])('%s', (_, experiment) => {
  test('is drawn with no word cut or on another', async () => {
    const scene = await sceneOfDrawing(layOut(optimizersSpec(optimizersOf(experiment)), measure));
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
  });
});

test('whatever the runs did, the chart is drawn and no word is cut', async () => {
  await fc.assert(
    fc.asyncProperty(anyExperiment, async (drawn) => {
      fc.pre(drawn.wd > 0);
      const steps = Math.min(60, drawn.steps);
      const study = optimizersOf({ ...drawn, optimizer: 'sgd', nesterov: false, steps });
      const scene = await sceneOfDrawing(layOut(optimizersSpec(study), measure));
      expect(outside(scene)).toEqual([]);
      expect(collisions(scene)).toEqual([]);
      expect(scene.svg).not.toMatch(/NaN|Infinity|undefined/);
    }),
    { numRuns: 30 },
  );
}, 60_000);

test('the alternative text states the finding and its numbers, and fits', () => {
  const study = optimizersOf(small);
  const chart = optimizersSpec(study);
  const alt = optimizersAlt(chart, study, MAX_ALT);
  expect(alt).toContain(chart.title);
  for (const { comparison, left } of study.findings) {
    expect(alt).toContain(`validation loss ${figure(comparison.end.with.validationLoss)}`);
    expect(alt).toContain(`left of a weight ${figure(left!.middle)}`);
  }
  expect(alt.length).toBeLessThanOrEqual(MAX_ALT);
  expect(optimizersAlt(chart, study, 300).length).toBeLessThanOrEqual(300);
});
