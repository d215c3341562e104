import { expect, it } from 'vitest';
import { createUpdate } from '../../../src/training/optimizers.ts';
import { randomStream } from '../../../src/training/random.ts';

const SCALES = [0.1, 1, 10];
const WEIGHTS = 60;
const LR = 0.001;
const WD = 0.1;
const STEPS = 3000;

/** What is left on average of weights of 1 whose gradients are nothing but noise, for each scale of the noise. */
function left(optimizer: 'adam' | 'adamw'): number[] {
  const { normal } = randomStream(1, 'data');
  return SCALES.map((scale) => {
    const update = createUpdate({ optimizer, momentum: 0, nesterov: false, wd: WD }, new Float64Array(WEIGHTS).fill(1));
    const weights = new Float64Array(WEIGHTS).fill(1);
    const gradient = new Float64Array(WEIGHTS);
    for (let step = 0; step < STEPS; step++) {
      for (let i = 0; i < WEIGHTS; i++) gradient[i] = scale * normal();
      update(weights, gradient, LR);
    }
    return weights.reduce((sum, w) => sum + w, 0) / WEIGHTS;
  });
}

it('Adam with L2 decays a weight less the louder its gradient; AdamW decays all by 1 − lr·wd a step', () => {
  const [quiet, middle, loud] = left('adam');
  expect(quiet).toBeLessThan(0.15);
  expect(middle).toBeGreaterThan(0.65);
  expect(middle).toBeLessThan(0.83);
  expect(loud).toBeGreaterThan(0.9);
  for (const share of left('adamw')) expect(Math.abs(share - (1 - LR * WD) ** STEPS)).toBeLessThan(0.04);
});
