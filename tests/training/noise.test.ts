import { describe, expect, it } from 'vitest';
import { leftOnNoise, NOISE_SCALES } from '../../src/training/noise.ts';
import { smallCurve } from './experiments.ts';

const settings = { ...smallCurve, lr: 0.001, wd: 0.1, steps: 1_000 };

describe('weights that only noise moves', () => {
  it.each(['adamw', 'sgdw', 'sgd'] as const)('keep (1 − lr·wd)^steps under %s where the noise is low', (optimizer) => {
    const [low] = leftOnNoise({ ...settings, optimizer }, 1);
    expect(Math.abs(low! - (1 - 0.001 * 0.1) ** 1_000)).toBeLessThan(0.02);
  });

  it('keep the more under Adam with L2, the louder the noise', () => {
    const left = leftOnNoise({ ...settings, optimizer: 'adam' }, 1);
    expect(left).toHaveLength(NOISE_SCALES.length);
    expect(left).toEqual(left.toSorted((a, b) => a - b));
    expect(left.at(-1)! - left[0]!).toBeGreaterThan(0.3);
  });

  it('are the same for the same seed, and others for another', () => {
    const adam = { ...settings, optimizer: 'adam', steps: 20 } as const;
    expect(leftOnNoise(adam, 3)).toEqual(leftOnNoise(adam, 3));
    expect(leftOnNoise(adam, 3)).not.toEqual(leftOnNoise(adam, 4));
  });
});
