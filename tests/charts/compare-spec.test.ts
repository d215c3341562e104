import { describe, expect, it } from 'vitest';
import { altText } from '../../src/charts/alt-text.ts';
import { compareSpec } from '../../src/charts/compare-spec.ts';
import { armColours } from '../../src/charts/theme.ts';
import { MAX_ALT } from '../../src/chat/reply.ts';
import { compareFindingsOf } from '../../src/findings/compare-findings.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { train } from '../../src/training/train.ts';
import { curve, moons, ridge } from '../experiments.ts';

function chartOf(a: Experiment, b: Experiment) {
  const arm = (experiment: Experiment) => ({
    experiment,
    histories: [1, 2, 3].map((seed) => train(experiment, seed)),
  });
  return compareSpec(compareFindingsOf(arm(a), arm(b)));
}

const few = (experiment: Experiment) => ({ ...experiment, steps: 20, seeds: 3 });

describe('the chart of a comparison', () => {
  it('names each line by its letter and as much of what tells it apart as there is room for', () => {
    const labels = (a: Experiment, b: Experiment) => chartOf(few(a), few(b)).arms.map(({ label }) => label);
    expect(labels(curve, { ...curve, lr: 0.01 })).toEqual(['A: lr 0.05', 'B: lr 0.01']);
    expect(labels(curve, { ...curve, momentum: 0.95 })).toEqual(['A', 'B']);
    expect(labels(ridge, { ...ridge, wd: 0, lr: 1 })).toEqual(['A: lr 0.1', 'B: lr 1']);
  });

  it('says below its title what differs and what does not, a setting and its value on one line', () => {
    const { subtitle, title } = chartOf(few(ridge), few({ ...ridge, optimizer: 'adamw', lr: 0.03 }));
    expect(subtitle.replaceAll('\u00a0', ' ')).toBe(
      'A: sgd, no momentum, lr 0.1 · B: adamw, lr 0.03 · both: ridge, wd 0.667, linear, 20 steps, 3 seeds',
    );
    expect(subtitle).toContain('lr\u00a00.03');
    expect(title).not.toBe('');
  });

  it('shows what both learnt where that can be shown, whatever their networks', () => {
    const fitted = chartOf(few(curve), few({ ...curve, hidden: [4] })).fit!;
    expect(fitted.learnt.map((line) => line?.y.length)).toEqual([201, 201]);
    const map = chartOf(few(moons), few({ ...moons, hidden: [4] })).boundary!;
    expect(map.learnt).toHaveLength(2);
    expect(chartOf(few(ridge), few({ ...ridge, wd: 0 }))).toMatchObject({ fit: null, boundary: null });
  });
});

describe('the colours of arms', () => {
  it('keep one for the arm without decay, and are all different', () => {
    const [none, some] = armColours([0, 0.01]) as [string, string];
    expect(armColours([0.01, 0, 0.1])[1]).toBe(none);
    expect(armColours([0.01, 0, 0.1])[0]).toBe(some);
    expect(armColours([0])).toEqual([none]);
    for (const wds of [
      [0, 0],
      [0.01, 0.01],
      [0, 0.1, 0.2, 0.3, 0.4, 0.5],
    ]) {
      expect(new Set(armColours(wds)).size).toBe(wds.length);
    }
  });

  it('give no arm that of none where several are without decay', () => {
    expect(armColours([0, 0])).not.toContain(armColours([0])[0]);
  });
});

it('holds classes against guessing how common they are, quantities against their mean', () => {
  const alt = (task: Experiment) => altText(chartOf(few(task), few({ ...task, wd: 0 })), MAX_ALT);
  expect(alt(moons)).toContain('Guessing the classes’ shares scores');
  expect(alt(curve)).toContain('Predicting the mean scores');
});
